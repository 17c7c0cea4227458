// What a board is drawn from: the judgement, and everything else that is known at its instant.

import type { Instant } from '../domain/clock.ts';
import type { SourceState } from './board.ts';
import type { Untold } from './condition/rule-state.ts';
import type { ControlBook } from './controls.ts';
import type { Marks } from './marks.ts';
import type { MetricJudge } from './metric-judge.ts';
import type { Plan } from './plan.ts';
import type { RuleJudge } from './rule-judge.ts';
import { endSentence, type Narrator } from './sentence.ts';

/** What has been judged. */
export interface Judgement {
  readonly plan: Plan;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly hints: ReadonlyMap<string, RuleJudge>;
  readonly incidents: ReadonlyMap<string, RuleJudge>;
  /** Items and criteria, by id. */
  readonly items: ReadonlyMap<string, RuleJudge>;
}

export interface Drawing {
  readonly now: Instant;
  readonly sources: readonly SourceState[];
  readonly loopLagMs: number;
  readonly offlineSince: Instant | null;
  readonly narrator: Narrator;
  /** What has been said of this launch. */
  readonly marks: Marks;
  /** What has become of acknowledgements and mutes. */
  readonly controls: ControlBook;
  /** Why a metric cannot be told, although values may be there. */
  blocked(judge: MetricJudge): string | null;
  readonly untold: Untold;
}

export function isOn(rule: RuleJudge): boolean {
  return rule.memory.state === 'firing' || rule.memory.state === 'holding';
}

/** The rule's sentence; one that cannot be told any more says so, since it stays until fresh data end it. */
export function stateSentence(rule: RuleJudge, drawing: Drawing): string {
  const sentence = rule.sentence(drawing.narrator);
  if (!isOn(rule)) return sentence;
  const truth = rule.truth(drawing.now, drawing.untold);
  if (truth === null) return `${sentence}; it stays until fresh data end it`;
  return `${sentence}; ${endSentence(rule.rule.condition)}`;
}

/** What a rule that lets something pass says now. */
export function passOrFail(rule: RuleJudge, drawing: Drawing): 'pass' | 'fail' | 'unknown' {
  const { now, narrator, untold } = drawing;
  const truth = drawing.offlineSince === null ? rule.passes(narrator.facts, now, untold) : null;
  return truth === null ? 'unknown' : truth ? 'pass' : 'fail';
}

/** The word that a hint's or an incident's transition uses for its state. */
export function ruleWord(kind: 'hint' | 'incident' | 'item', rule: RuleJudge): string {
  const { state } = rule.memory;
  if (state === 'inactive' || state === 'pending') return state === 'inactive' ? 'ended' : state;
  return kind === 'hint' ? 'active' : 'open';
}

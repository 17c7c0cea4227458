// A rule beside the metrics: a hint, an incident, an item or a criterion, with the memory of its state.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { compileCondition, type Facts } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import type { LeafState } from '../machine/leaf.ts';
import { badTruths, type RuleRole } from '../condition/bad-truths.ts';
import { withoutOldReadings, type Anew } from '../machine/begin-anew.ts';
import { leafPolicy } from '../machine/missing.ts';
import type { Reading } from '../condition/reading.ts';
import { periodForm } from '../machine/period-leaf.ts';
import { reviseRule } from '../machine/resume.ts';
import type { News } from '../machine/news.ts';
import { RuleMachine, type IsBlocked } from '../machine/rule.ts';
import type { RuleMemory, RuleMode, RuleSetup } from '../machine/rule-memory.ts';
import type { Rule, RunsPlan } from '../plan.ts';
import type { RuleContext } from './context.ts';
import { runsSentence, runsTruth, type RunsSetup } from './runs.ts';
import {
  inDoubtWords,
  isReadable,
  ruleSentence,
  ruleTold,
  type Told,
  withoutClocks,
  type Narrator,
} from './sentence.ts';

export interface RuleOptions {
  readonly role: RuleRole;
  /** Null: four intervals of the slowest metric the rule looks at (docs/judgement.md §8.8). */
  readonly hold: Milliseconds | null;
  readonly mode?: RuleMode;
  /** How windows that were seen in part are taken; on the wall, when it is left out. */
  readonly reading?: Reading;
  readonly runs?: RunsPlan | null;
}

export function setUpRule(rule: Rule, context: RuleContext, options: RuleOptions): RuleSetup {
  const { role, hold, mode = 'fresh', reading } = options;
  const compiled = compileCondition(rule.condition, context.lookup, reading);
  const bad = badTruths(rule.condition, role);
  const slowest = Math.max(0, ...compiled.metrics.map((metric) => context.interval(metric)));
  const leaves = compiled.leaves.map((leaf, index) => ({
    compiled: leaf,
    gapMax:
      mode === 'prometheus'
        ? Number.POSITIVE_INFINITY
        : Math.max(...leaf.metrics.map((metric) => context.staleAfter(metric))),
    interval: Math.max(...leaf.metrics.map((metric) => context.interval(metric))),
    policy: leafPolicy(leaf, (metric) => context.missing(metric)),
    bad: bad[index] ?? true,
    form: periodForm(leaf, (metric) => context.aligned(metric), { exact: mode === 'cloudwatch' }),
  }));
  return { compiled, leaves, mode, hold: hold ?? 4 * slowest };
}

/** What was seen of a launch from its T-0 on. */
export interface SinceLaunch {
  readonly from: Instant;
  readonly facts: Facts;
  /** How far back the readings themselves look: so long after `from` there is none that counts. */
  readonly span: Milliseconds;
}

export class RuleJudge {
  readonly rule: Rule;
  /** Set where runs are counted; what the rule says then follows from them. */
  readonly runs: RunsSetup | null;
  /** Set while only what came after T-0 counts. */
  launch: SinceLaunch | null = null;
  readonly #role: RuleRole;
  #machine: RuleMachine;

  constructor(rule: Rule, context: RuleContext, options: RuleOptions) {
    this.rule = rule;
    this.#machine = RuleMachine.from(setUpRule(rule, context, options));
    const { runs = null, role } = options;
    this.#role = role;
    this.runs = runs && { plan: runs, condition: rule.condition, compiled: this.setup.compiled };
  }

  get setup(): RuleSetup {
    return this.#machine.setup;
  }

  get memory(): RuleMemory {
    return this.#machine.memory;
  }

  /** Goes on from this memory, or from none. */
  goOnFrom(memory?: RuleMemory): void {
    this.#machine = RuleMachine.from(this.setup, memory);
  }

  step(facts: Facts, at: Instant, news: News, isBlocked?: IsBlocked): void {
    this.#machine.step(this.launch?.facts ?? facts, at, news, isBlocked);
  }

  tick(facts: Facts, now: Instant, isBlocked?: IsBlocked): void {
    this.#machine.tick(this.launch?.facts ?? facts, now, isBlocked);
  }

  /** Keeps the timers of an earlier version of this rule, where they still mean something; else it starts over. */
  takeUp(old: RuleJudge, anew: Anew): void {
    const revised = reviseRule(this.setup, old.memory, old.rule.condition, this.rule.condition);
    if (revised) this.goOnFrom(withoutOldReadings(this.setup, revised, this.#role, anew));
  }

  truth(now: Instant, isBlocked?: IsBlocked): Truth {
    return this.#machine.truth('matured', now, isBlocked);
  }

  /**
   * What the rule says of this instant, to a line that it lets pass.
   * @param unseen what rests on one of these cannot be told.
   */
  passes(facts: Facts, now: Instant, isBlocked?: IsBlocked, unseen?: (metric: string) => boolean): Truth {
    if (this.runs === null) return this.#machine.truth('matured', now, isBlocked, unseen);
    return unseen?.(this.runs.plan.of)
      ? null
      : runsTruth(this.runs, this.launch?.facts ?? facts, now, isBlocked);
  }

  /** Tells of what the rule looks at. */
  ownNarrator(narrator: Narrator): Narrator {
    return this.launch === null ? narrator : { ...narrator, facts: this.launch.facts };
  }

  sentence(given: Narrator): string {
    const narrator = this.ownNarrator(given);
    return this.runs
      ? `${runsSentence(this.runs, narrator)}${this.#doubt(narrator)}`
      : this.told(narrator).text;
  }

  /** What its condition says, and whether that says itself what cannot be told. */
  told(given: Narrator): Told {
    const narrator = this.ownNarrator(given);
    const told = ruleTold(this.rule.condition, this.#leaves(), narrator);
    return { ...told, text: `${told.text}${this.#doubt(narrator)}` };
  }

  /** The same without how long each of its comparisons has held. */
  statement(given: Narrator): string {
    const narrator = this.ownNarrator(given);
    const { condition } = this.rule;
    return `${ruleSentence(condition, withoutClocks(condition, this.#leaves()), narrator)}${this.#doubt(narrator)}`;
  }

  /** Whether the values that its sentence is about are there. */
  isReadable(given: Narrator): boolean {
    return isReadable(this.rule.condition, this.#leaves(), this.ownNarrator(given));
  }

  #doubt(narrator: Narrator): string {
    return inDoubtWords(this.setup.compiled.metrics, narrator);
  }

  #leaves(): readonly LeafState[] {
    return this.memory.leaves.map(({ state }) => state);
  }
}

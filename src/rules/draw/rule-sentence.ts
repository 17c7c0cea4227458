// What a rule comes to on a board: its sentence, and whether its line passes.

import { clockTime, type Instant } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import type { PlanJudges } from '../evaluate/set-up.ts';
import { isFresh } from '../condition/compile.ts';
import type { MetricJudge } from '../evaluate/metric.ts';
import type { Drawing } from './drawing.ts';
import { gapWords } from './metric-sentence.ts';
import type { RuleJudge, SinceLaunch } from '../evaluate/rule.ts';
import { endSentence, passSentence } from '../evaluate/end-sentence.ts';
import { confirmedWords, heldSince, sinceWords, span } from '../evaluate/condition-sentence.ts';

export function isOn(rule: RuleJudge): boolean {
  return rule.memory.state === 'firing' || rule.memory.state === 'holding';
}

/** The rule's sentence; one that cannot be told any more says so, since it stays until fresh data end it. */
export function stateSentence(rule: RuleJudge, drawing: Drawing): string {
  if (!isOn(rule)) return rule.sentence(drawing.narrator);
  const sentence = rule.statement(drawing.narrator);
  const { state, since, holdSince, lastFalseAt, confirmedAt } = rule.memory;
  const when = since === null ? '' : ` ${sinceWords(since, drawing.narrator)}`;
  const truth = rule.truth(drawing.now, drawing.isBlocked);
  if (truth === null || !rule.isReadable(drawing.narrator))
    return `${sentence}; it holds${when}${confirmedWords(confirmedAt)}, and stays until fresh data end it`;
  if (state === 'holding' && holdSince !== null) {
    const lasted = span(holdSince, lastFalseAt ?? drawing.now);
    return `${sentence}: so for ${lasted} of ${exactDuration(rule.setup.hold)}, then it ends; held${when}`;
  }
  const { condition } = rule.rule;
  const held = since === null ? '' : ` ${sinceWords(heldSince(condition, since), drawing.narrator)}`;
  return `${sentence}${held}; ${endSentence(condition)}`;
}

/** The sentence of a line that passes or fails: what its rule says, since when, and what would end that. */
export function lineSentence(rule: RuleJudge, judge: PlanJudges, drawing: Drawing): string {
  // What breaks a row of runs is told with it.
  if (rule.runs) return rule.sentence(drawing.narrator);
  const { text: sentence, untold } = rule.told(drawing.narrator);
  const { condition } = rule.rule;
  const answer = passOrFail(rule, drawing);
  if (answer === 'unknown') return `${sentence}${whyUntold(rule, judge, drawing, untold)}`;
  const { leaves, since } = rule.memory;
  const passes = answer === 'pass';
  const missing = missingWords(rule, drawing);
  // A comparison that holds says itself for how long.
  const told = missing === '' && leaves.length === 1 && leaves[0]?.state.raw === true;
  const when = since === null ? 'from the first look on' : sinceWords(since, drawing.narrator);
  const lasting = told ? '' : `${passes ? 'passes' : 'fails'} ${when}, `;
  return `${sentence}${missing}; ${lasting}${passes ? endSentence(condition, 'fails') : passSentence(condition)}`;
}

/** What counts although there is no fresh value. */
function missingWords(rule: RuleJudge, { narrator, now }: Drawing): string {
  const { facts } = rule.ownNarrator(narrator);
  const stale = rule.setup.leaves.find(
    ({ compiled, policy }) =>
      policy !== 'unknown' && compiled.metrics.some((metric) => !isFresh(facts, metric, now)),
  );
  if (!stale) return '';
  return stale.policy === 'keep'
    ? ', what was last known is kept'
    : `, missing data count as ${stale.policy} here`;
}

function whyUntold(rule: RuleJudge, judge: PlanJudges, drawing: Drawing, isSaid: boolean): string {
  for (const id of rule.setup.compiled.metrics) {
    const metric = judge.metrics.get(id);
    const why = metric && drawing.blocked(metric)?.why;
    if (why) return `; ${why}`;
  }
  const failed = rule.setup.compiled.metrics.flatMap((id) => failedWords(judge.metrics.get(id), drawing));
  if (failed.length > 0) return `; ${failed.join('; ')}`;
  const since = rule.launch === null ? '' : `; ${launchWords(rule.launch, drawing.now)}`;
  return `${isSaid ? '' : '; it cannot be told yet'}${since}`;
}

/** Why a metric without a value that counts has none. */
function failedWords(metric: MetricJudge | undefined, { narrator, now }: Drawing): readonly string[] {
  const why = metric && !metric.readings.standsAt(now) ? gapWords(metric, narrator) : null;
  return why ? [why] : [];
}

/** `22s of 1m since T-0, 15:00:00`, of readings that themselves look back. */
function launchWords({ from, span: needed }: SinceLaunch, now: Instant): string {
  return now - from < needed
    ? `${span(from, now)} of ${exactDuration(needed)} since T-0, ${clockTime(from)}`
    : `what came before T-0, ${clockTime(from)}, does not count here`;
}

/** What a rule that lets something pass says now. */
export function passOrFail(rule: RuleJudge, drawing: Drawing): 'pass' | 'fail' | 'unknown' {
  const { now, narrator, isBlocked } = drawing;
  const truth = drawing.observer.grade !== 'certain' ? rule.passes(narrator.facts, now, isBlocked) : null;
  return truth === null ? 'unknown' : truth ? 'pass' : 'fail';
}

// The sentence of a metric's status.

import { clockTime, type Instant } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import type { Part, ValueSample } from '../../domain/sample.ts';
import type { Value } from '../../domain/value.ts';
import { printCondition } from '../condition/print.ts';
import { endSentence, worsensSentence } from '../evaluate/end-sentence.ts';
import { flappingWords } from '../evaluate/flapping.ts';
import type { MetricJudge } from '../evaluate/metric.ts';
import { confirmedAt, redSince, type MetricVerdict } from '../evaluate/status.ts';
import { paceSentence } from '../evaluate/pace.ts';
import type { Rule } from '../plan.ts';
import {
  openWords,
  ownWindow,
  type OwnWindow,
  sawWords,
  seenWords,
  soFarWords,
  toldWords,
} from '../evaluate/seen-words.ts';
import {
  confirmedWords,
  heldSince,
  inDoubtWords,
  lasting,
  ruleSentence,
  shownOperand,
  sinceWords,
  span,
  withoutClocks,
  type Narrator,
} from '../evaluate/sentence.ts';
import { turnsRedAt } from '../evaluate/turns-red.ts';

/**
 * @param blocked the sentence that says why nothing can be told, or null.
 */
export function metricSentence(
  judge: MetricJudge,
  verdict: MetricVerdict,
  blocked: string | null,
  narrator: Narrator,
): string {
  const doubt = inDoubtWords([judge.plan.id], narrator);
  return `${plainSentence(judge, verdict, blocked, narrator)}${doubt}`;
}

function plainSentence(
  judge: MetricJudge,
  verdict: MetricVerdict,
  blocked: string | null,
  narrator: Narrator,
): string {
  const before = verdict.status === 'unknown' ? beforeWords(judge, verdict) : '';
  if (blocked !== null) return `${blocked}${before}`;
  if (verdict.detail === 'flapping') return flappingSentence(judge, verdict, narrator);
  switch (verdict.status) {
    case null:
      return freshReading(judge, narrator);
    case 'unknown':
      return `${unknownSentence(judge, narrator)}${before}`;
    case 'red':
      return redSentence(judge, verdict, narrator);
    case 'amber':
      return amberSentence(judge, verdict, narrator);
    case 'green':
      return greenSentence(judge, verdict, narrator);
  }
}

/** What stood before it could no longer be told, since when, and what said so last. */
function beforeWords(judge: MetricJudge, { was }: MetricVerdict): string {
  const since = was === 'red' ? redSince(judge) : (judge.memory.known?.since ?? null);
  if (since === null || (was !== 'red' && was !== 'amber')) return '';
  const words = `; was ${was} since ${clockTime(since)}${confirmedWords(confirmedAt(judge))}`;
  return was === 'red' ? `${words}, and stays so until fresh data end it` : words;
}

/** The value now, and that the worst of the last readings counts. */
function flappingSentence(judge: MetricJudge, verdict: MetricVerdict, narrator: Narrator): string {
  const newest = judge.values.newestValue(narrator.now);
  const value = newest ? `${judge.shown(newest.value)} now` : 'no value now';
  const rule = judge.plan.alert ?? judge.plan.target;
  return `${value}, ${flappingWords(judge.memory.flap)}; ${verdict.status ?? ''} counts until ${quoted(rule)} is steady`;
}

function freshReading(judge: MetricJudge, narrator: Narrator): string {
  const newest = judge.values.newestValue(narrator.now);
  if (!newest) return gapWords(judge, narrator) ?? 'no reading yet';
  if (!judge.readings.standsAt(narrator.now))
    return `${gapLead(judge, narrator)}last ${judge.shown(newest.value)} ${span(newest.at, narrator.now)} ago`;
  return `${judge.shown(newest.value)}; no target and no alert`;
}

function unknownSentence(judge: MetricJudge, narrator: Narrator): string {
  const newest = judge.values.newestValue(narrator.now);
  if (!newest) return gapWords(judge, narrator) ?? 'no reading yet';
  const age = span(newest.at, narrator.now);
  const last = `last ${judge.shown(newest.value)} ${age} ago`;
  if (narrator.now - newest.at >= judge.plan.staleAfter)
    return `${gapLead(judge, narrator)}${last}${agedWords(judge, newest.at, narrator)}; a value counts for ${exactDuration(judge.plan.staleAfter)}`;
  const overAt = judge.values.overAt(narrator.now);
  if (overAt !== null) return `${gapLead(judge, narrator)}${last}; none since ${clockTime(overAt)}`;
  const rule = judge.rules.alert?.memory.truth === null ? judge.plan.alert : judge.plan.target;
  const window = ownWindow(judge.plan, narrator.facts, narrator.now);
  if (!window?.part) return `${judge.shown(newest.value)}, but ${quoted(rule)} cannot be told yet`;
  return `${warmingWords(judge, window, window.part, narrator.now)}; ${quoted(rule)} cannot be told yet`;
}

/** `warming: saw 12s of 1m: at least 478; told in 48s`. */
function warmingWords(judge: MetricJudge, { operand, value }: OwnWindow, part: Part, now: Instant): string {
  // What was seen before a hole leaves the window while what comes after it enters.
  const hole = judge.readings.raw.coverage?.lastHole(now) ?? null;
  const unbroken = hole === null ? part.seenMs : Math.max(0, now - hole.to);
  const told = toldWords(part, unbroken, judge.plan);
  const show = (one: Value): string => (operand ? shownOperand(one, operand, judge.plan) : judge.shown(one));
  const open = value === null ? null : openWords(value, part, show);
  return `warming: ${sawWords(part)}${open === null ? '' : `: ${open}`}${told === '' ? '' : `; ${told}`}`;
}

/** The value, and how much of its window was seen where that was not all: `99.98%, 12m of 1h seen`. */
function valueWords(judge: MetricJudge, { value, part }: ValueSample): string {
  const shown = (one: Value): string => judge.shown(one);
  return part ? `${soFarWords(value, part, shown)}, ${seenWords(part)}` : shown(value);
}

/** ` (saw 12m of 1h)`, where the rule itself looks back over a window that was not seen whole. */
function ruleSaw(judge: MetricJudge, { facts, now }: Narrator): string {
  const window = ownWindow(judge.plan, facts, now);
  return window?.operand && window.part ? ` (${sawWords(window.part)})` : '';
}

/** Told by time itself: why there is no value, and the last one. */
function withoutValue(judge: MetricJudge, narrator: Narrator): string {
  const { now } = narrator;
  const newest = judge.values.newestValue(now);
  if (newest !== null && judge.readings.standsAt(now)) return '';
  const last = newest ? `last ${judge.shown(newest.value)} ${span(newest.at, now)} ago; ` : '';
  return `${gapLead(judge, narrator)}${last}`;
}

/** `HTTP 503 where 2xx is expected, 28s ago`; null where the newest look gave a value. */
export function gapWords(
  {
    readings: {
      missed: { gap, gapAt },
    },
  }: MetricJudge,
  narrator: Narrator,
): string | null {
  // What only has not settled is so now, and what has just failed needs no age.
  const isOld = gap?.reason !== 'unsettled' && gapAt !== null && narrator.now - gapAt >= 1_000;
  return gap && (isOld ? `${gap.message} (${lasting(gapAt, narrator)} ago)` : gap.message);
}

/** Why a value is so old though its source answers: a copy, a replica's last contact. A period's end is old by nature. */
function agedWords({ plan, readings: { toldAt } }: MetricJudge, at: Instant, narrator: Narrator): string {
  if (toldAt === null || plan.aligned !== null || toldAt - at < 1_000) return '';
  const when = narrator.now - toldAt < 1_000 ? 'just now' : `${lasting(toldAt, narrator)} ago`;
  return `, told ${when} as ${span(at, toldAt)} old`;
}

function gapLead(judge: MetricJudge, narrator: Narrator): string {
  const words = gapWords(judge, narrator);
  return words === null ? '' : `${words}; `;
}

function quoted(rule: Rule | null): string {
  return rule === null ? 'its rule' : `"${printCondition(rule.condition)}"`;
}

function redSentence(judge: MetricJudge, verdict: MetricVerdict, narrator: Narrator): string {
  const since = sinceWords(judge.memory.since, narrator);
  const [{ alert }, machine] = [judge.plan, judge.rules.alert];
  if (verdict.detail === 'stale') {
    const kept = judge.plan.missing === 'keep';
    const why = kept
      ? `what was known is kept: red ${since}${confirmedWords(confirmedAt(judge))}`
      : 'missing data count as bad here';
    return `${unknownSentence(judge, narrator)}; ${why}`;
  }
  if (!alert || !machine) return since;
  const { holdSince, lastFalseAt } = machine.memory;
  const statement = `${withoutValue(judge, narrator)}${ownStatement(judge, alert, narrator)}`;
  const isTold = machine.truth('raw', narrator.now) !== null;
  if (verdict.detail === 'recovering' && holdSince !== null) {
    const lasted = `recovering for ${span(holdSince, lastFalseAt ?? narrator.now)} of ${exactDuration(machine.setup.hold)}`;
    return `${statement}${isTold ? `: ${lasted}` : `; ${lasted}, and waits until that is told`}; red ${since}`;
  }
  if (!isTold)
    return `${statement}; red ${since}${confirmedWords(confirmedAt(judge))}; ${endSentence(alert.condition)}, once that can be told`;
  const held = sinceWords(heldSince(alert.condition, judge.memory.since), narrator);
  return `${statement} ${held}; ${endSentence(alert.condition)}`;
}

/** The rule's sentence with the metric's own name left out: it stands beside it already. A red has one clock, its own. */
function ownStatement(judge: MetricJudge, rule: Rule, narrator: Narrator): string {
  const { memory, isOn } = (rule === judge.plan.alert ? judge.rules.alert : judge.rules.target) ?? {};
  const bare: Narrator = {
    ...narrator,
    metric: (id) => {
      const plan = narrator.metric(id);
      return plan && id === judge.plan.id ? { ...plan, title: '' } : plan;
    },
  };
  const leaves = memory?.leaves.map(({ state }) => state) ?? [];
  return ruleSentence(rule.condition, isOn ? withoutClocks(rule.condition, leaves) : leaves, bare).replace(
    /^[: ]+/,
    '',
  );
}

function amberSentence(judge: MetricJudge, verdict: MetricVerdict, narrator: Narrator): string {
  const { alert, target } = judge.plan;
  const machine = judge.rules.alert;
  if (verdict.detail === 'pending' && alert && machine) {
    const isTimed = machine.firesAt() !== null;
    const redAt = turnsRedAt(judge, narrator.now);
    const isTold = machine.truth('raw', narrator.now) !== null;
    const when = !isTold
      ? 'it was about to turn red, and waits until that is told'
      : redAt === null
        ? isTimed
          ? 'red with its next reading unless that ends it'
          : 'red if the next samples agree'
        : `red at ${clockTime(redAt)} unless it ends`;
    return `${withoutValue(judge, narrator)}${ownStatement(judge, alert, narrator)}; ${when}`;
  }
  const newest = judge.values.newestValue(narrator.now);
  const without = withoutValue(judge, narrator);
  const value = newest && without === '' ? valueWords(judge, newest) : `${without}it`;
  const worse = alert ? worsensSentence(alert.condition) : '';
  const more = [worse, paceSentence(judge.plan, judge.values, narrator.now)].filter((part) => part !== '');
  return [
    `${value} misses the target ${target?.text ?? ''}${ruleSaw(judge, narrator)} ${sinceWords(judge.memory.since, narrator)}`,
    ...more,
  ].join('; ');
}

function greenSentence(judge: MetricJudge, verdict: MetricVerdict, narrator: Narrator): string {
  const newest = judge.values.newestValue(narrator.now);
  if (verdict.detail === 'stale' || !newest)
    return `nothing reported, which is good here: ${judge.plan.because ?? ''}`;
  const rule = judge.plan.target
    ? `target ${judge.plan.target.text}`
    : `no alert ${judge.plan.alert?.text ?? ''}`;
  const pace = paceSentence(judge.plan, judge.values, narrator.now);
  return `${valueWords(judge, newest)}, ${rule}${ruleSaw(judge, narrator)}${pace === '' ? '' : `; ${pace}`}`;
}

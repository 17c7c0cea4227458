// The memory of a comparison that counts aligned periods: `for 3 of 5 samples` on a metric whose source has a rhythm of
// its own, such as CloudWatch (docs/conditions.md §8.5). Every period is judged once its point must be known; a point that comes
// late, or changes, has its period and all later ones judged again.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { MissingData } from '../plan.ts';
import type { CompiledLeaf } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import type { LeafMemory, LeafSetup } from './leaf.ts';
import { rawTruth } from './leaf.ts';
import type { Facts } from '../condition/compile.ts';
import { isEmpty, isWarm } from './missing.ts';
import {
  type Aligned,
  type JudgedPeriod,
  type PeriodForm,
  evaluationRange,
  judgePeriods,
  type MissingTreatment,
  type PeriodVerdict,
} from './periods.ts';

/** The form of a leaf that counts samples of an aligned metric; null for every other. */
export function periodForm(
  leaf: CompiledLeaf,
  aligned: (metric: string) => Aligned | null,
  { exact }: { readonly exact: boolean },
): PeriodForm | null {
  const { held, left } = leaf.leaf;
  const rhythm = aligned(left.metric);
  if (held?.type !== 'samples' || leaf.timed || rhythm === null) return null;
  const { period, delay } = rhythm;
  return { period, delay, needed: held.needed, of: held.of, exact };
}

/** The newest period that may be judged at `now`; null while nothing can be known of any. */
export function newestDue(setup: LeafSetup, form: PeriodForm, facts: Facts, now: Instant): Instant | null {
  const { leaf } = setup.compiled;
  const metric = leaf.left.metric;
  const due = floorTo(now - form.delay, form.period);
  const newest = facts.series(metric)?.newestValue(now);
  if (newest) return Math.max(due, floorTo(newest.at, form.period));
  const told = setup.policy === 'good' ? isEmpty(facts, metric, now) : isWarm(facts, metric, now);
  return form.exact || (told && setup.policy !== 'unknown') ? due : null;
}

/**
 * Judges every period up to the one that ends at `until`, and again those from `changedFrom` on.
 * @param changedFrom the instant of samples that have come; null when only time has passed.
 */
export function stepPeriods(
  setup: LeafSetup,
  form: PeriodForm,
  memory: LeafMemory,
  facts: Facts,
  until: Instant,
  changedFrom: Instant | null,
): void {
  const kept = 2 * evaluationRange(form.of);
  const last = memory.periods.at(-1)?.at ?? null;
  const end = Math.max(until, last ?? until);
  let from = last === null ? end : last + form.period;
  if (changedFrom !== null) from = Math.min(from, Math.ceil(changedFrom / form.period) * form.period);
  from = Math.max(from, end - (kept - 1) * form.period);
  if (from > end) return;
  const periods = memory.periods.filter(({ at }) => at < from);
  for (let at = from; at <= end; at += form.period) periods.push(judgeOne(setup, form, periods, facts, at));
  // The way out (`until`) is held against the last point, however long ago that was.
  const lastPoint = periods.findLastIndex(({ truth }) => truth !== null);
  const first = Math.max(0, periods.length - kept);
  memory.periods = [
    ...periods.slice(Math.max(0, lastPoint), Math.min(first, lastPoint + 1)),
    ...periods.slice(first),
  ];
  takeUpPeriods(setup, form, memory, facts, end);
}

/** Whether the period that holds `at` has a point that says something. */
export function isToldAt({ period }: PeriodForm, { periods }: LeafMemory, at: Instant): boolean {
  const end = Math.ceil(at / period) * period;
  return periods.some((judged) => judged.at === end && judged.truth !== null);
}

/** A look said that there is none any more: what holes are not judged by can be told no longer. */
export function endPeriods(
  setup: LeafSetup,
  form: PeriodForm,
  memory: LeafMemory,
  facts: Facts,
  at: Instant,
): void {
  if (form.exact || holesCount(setup, facts, at)) return;
  memory.state = { ...memory.state, freshUntil: Math.min(memory.state.freshUntil ?? at, at) };
}

/** A hole is judged by what it counts as, now that there is none. */
function holesCount({ compiled, policy }: LeafSetup, facts: Facts, at: Instant): boolean {
  return policy === 'bad' || (policy === 'good' && isEmpty(facts, compiled.leaf.left.metric, at));
}

function judgeOne(
  setup: LeafSetup,
  form: PeriodForm,
  judged: readonly JudgedPeriod[],
  facts: Facts,
  at: Instant,
): JudgedPeriod {
  const { compiled, policy, bad } = setup;
  const previous = judged.at(-1);
  const earlier = judged.findLast(({ truth }) => truth !== null);
  const own = facts.series(compiled.leaf.left.metric)?.valueAt(at) ?? null;
  const was = earlier?.truth === true ? earlier.at : null;
  const truth = own === null ? null : rawTruth(compiled, { activeAt: was }, facts, at);
  const from = at - (evaluationRange(form.of) - 1) * form.period;
  const points = rangeOf([...judged, { at, truth }], from, at, form.period, setup, facts);
  // What a failing source has not told is not "nothing there".
  const failing = policy === 'good' && !form.exact && !isAnswered(setup, form, facts, at);
  const treatment = failing ? 'missing' : treatmentOf(policy, bad);
  const verdict = judgePeriods(points, form.needed, form.of, treatment);
  // What only slides out of the range has not been spoken against: a hole never ends a red, and lets nothing begin.
  const hole = !form.exact && truth === null && treatment === 'missing';
  const before = previous?.matured ?? null;
  if (hole && bad && before === true) return { at, truth, matured: true, raw: true };
  if (hole && !bad && previous && before !== false && verdict === 'ok')
    return { at, truth, matured: null, raw: null };
  const matured = maturedBy(verdict, before, form.exact);
  const newest = points.findLast((point) => point !== null) ?? null;
  return { at, truth, matured, raw: form.exact || matured === true ? matured : (newest ?? matured) };
}

/** The points of the range: those judged before, and for what lies before the first of them, those of the series. */
function rangeOf(
  judged: readonly { readonly at: Instant; readonly truth: Truth }[],
  from: Instant,
  until: Instant,
  period: Milliseconds,
  { compiled }: LeafSetup,
  facts: Facts,
): readonly Truth[] {
  const known = new Map(judged.map(({ at, truth }) => [at, truth]));
  const points: Truth[] = [];
  for (let at = from; at <= until; at += period) {
    const truth = known.get(at);
    if (truth !== undefined) points.push(truth);
    else if (facts.series(compiled.leaf.left.metric)?.valueAt(at) === null) points.push(null);
    else points.push(compiled.test(facts, at));
  }
  return points;
}

function maturedBy(verdict: PeriodVerdict, previous: Truth, exact: boolean): Truth {
  switch (verdict) {
    case 'alarm':
      return true;
    case 'ok':
      return false;
    case 'insufficient':
      return null;
    case 'keep':
      return previous;
    // An alarm before its time is shown as pending, never as red (docs/conditions.md §8.5); nor is it told that there is none.
    case 'premature':
      return exact ? true : null;
  }
}

function treatmentOf(policy: MissingData, bad: boolean): MissingTreatment {
  switch (policy) {
    case 'unknown':
      return 'missing';
    case 'keep':
      return 'ignore';
    case 'bad':
      return bad ? 'breaching' : 'notBreaching';
    case 'good':
      return bad ? 'notBreaching' : 'breaching';
  }
}

/** Whether a period without a point is judged by what it counts as, and not left untold. */
function isCovered(setup: LeafSetup, form: PeriodForm, facts: Facts, end: Instant): boolean {
  if (form.exact) return true;
  if (setup.policy === 'good') return isAnswered(setup, form, facts, end);
  return setup.policy !== 'unknown';
}

/**
 * The source has told a point of this period or a later one, or, asked since its end, that there is nothing. That an earlier point
 * is still fresh says nothing of this period, nor does an earlier answer: no look may have been made since.
 */
function isAnswered({ compiled }: LeafSetup, { delay }: PeriodForm, facts: Facts, end: Instant): boolean {
  const { metric } = compiled.leaf.left;
  const newest = facts.series(metric)?.newestValue(end + delay);
  if ((newest?.at ?? Number.NEGATIVE_INFINITY) >= end) return true;
  return (facts.emptyAt(metric) ?? Number.NEGATIVE_INFINITY) >= end && isEmpty(facts, metric, end + delay);
}

/** What the leaf says follows from the newest judged period. */
function takeUpPeriods(
  setup: LeafSetup,
  form: PeriodForm,
  memory: LeafMemory,
  facts: Facts,
  end: Instant,
): void {
  const { periods, state } = memory;
  const newest = periods.at(-1);
  if (!newest) return;
  const points = periods.flatMap(({ truth }) => truth ?? []);
  const lastPoint = periods.findLast(({ truth }) => truth !== null)?.at ?? null;
  const known = isCovered(setup, form, facts, end) ? end : lastPoint;
  const asOf = lastPoint === end ? end : end + form.delay;
  const stale = known === null || asOf - known >= setup.gapMax;
  const on = ({ raw, matured }: JudgedPeriod) => raw === true || matured === true;
  const off = periods.findLastIndex((period) => !on(period));
  const run = periods[off + 1]?.at ?? null;
  const earlier = off === -1 && state.activeAt !== null && run !== null && state.activeAt < run;
  memory.state = {
    raw: stale ? null : newest.raw,
    matured: stale ? null : newest.matured,
    activeAt: earlier ? state.activeAt : run,
    open: false,
    lastTrueAt: periods.findLast(on)?.at ?? state.lastTrueAt,
    lastEvidenceAt: known,
    freshUntil: form.exact || holesCount(setup, facts, end + form.delay) ? null : endOf(setup, facts),
    recent: points.slice(-form.of),
  };
}

function endOf({ compiled }: LeafSetup, facts: Facts): Instant | null {
  return facts.series(compiled.leaf.left.metric)?.endAfter() ?? null;
}

function floorTo(at: Instant, period: Milliseconds): Instant {
  return Math.floor(at / period) * period;
}

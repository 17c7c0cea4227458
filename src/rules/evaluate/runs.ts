// Consecutive runs (docs/judgement.md §8.10): `when` must hold at each of the last looks at one metric, the newest of which must be young.
// `for 3 samples` passes over a look that failed; here a run that nobody can judge breaks the row. A look that could not be made is
// an error: the next one tries again, four times at the most; until it has succeeded nothing passes.
//
// A function of the kept samples alone: there is no memory to save, to restore, or to get out of step. After a restart the row
// begins anew.

import { clockTime, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { isNetworkReason, type Gap } from '../../domain/gap.ts';
import { isValueSample, type Sample } from '../../domain/sample.ts';
import { sameValue, type Value } from '../../domain/value.ts';
import { leavesOf, type Condition } from '../condition/ast.ts';
import { isFresh, type CompiledCondition, type Facts } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import { freshLeafState } from '../machine/leaf.ts';
import type { IsBlocked } from '../machine/rule.ts';
import type { MetricPlan, RunsPlan } from '../plan.ts';
import { runPhase, tallyPhase, worstPhase, type RunLimits, type RunPhase } from './run-phase.ts';
import { leafSentence, span, type Narrator } from './sentence.ts';

/** Most runs that may be asked for: of each metric at least so many samples are kept. */
export const runsMax = 50;
/** How often a look that could not be made is tried again before the run counts as one without a result (docs/judgement.md §8.10). */
const retriesMax = 4;

export interface RunsSetup {
  readonly plan: RunsPlan;
  readonly condition: Condition;
  readonly compiled: CompiledCondition;
}

interface Run {
  /** The look that decided it. */
  readonly sample: Sample;
  readonly phase: RunPhase;
  /** How many looks it took, the deciding one included. */
  readonly attempts: number;
}

interface RunsInARow {
  /** The last runs, newest last; at most as many as are asked for, all of the same build where that is demanded. */
  readonly runs: readonly Run[];
  /** How many of them, up to the newest, were successful. */
  readonly inARow: number;
  /** The runs before them were of another build. */
  readonly cut: boolean;
  /** The newest look could not be made, and is tried again: how often it has failed by now. */
  readonly inFlight: { readonly sample: Sample; readonly attempts: number } | null;
}

/** `in 3 runs of smoke in a row, the newest younger than 1h` */
export function runsWords({ of, count, maxAge, same }: RunsPlan): string {
  const runs = count === 1 ? `in the last run of ${of}` : `in ${count} runs of ${of} in a row`;
  return `${runs}${same === null ? '' : ` with one ${same}`}, the newest younger than ${exactDuration(maxAge)}`;
}

/** How long the samples of what the runs look at have to be kept. */
export function runsSpan({ count, maxAge }: RunsPlan, of: Pick<MetricPlan, 'interval'>): Milliseconds {
  return Math.max(maxAge, 1.1 * looksFor(count) * of.interval);
}

/** So many runs, and one that is still tried, take no more looks than this. */
function looksFor(count: number): number {
  return (count + 1) * (1 + retriesMax);
}

/** Holds when as many runs as asked for were successful in a row, the newest of them lately; fails when one of them failed. */
export function runsTruth(setup: RunsSetup, facts: Facts, now: Instant, isBlocked?: IsBlocked): Truth {
  const { plan, compiled } = setup;
  if (isBlocked && [plan.of, ...compiled.metrics].some((metric) => isBlocked(metric, false))) return null;
  const row = rowOf(setup, facts, now);
  const newest = row.runs.at(-1);
  const limits: RunLimits = {
    failed: 0,
    inconclusive: 0,
    consecutiveErrors: retriesMax,
    consecutiveSuccesses: plan.count,
    count: null,
  };
  const streak = tallyPhase(limits, tallyOf(row));
  const recent: RunPhase = newest && now - newest.sample.at < plan.maxAge ? 'successful' : 'inconclusive';
  const phase = worstPhase([streak, recent]);
  return phase === 'successful' ? true : phase === 'failed' ? false : null;
}

function tallyOf({ runs, inARow, inFlight }: RunsInARow) {
  const count = (wanted: RunPhase): number => runs.filter(({ phase }) => phase === wanted).length;
  return {
    runs: runs.length + (inFlight ? 1 : 0),
    failed: count('failed'),
    inconclusive: count('inconclusive'),
    consecutiveErrors: inFlight?.attempts ?? 0,
    consecutiveSuccesses: inARow,
    inFlight: inFlight !== null,
  };
}

function trailing(runs: readonly Run[], wanted: RunPhase): number {
  return runs.length - 1 - runs.findLastIndex(({ phase }) => phase !== wanted);
}

function rowOf(setup: RunsSetup, facts: Facts, now: Instant): RunsInARow {
  const { of, count, same } = setup.plan;
  const looks = (facts.series(of)?.last(looksFor(count)) ?? []).filter(({ at }) => at <= now);
  const all: Run[] = [];
  let failed = 0;
  for (const sample of looks) {
    const phase = phaseOf(setup, facts, sample);
    const attempts = failed + 1;
    failed = phase === 'error' && attempts <= retriesMax ? attempts : 0;
    if (failed === 0) all.push({ sample, phase: phase === 'error' ? 'inconclusive' : phase, attempts });
  }
  const newest = looks.at(-1);
  const last = all.slice(-count);
  const samples = last.map(({ sample }) => sample);
  const from = same === null ? 0 : firstOfBuild(samples, same, facts);
  const runs = last.slice(from);
  return {
    runs,
    inARow: trailing(runs, 'successful'),
    cut: from > 0,
    inFlight: newest && failed > 0 ? { sample: newest, attempts: failed } : null,
  };
}

/** The look could not be made at all: nothing is known of what it would have said, and another may well be made. */
function isError({ reason }: Gap): boolean {
  return (
    isNetworkReason(reason) || reason === 'throttled' || reason === 'needs' || reason === 'observer_offline'
  );
}

function phaseOf({ plan, compiled }: RunsSetup, facts: Facts, sample: Sample): RunPhase {
  if (!isValueSample(sample)) return isError(sample.gap) ? runPhase('error', null) : runPhase(false, false);
  const truth = compiled.combine((index) => {
    const leaf = compiled.leaves[index];
    const told = leaf?.metrics.every((metric) => toldAt(facts, metric, sample.at) !== null);
    return leaf && told === true ? leaf.test(facts, sample.at) : null;
  });
  const known = plan.same === null || toldAt(facts, plan.same, sample.at) !== null;
  // What cannot be told has neither succeeded nor failed.
  return truth === null || (truth && !known) ? runPhase(false, false) : runPhase(truth, null);
}

/** What the newest look up to this instant said, while that is fresh; an earlier value does not stand in for a look that failed. */
function toldAt(facts: Facts, metric: string, at: Instant): Value | null {
  const newest = facts
    .series(metric)
    ?.between(at - facts.staleAfter(metric), at)
    .at(-1);
  return newest && isValueSample(newest) && isFresh(facts, metric, at) ? newest.value : null;
}

/** Index of the first look since which nothing but the newest build was seen. */
function firstOfBuild(looks: readonly Sample[], same: string, facts: Facts): number {
  const builds = looks.map(({ at }) => toldAt(facts, same, at));
  const newest = builds.findLast((build) => build !== null);
  const other = builds.findLastIndex(
    (build) => build !== null && newest !== undefined && newest !== null && !sameValue(build, newest),
  );
  return other + 1;
}

/** `Smoke: 2 of 3 runs in a row; the last 4m ago`, and what has broken the row, or is tried again. */
export function runsSentence(setup: RunsSetup, narrator: Narrator): string {
  const { plan } = setup;
  const { now, facts } = narrator;
  const row = rowOf(setup, facts, now);
  const newest = row.runs.at(-1);
  const again = againWords(row);
  if (!newest) return `${runsMoment(setup, narrator)}; no run yet${again}`;
  const age = now - newest.sample.at;
  const shown = span(0, age < 60_000 ? age : age - (age % 60_000));
  const old = age < plan.maxAge ? '' : `, no longer within ${exactDuration(plan.maxAge)}`;
  return `${runsMoment(setup, narrator)}; the last ${shown} ago${old}${brokenBy(setup, row, narrator)}${again}`;
}

function againWords({ inFlight }: RunsInARow): string {
  if (!inFlight || isValueSample(inFlight.sample)) return '';
  const { at, gap } = inFlight.sample;
  return `; the one at ${clockTime(at)} gave no reading (${gap.reason}): ${gap.message}; tried again with the next look, ${inFlight.attempts} of ${retriesMax}`;
}

/** What is so at this instant, without how long ago anything was: evidence that is to be kept. */
export function runsMoment(setup: RunsSetup, narrator: Narrator): string {
  const { of, count } = setup.plan;
  const { inARow } = rowOf(setup, narrator.facts, narrator.now);
  return `${titleOf(of, narrator)}: ${inARow} of ${count} ${count === 1 ? 'run' : 'runs'} in a row`;
}

function brokenBy(setup: RunsSetup, { runs, inARow, cut }: RunsInARow, narrator: Narrator): string {
  const { same, count } = setup.plan;
  if (inARow >= count) return '';
  const breaking = runs.at(-1 - inARow);
  if (!breaking) return cut && same !== null ? `; before that ${titleOf(same, narrator)} was another` : '';
  const when = inARow === 0 ? 'it' : `the one at ${clockTime(breaking.sample.at)}`;
  return `; ${when} ${whyBroken(setup, breaking, narrator)}`;
}

function whyBroken(
  { condition, compiled }: RunsSetup,
  { sample, phase, attempts }: Run,
  narrator: Narrator,
): string {
  if (!isValueSample(sample)) {
    const often = attempts > 1 ? ` in ${attempts} attempts` : '';
    return `gave no reading${often} (${sample.gap.reason}): ${sample.gap.message}`;
  }
  const then = { ...narrator, now: sample.at };
  const said = leavesOf(condition).flatMap((leaf, index) => {
    const metrics = compiled.leaves[index]?.metrics ?? [];
    const untold = metrics.find((metric) => toldAt(narrator.facts, metric, sample.at) === null);
    if (untold !== undefined) return [`${titleOf(untold, narrator)} cannot be told`];
    const raw = compiled.leaves[index]?.test(narrator.facts, sample.at) ?? null;
    return raw === true ? [] : [leafSentence(leaf, { ...freshLeafState, raw }, then)];
  });
  const words = said.length === 0 ? '' : `: ${said.join(', ')}`;
  return phase === 'failed' ? `failed${words}` : `cannot be judged${words}`;
}

function titleOf(metric: string, narrator: Narrator): string {
  return narrator.metric(metric)?.title ?? metric;
}

// How long a breach can last before the wall says so, in the worst case, with its derivation (docs/judgement.md §8.12).
//
//   a polled metric       the next look + jitter + the answer + judging
//   CloudWatch            the breach begins just after a period's start: two periods + settling + the next look + …
//   for D                 as many looks more as D and one late answer take
//   for M of N samples    M − 1 looks more
//   a window              until nothing older is left in it, be it of the rule, of `use` or of the read
//
// A bound, not an estimate: it holds as long as the source answers. When it does not, the metric is unknown after its freshness;
// after a login, a right or a TLS handshake that failed the next look is up to `held` later, and what a source asks for
// (`Retry-After`) comes on top. After a start there is nothing to tell before enough of a window was seen: warm-up.ts.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import { displayValue } from '../../domain/display.ts';
import { quantityIn } from '../../domain/quantity.ts';
import { amountToNumber } from '../../domain/amount.ts';
import { findUnit } from '../../domain/unit.ts';
import type { Call, Comparison, Condition, Held, Leaf, Operand } from '../condition/ast.ts';
import { leavesOf, operandsOf } from '../condition/ast.ts';
import { formulaOperands } from '../condition/formula.ts';
import { longestBetween } from '../evaluate/hold-off.ts';
import { coveredBy, type MetricPlan, type Plan, type SourcePlan } from '../plan.ts';

export interface DetectionPart {
  readonly what: string;
  readonly takes: Milliseconds;
}

export interface Detection {
  readonly total: Milliseconds;
  /** What the total is the sum of, in the order in which it passes. */
  readonly parts: readonly DetectionPart[];
  /** How much later it is after a look that failed for a login, a right or a TLS handshake: those are held off. */
  readonly held: Milliseconds;
}

/** The engine judges at least this often. */
export const judgeEvery: Milliseconds = 1_000;
/** A poll is up to a twentieth of its interval early or late, so two are up to a tenth further apart. */
const jitterShare = 0.1;
/** A test of a status that rests on another metric's rule, and so on: deeper than this nothing is said. */
const depthMax = 8;

/** A bound in words: rounded up to whole seconds, never down. */
export function boundWords(bound: Milliseconds): string {
  return printDuration(Math.ceil(bound / 1_000) * 1_000);
}

/** Null when no bound can be given: a forecast, a status that rests on itself. */
export function detectionOf(condition: Condition, plan: Plan): Detection | null {
  return worst(condition, plan, 0);
}

/** How long after its source has fallen silent a metric is shown as unknown, at the latest; null where it never is. */
export function unknownAfter({ staleAfter, missing }: MetricPlan): Milliseconds | null {
  return missing === 'keep' ? null : staleAfter + judgeEvery;
}

/** Each comparison has to be seen; the slowest of them decides. */
function worst(condition: Condition, plan: Plan, depth: number): Detection | null {
  return slowestOf(leavesOf(condition).map((leaf) => leafDetection(leaf, plan, depth)));
}

function leafDetection(leaf: Leaf, plan: Plan, depth: number): Detection | null {
  const metric = metricOf(plan, leaf.left.metric);
  if (!metric) return null;
  if (leaf.type === 'absent')
    return summed([
      { what: `its last value counts for ${exactDuration(metric.staleAfter)}`, takes: metric.staleAfter },
      ...heldInTime(leaf.held),
      judging,
    ]);
  if (leaf.type === 'status') return statusDetection(leaf.status, leaf.held, metric, plan, depth);
  if (leaf.left.call?.name === 'age') return ageDetection(leaf, metric, plan);
  if (operandsOf(leaf).some(({ call }) => call?.name === 'until')) return null;
  return slowestOf(operandsOf(leaf).map((operand) => operandParts(operand, leaf.held, plan)));
}

/** One operand's way from the world to the board. A calculated one is as slow as the slowest it is calculated from. */
function operandParts(
  { metric: id, call }: Pick<Operand, 'metric' | 'call'>,
  held: Held | null,
  plan: Plan,
  depth = 0,
): Detection | null {
  const metric = metricOf(plan, id);
  if (!metric || depth > depthMax) return null;
  const windows = [...[metric.use, call].flatMap((one) => (one ? windowPart(one) : [])), ...readPart(metric)];
  if (metric.derived) {
    const inputs = formulaOperands(metric.derived.formula).map((input) =>
      operandParts(input, held, plan, depth + 1),
    );
    const slowest = slowestOf(inputs);
    return slowest && summed([...windows, ...slowest.parts], slowest.held);
  }
  const source = plan.sources.find((one) => one.id === metric.source);
  if (!source) return null;
  const answer = {
    what: `an answer takes ${exactDuration(source.timeout)} at the most`,
    takes: source.timeout,
  };
  return summed(
    [
      ...windows,
      ...answered(metric, source),
      ...firstLook(metric, source),
      ...heldParts(held, metric, source),
      answer,
      judging,
    ],
    // That a probe cannot be reached is an answer of its own.
    metric.readsUp ? 0 : longestBetween(source.every) - source.every,
  );
}

/** Null when one of them has no bound. */
function slowestOf(all: readonly (Detection | null)[]): Detection | null {
  let slowest: Detection | null = null;
  let held = 0;
  for (const detection of all) {
    if (!detection) return null;
    if (!slowest || detection.total > slowest.total) slowest = detection;
    held = Math.max(held, detection.total + detection.held);
  }
  return slowest && { ...slowest, held: held - slowest.total };
}

const judging: DetectionPart = { what: 'judged at least every second', takes: judgeEvery };

function windowPart({ name, window }: Call): readonly DetectionPart[] {
  return window === null
    ? []
    : [{ what: `${name}() over ${exactDuration(window)}: until nothing older is in it`, takes: window }];
}

/** What the source itself computes each reading over. */
function readPart({ readWindow }: MetricPlan): readonly DetectionPart[] {
  return readWindow === null
    ? []
    : [{ what: `read over ${exactDuration(readWindow)}: until nothing older is in it`, takes: readWindow }];
}

/** What the source's answer itself looks back over, as the read says, or as far as the query shows. */
function answered(metric: MetricPlan, source: SourcePlan): readonly DetectionPart[] {
  const covers = coveredBy(metric, [source]);
  const lookBack = source.lookBack?.[metric.id] ?? 0;
  if (covers === 0 && lookBack === 0) return [];
  const what =
    covers >= lookBack
      ? `its answer is over ${exactDuration(covers)}`
      : `its query looks back over ${exactDuration(lookBack)}`;
  return [{ what: `${what}: until nothing older is in it`, takes: Math.max(covers, lookBack) }];
}

/** From the breach to the start of the first look that can see it. */
function firstLook(metric: MetricPlan, source: SourcePlan): readonly DetectionPart[] {
  const every = between(source);
  const next = { what: `the next look, every ${exactDuration(every)}`, takes: every };
  const late = {
    what: 'looks are spread by a tenth of their interval',
    takes: Math.round(source.every * jitterShare),
  };
  if (metric.aligned === null) return [next, late];
  const { period, delay } = metric.aligned;
  return [
    {
      what: `the breach fills a period of ${exactDuration(period)} only when the next has begun`,
      takes: 2 * period,
    },
    { what: `the period settles for ${exactDuration(delay - source.every)}`, takes: delay - source.every },
    next,
    late,
  ];
}

/** A poll that still waits for its answer is not asked again: then every second or third look takes place. */
function between({ every, timeout }: SourcePlan): Milliseconds {
  return every * Math.max(1, Math.ceil(timeout / every));
}

function heldParts(held: Held | null, metric: MetricPlan, source: SourcePlan): readonly DetectionPart[] {
  if (held === null) return [];
  const step = metric.aligned?.period ?? between(source);
  if (held.type === 'samples') {
    const more = held.needed - 1;
    const what = `${held.needed} samples, ${exactDuration(step)} apart`;
    return more === 0 ? [] : [{ what, takes: more * step }];
  }
  if (held.duration === 0) return [];
  // The first answer may be late and the last one not: then one look more is needed. Periods have fixed ends.
  const slack = metric.aligned ? 0 : source.timeout + source.every * jitterShare;
  const looks = Math.ceil((held.duration + slack) / step);
  const what = `held for ${exactDuration(held.duration)}: ${looks} looks more, ${exactDuration(step)} apart`;
  return [{ what, takes: looks * step }];
}

/** Where time itself is the evidence, the rule is looked at each second. */
function heldInTime(held: Held | null): readonly DetectionPart[] {
  if (held === null) return [];
  if (held.type === 'samples')
    return [{ what: `${held.needed} looks, a second apart`, takes: held.needed * judgeEvery }];
  return [{ what: `held for ${exactDuration(held.duration)}`, takes: held.duration + judgeEvery }];
}

function ageDetection(leaf: Comparison, metric: MetricPlan, plan: Plan): Detection | null {
  if (leaf.right.type !== 'quantity') return null;
  const unit = findUnit('ms');
  const bound = unit && quantityIn(leaf.right.quantity, unit, plan.units);
  if (!bound) return null;
  const takes = Math.max(0, Math.ceil(amountToNumber(bound)));
  const what = `the newest value of ${metric.id} grows ${displayValue(takes, 'ms')} old`;
  return summed([{ what, takes }, ...heldInTime(leaf.held), judging]);
}

function statusDetection(
  status: string,
  held: Held | null,
  metric: MetricPlan,
  plan: Plan,
  depth: number,
): Detection | null {
  const rule = status === 'red' ? metric.alert : status === 'amber' ? metric.target : null;
  const below = rule && depth < depthMax ? worst(rule.condition, plan, depth + 1) : null;
  const own = status === 'unknown' ? unknownAfter(metric) : (below?.total ?? null);
  if (own === null) return null;
  const parts = [{ what: `${metric.id} turns ${status}`, takes: own }, ...heldInTime(held), judging];
  return summed(parts, below?.held);
}

function summed(parts: readonly DetectionPart[], held: Milliseconds = 0): Detection {
  return { total: parts.reduce((sum, { takes }) => sum + takes, 0), parts, held };
}

function metricOf(plan: Plan, id: string): MetricPlan | null {
  return plan.metrics.find((metric) => metric.id === id) ?? null;
}

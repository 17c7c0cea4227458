// How long after a start it takes until the windows that a condition looks back over can be told (docs/conditions.md §8.3).
//
//   what grows with what is seen      whole; early where it may be above a limit; a metric's own target: from a written `minSeen`
//   what is estimated                 from its minimum; a line without a written one: whole
//   a `for`                           all of it, where it has to hold; nothing, where it must not
//   `and`, `or`, `not`                the longest of them, or the shortest, where one is enough

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { type Call, type Comparison, type Condition, type Leaf, type Operand } from '../condition/ast.ts';
import { formulaOperands } from '../condition/formula.ts';
import { minSeenOf } from '../condition/seen.ts';
import type { ItemPlan, MetricPlan, Plan } from '../plan.ts';

export interface WarmUp {
  /** All of it. */
  readonly takes: Milliseconds;
  /** How much of that is a `for`. */
  readonly held: Milliseconds;
  readonly metric: string;
  /** The longest window in it; null where only a `for`, or runs, are waited for. */
  readonly window: Milliseconds | null;
  /** It is an estimate's: a written `minSeen` says how much is enough. */
  readonly estimated: boolean;
}

/** A line of the checklist or the gate waits for whole windows where no minimum is written. */
export interface WarmUpOptions {
  readonly by: 'alert' | 'target' | 'rule' | 'line';
  readonly minSeen: Milliseconds | null;
  /** What is waited for: that it holds, or that it does not. */
  readonly told: boolean;
}

/** `drop` compares with this many windows before its own. */
const dropBaseline = 3;
/** Metrics that are calculated from others that are calculated, and so on: deeper than this nothing is added. */
const depthMax = 8;

/** The least that it takes, with all readings as they are wished for; null where it looks back over nothing. */
export function warmUpOf(condition: Condition, plan: Plan, options: WarmUpOptions): WarmUp | null {
  switch (condition.type) {
    case 'not':
      return warmUpOf(condition.part, plan, { ...options, told: !options.told });
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) => warmUpOf(part, plan, options));
      return (condition.type === 'and') === options.told ? longest(parts) : shortest(parts);
    }
    case 'comparison':
    case 'status':
    case 'absent':
      return ofLeaf(condition, plan, options);
  }
}

/** How long after a start a metric is told, as the wall has it: its alert has to be seen not to hold. */
export function metricWarmUp(metric: MetricPlan, plan: Plan): WarmUp | null {
  const { target, alert } = metric;
  return longest([
    ofMetric(metric, plan, { by: 'rule', minSeen: null, told: true }, 0),
    target && warmUpOf(target.condition, plan, { by: 'target', minSeen: null, told: true }),
    alert && warmUpOf(alert.condition, plan, { by: 'alert', minSeen: null, told: false }),
  ]);
}

/** Until an item or a criterion can pass. */
export function lineWarmUp({ when, runs, minSeen }: ItemPlan, plan: Plan): WarmUp | null {
  if (!when) return null;
  const seen = warmUpOf(when.condition, plan, { by: 'line', minSeen, told: true });
  const of = runs && plan.metrics.find(({ id }) => id === runs.of);
  const takes = runs && of ? (runs.count - 1) * of.interval : 0;
  return runs && takes > (seen?.takes ?? 0)
    ? { takes, held: 0, metric: runs.of, window: null, estimated: false }
    : seen;
}

/** `uptime needs 36m of its 6h seen, and then to hold for 5m` */
export function warmUpWords({ takes, held, metric, window }: WarmUp): string {
  const seen = seenWords(takes - held, window);
  const hold = held === 0 ? null : `to hold for ${exactDuration(held)}`;
  return `${metric} needs ${seen !== null && hold !== null ? `${seen}, and then ${hold}` : (seen ?? hold)}`;
}

function seenWords(span: Milliseconds, window: Milliseconds | null): string | null {
  if (span === 0) return null;
  if (window === null) return `${exactDuration(span)} of looks`;
  if (span > window) return `${exactDuration(span)} seen`;
  return span === window
    ? `its whole ${exactDuration(window)} seen`
    : `${exactDuration(span)} of its ${exactDuration(window)} seen`;
}

function longest(parts: readonly (WarmUp | null)[]): WarmUp | null {
  return parts.reduce((most, part) => ((part?.takes ?? 0) > (most?.takes ?? 0) ? part : most), null);
}

function shortest(parts: readonly (WarmUp | null)[]): WarmUp | null {
  return parts.reduce((least, part) => ((part?.takes ?? 0) < (least?.takes ?? 0) ? part : least));
}

function ofLeaf(leaf: Leaf, plan: Plan, options: WarmUpOptions): WarmUp | null {
  const sides = leaf.type === 'comparison' ? sidesOf(leaf) : [];
  const seen = longest(
    sides.map(({ metric, call }) => {
      const found = plan.metrics.find(({ id }) => id === metric);
      if (!found) return null;
      const decides = call ?? found.use;
      const early =
        sides.length === 1 && leaf.type === 'comparison' && decides && isEarly(decides, leaf, options);
      if (early) return call ? ofMetric(found, plan, options, 0) : readingsOf(found);
      return after(ofMetric(found, plan, options, 0), call && ofCall(call, found, options, isOwn(options)));
    }),
  );
  return options.told ? after(seen, heldBy(leaf, plan)) : seen;
}

function sidesOf({ left, right }: Comparison): readonly Operand[] {
  return [left, ...(right.type === 'operand' ? [right] : right.type === 'share' ? [right.of] : [])];
}

/** One has to be seen before the other begins. */
function after(first: WarmUp | null, second: WarmUp | null): WarmUp | null {
  if (!first || !second) return first ?? second;
  const windows = [first.window, second.window].flatMap((window) => window ?? []);
  return {
    takes: first.takes + second.takes,
    held: first.held + second.held,
    metric: first.metric,
    window: windows.length === 0 ? null : Math.max(...windows),
    estimated: first.estimated || second.estimated,
  };
}

/** What a source with periods has to say of the past, it says at its first look. */
function heldBy({ held, left }: Leaf, plan: Plan): WarmUp | null {
  const metric = plan.metrics.find(({ id }) => id === left.metric);
  if (held === null || !metric || metric.aligned) return null;
  const takes = held.type === 'duration' ? held.duration : (held.needed - 1) * metric.interval;
  return takes === 0 ? null : { takes, held: takes, metric: metric.id, window: null, estimated: false };
}

/** The windows that its value itself rests on. */
function ofMetric(metric: MetricPlan, plan: Plan, options: WarmUpOptions, depth: number): WarmUp | null {
  const { use, readWindow, derived } = metric;
  const read = readWindow === null ? null : estimate(readWindow, metric, options, true);
  const own = longest([after(read, use && ofCall(use, metric, options, true)), readingsOf(metric)]);
  if (!derived || depth > depthMax) return own;
  const inputs = formulaOperands(derived.formula).map((operand) => {
    const input = plan.metrics.find(({ id }) => id === operand.metric);
    if (!input) return null;
    const call = operand.call && ofCall(operand.call, input, options, false);
    return after(ofMetric(input, plan, options, depth + 1), call);
  });
  const slowest = longest([own, ...inputs]);
  return slowest && { ...slowest, metric: metric.id };
}

/** The readings that `minSamples` demands of its window. */
function readingsOf({ id, use, samplesMin, interval }: MetricPlan): WarmUp | null {
  if (use === null || samplesMin <= 1) return null;
  return { takes: (samplesMin - 1) * interval, held: 0, metric: id, window: use.window, estimated: false };
}

/** @param own the metric's own window: what it has written of how much must be seen is meant for it. */
function ofCall(
  { name, window }: Call,
  metric: MetricPlan,
  options: WarmUpOptions,
  own: boolean,
): WarmUp | null {
  if (window === null) return null;
  const whole = { takes: window, held: 0, metric: metric.id, window, estimated: false };
  const enough = estimate(window, metric, options, own);
  switch (name) {
    case 'max':
    case 'min':
    case 'sum':
    case 'increase':
    case 'resets':
    case 'changes':
      // On the wall a target may speak of what was so far, where somebody has written from when on.
      return options.by === 'target' && metric.minSeen !== null ? enough : whole;
    case 'count':
    case 'delta':
      return whole;
    case 'drop':
      return { ...enough, takes: dropBaseline * window + enough.takes };
    default:
      return enough;
  }
}

/** What a metric has written of its windows is for its own rules too. */
function isOwn({ by }: WarmUpOptions): boolean {
  return by === 'alert' || by === 'target';
}

/** From what is written on, else from the minimum; a line waits for all of it. */
function estimate(
  window: Milliseconds,
  metric: MetricPlan,
  { by, minSeen }: WarmUpOptions,
  own: boolean,
): WarmUp {
  const { id, interval } = metric;
  const written = minSeen ?? (own ? metric.minSeen : null);
  const { looks, ms } = minSeenOf(window, interval, written);
  const enough = Math.max((looks - 1) * interval, Math.ceil(ms / interval) * interval);
  const takes = by === 'line' && written === null ? window : enough;
  return { takes, held: 0, metric: id, window, estimated: true };
}

/** What grows with what is seen may be above a limit as soon as that was seen, and is so for certain; a minimum below it. */
function isEarly({ name }: Call, { operator }: Comparison, { told }: WarmUpOptions): boolean {
  const above = operator === '>' || operator === '>=';
  const below = operator === '<' || operator === '<=';
  if (name === 'min') return told ? below : above;
  const grows = ['max', 'sum', 'increase', 'resets', 'changes', 'count'].includes(name);
  return grows && (told ? above : below);
}

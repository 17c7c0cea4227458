// What rules need to know of the metrics: units for their thresholds, how long values are fresh, how much history to keep.

import type { Milliseconds } from '../../domain/clock.ts';
import { trendSpanMax } from '../../domain/trend.ts';
import type { Call } from '../condition/ast.ts';
import { leavesOf, metricsOf, operandsOf } from '../condition/ast.ts';
import { dropWindows } from '../condition/functions.ts';
import { formulaOperands, type Formula } from '../condition/formula.ts';
import type { ConditionLookup } from '../condition/operand-type.ts';
import type { Aligned } from '../machine/periods.ts';
import { alertBound } from './pace.ts';
import type { ItemPlan, MetricPlan, MissingData, Plan } from '../plan.ts';
import { runsSpan } from './runs.ts';
import { conditionSites, linesOf } from '../sites.ts';

/** What is needed of the metrics to set a rule up. */
export interface RuleContext {
  readonly lookup: ConditionLookup;
  staleAfter(metric: string): Milliseconds;
  interval(metric: string): Milliseconds;
  missing(metric: string): MissingData;
  /** Null: its samples come when they come. */
  aligned(metric: string): Aligned | null;
}

/** What is kept of a metric at least, so that its sparkline and its chart have something to draw. */
const keepMin: Milliseconds = 15 * 60_000;

export function ruleContext(plan: Plan, plans: ReadonlyMap<string, MetricPlan>): RuleContext {
  const lookup: ConditionLookup = {
    metric: (id) => {
      const metric = plans.get(id);
      return metric ? { unit: metric.unit, kind: 'any' } : null;
    },
    metricIds: [...plans.keys()],
    units: plan.units,
  };
  return {
    lookup,
    staleAfter: (id) => plans.get(id)?.staleAfter ?? 0,
    interval: (id) => plans.get(id)?.interval ?? 0,
    missing: (id) => plans.get(id)?.missing ?? 'unknown',
    aligned: (id) => plans.get(id)?.aligned ?? null,
  };
}

/** The longest window that any rule looks back over, by metric. One walk for all: each metric brings rules of its own. */
export function windowsOf(plan: Plan): ReadonlyMap<string, Milliseconds> {
  const windows = new Map<string, Milliseconds>();
  const widen = (metric: string, call: Call | null): void => {
    if (call) windows.set(metric, Math.max(windows.get(metric) ?? 0, callSpan(call)));
  };
  for (const { rule } of conditionSites(plan))
    for (const { metric, call } of leavesOf(rule.condition).flatMap(operandsOf)) widen(metric, call);
  for (const [metric, span] of linesOf(plan).flatMap((item) => runsWindows(item, plan)))
    windows.set(metric, Math.max(windows.get(metric) ?? 0, span));
  for (const { derived } of plan.metrics)
    for (const { metric, call } of derived ? formulaOperands(derived.formula) : []) widen(metric, call);
  return windows;
}

/** Runs are judged from the samples of their own instants: those must still be there. */
function runsWindows({ when, runs }: ItemPlan, plan: Plan): readonly (readonly [string, Milliseconds])[] {
  const of = runs && plan.metrics.find(({ id }) => id === runs.of);
  if (!of || !when) return [];
  const metrics = [runs.of, ...(runs.same === null ? [] : [runs.same]), ...metricsOf(when.condition)];
  return metrics.map((metric) => [metric, runsSpan(runs, of)] as const);
}

/** How long samples of this metric are kept. */
export function keepFor(metric: MetricPlan, windows: ReadonlyMap<string, Milliseconds>): Milliseconds {
  const window = lookBack(metric, windows);
  const pace = alertBound(metric) ? trendSpanMax : 0;
  // The look before a window's beginning is the edge that it is seen from.
  return Math.max(keepMin, pace, 60 * metric.interval, window + metric.staleAfter) + metric.interval;
}

/** The longest window that ends at a sample of this metric; 0 where there is none. */
export function lookBack(metric: MetricPlan, windows: ReadonlyMap<string, Milliseconds>): Milliseconds {
  return Math.max(metric.use ? callSpan(metric.use) : 0, windows.get(metric.id) ?? 0);
}

/** How far back a calculation looks over what it is calculated from. */
export function formulaSpan(formula: Formula): Milliseconds {
  return Math.max(0, ...formulaOperands(formula).map(({ call }) => (call ? callSpan(call) : 0)));
}

function callSpan(call: Call): Milliseconds {
  if (call.name === 'until') return trendSpanMax;
  return (call.window ?? 0) * (call.name === 'drop' ? dropWindows + 1 : 1);
}

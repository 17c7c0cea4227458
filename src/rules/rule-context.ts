// What rules need to know of the metrics: units for their thresholds, how long values are fresh, how much history to keep.

import type { Milliseconds } from '../domain/clock.ts';
import { trendSpanMax } from '../domain/trend.ts';
import type { Call, Condition } from './condition/ast.ts';
import { leavesOf, operandsOf } from './condition/ast.ts';
import { dropWindows } from './condition/functions.ts';
import { formulaOperands } from './condition/formula.ts';
import type { ConditionLookup } from './condition/operand-type.ts';
import type { Aligned } from './condition/period-state.ts';
import type { MetricPlan, MissingData, Plan } from './plan.ts';

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

/** The longest window that any rule needs of this metric. */
export function keepFor(metric: MetricPlan, plan: Plan): Milliseconds {
  const conditions: (Condition | null | undefined)[] = [
    ...plan.metrics.flatMap(({ target, alert }) => [target?.condition, alert?.condition]),
    ...[...plan.hints, ...plan.incidents].map(({ when }) => when?.condition),
    ...[...plan.phases.flatMap((phase) => phase.items), ...plan.gate].map(({ when }) => when?.condition),
  ];
  const formulas = plan.metrics.flatMap(({ derived }) => (derived ? formulaOperands(derived.formula) : []));
  const calls = conditions
    .flatMap((condition) => (condition ? leavesOf(condition).flatMap(operandsOf) : []))
    .concat(formulas)
    .filter((operand) => operand.metric === metric.id)
    .flatMap((operand) => (operand.call ? [operand.call] : []));
  const windows = [...calls, ...(metric.use ? [metric.use] : [])].map(callSpan);
  return Math.max(keepMin, metric.staleAfter, 60 * metric.interval, ...windows) + metric.interval;
}

function callSpan(call: Call): Milliseconds {
  if (call.name === 'until') return trendSpanMax;
  return (call.window ?? 0) * (call.name === 'drop' ? dropWindows + 1 : 1);
}

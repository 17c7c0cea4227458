// How long after a start it takes until the windows that a condition looks back over can be told (RULES.md §8.3).

import type { Milliseconds } from '../domain/clock.ts';
import { leavesOf, type Call, type Comparison, type Condition } from './condition/ast.ts';
import { formulaOperands } from './condition/formula.ts';
import { minSeenOf } from './condition/seen.ts';
import type { MetricPlan, Plan } from './plan.ts';

/** A line decides: without a written minimum it waits for whole windows. */
export interface WarmUpOptions {
  readonly by: 'wall' | 'line';
  readonly minSeen: Milliseconds | null;
}

/** `drop` compares with this many windows before its own. */
const dropBaseline = 3;
/** Metrics that are calculated from others that are calculated, and so on: deeper than this nothing is added. */
const depthMax = 8;

/** The longest that any of its comparisons takes. */
export function warmUpOf(condition: Condition, plan: Plan, options: WarmUpOptions): Milliseconds {
  return Math.max(
    0,
    ...leavesOf(condition).flatMap((leaf) => {
      if (leaf.type !== 'comparison') return [];
      const right =
        leaf.right.type === 'operand' ? [leaf.right] : leaf.right.type === 'share' ? [leaf.right.of] : [];
      return [leaf.left, ...right].map(({ metric, call }) => {
        const found = plan.metrics.find(({ id }) => id === metric);
        if (!found) return 0;
        return (
          ofMetric(found, plan, options, 0) + (call ? ofCall(call, found, options, isEarly(call, leaf)) : 0)
        );
      });
    }),
  );
}

/** How long after a start a metric is told, as the wall has it. */
export function metricWarmUp(metric: MetricPlan, plan: Plan): Milliseconds {
  const options: WarmUpOptions = { by: 'wall', minSeen: null };
  const rules = [metric.target, metric.alert].map((rule) =>
    rule ? warmUpOf(rule.condition, plan, options) : 0,
  );
  return Math.max(ofMetric(metric, plan, options, 0), ...rules);
}

/** The windows that its value itself rests on. */
function ofMetric(metric: MetricPlan, plan: Plan, options: WarmUpOptions, depth: number): Milliseconds {
  const own = metric.use ? ofCall(metric.use, metric, options, false) : 0;
  const read = metric.readWindow === null ? 0 : seenFor(metric.readWindow, metric, options);
  if (!metric.derived || depth > depthMax) return own + read;
  const inputs = formulaOperands(metric.derived.formula).map((operand) => {
    const input = plan.metrics.find(({ id }) => id === operand.metric);
    if (!input) return 0;
    const call = operand.call ? ofCall(operand.call, input, options, false) : 0;
    return ofMetric(input, plan, options, depth + 1) + call;
  });
  return Math.max(own + read, ...inputs);
}

function ofCall(
  { name, window }: Call,
  metric: MetricPlan,
  options: WarmUpOptions,
  early: boolean,
): Milliseconds {
  if (window === null || early) return 0;
  switch (name) {
    case 'max':
    case 'min':
    case 'sum':
    case 'increase':
    case 'resets':
    case 'changes':
    case 'count':
    case 'delta':
      return window;
    case 'drop':
      return dropBaseline * window + seenFor(window, metric, options);
    default:
      return seenFor(window, metric, options);
  }
}

function seenFor(window: Milliseconds, metric: MetricPlan, { by, minSeen }: WarmUpOptions): Milliseconds {
  const written = minSeen ?? metric.minSeen;
  if (by === 'line' && written === null) return window;
  const { looks, ms } = minSeenOf(window, metric.interval, written);
  return Math.max((looks - 1) * metric.interval, Math.ceil(ms / metric.interval) * metric.interval);
}

/** What grows with what is seen may be above a limit, or below it, as soon as that was seen. */
function isEarly({ name }: Call, { operator }: Comparison): boolean {
  if (name === 'min') return operator === '<' || operator === '<=';
  const grows = ['max', 'sum', 'increase', 'resets', 'changes', 'count'].includes(name);
  return grows && (operator === '>' || operator === '>=');
}

// For each metric of a plan the reading with which everything is well: its target is met, its alert and the incidents on it are
// not, and the gate's required criteria on it pass.
import { addAmounts, amount, divideAmounts, type Amount } from '../../src/domain/amount.ts';
import type { Value } from '../../src/domain/value.ts';
import { leavesOf, type Comparison, type Condition } from '../../src/rules/condition/ast.ts';
import { compareValues } from '../../src/rules/condition/compare.ts';
import { inMetricUnit } from '../../src/rules/evaluate/pace.ts';
import type { MetricPlan, Plan } from '../../src/rules/plan.ts';

/** By the number of the look. */
export type Reading = (look: number) => Value;

interface Wish {
  readonly leaf: Comparison;
  readonly holds: boolean;
}

const grows = ['increase', 'rate', 'delta', 'changes'];

/**
 * @param unjudged readings of metrics that no rule bounds, by id; 0 where none is given.
 * @throws where no reading meets all that is asked of a metric.
 */
export function goodReading(
  metric: MetricPlan,
  plan: Plan,
  unjudged: Readonly<Record<string, number>>,
): Reading {
  const wishes = wishesOf(metric, plan);
  const plain = amount(unjudged[metric.id] ?? 0);
  if (wishes.some(({ leaf, holds }) => countsGrowth(leaf) && meets(amount(0), leaf, metric) !== holds))
    return (look) => amount(1_000 + look);
  const found = [
    ...(metric.id in unjudged || wishes.length === 0 ? [plain] : []),
    ...candidatesFor(metric, wishes),
  ].find((value) => wishes.every(({ leaf, holds }) => meets(value, leaf, metric) === holds));
  if (found === undefined) throw new Error(`no reading of ${metric.id} is good for all that looks at it`);
  if (metric.use?.name === 'success') return () => true;
  const read = isAmount(found) && metric.scale ? (divideAmounts(found, metric.scale) ?? found) : found;
  return () => read;
}

function isAmount(value: Value): value is Amount {
  return typeof value === 'object';
}

function wishesOf(metric: MetricPlan, plan: Plan): readonly Wish[] {
  const wish = (condition: Condition | undefined, holds: boolean): readonly Wish[] =>
    condition ? leavesOf(condition).flatMap((leaf) => (isOn(leaf, metric) ? [{ leaf, holds }] : [])) : [];
  // Of one that needs several at once no single part must not hold.
  const incidents = plan.incidents.flatMap(({ when }) =>
    when && leavesOf(when.condition).length === 1 ? wish(when.condition, false) : [],
  );
  return [
    ...wish(metric.target?.condition, true),
    ...wish(metric.alert?.condition, false),
    ...incidents,
    ...plan.gate.flatMap(({ when, required }) => (required ? wish(when?.condition, true) : [])),
  ];
}

function isOn(leaf: ReturnType<typeof leavesOf>[number], metric: MetricPlan): leaf is Comparison {
  return leaf.type === 'comparison' && leaf.left.metric === metric.id && leaf.right.type !== 'operand';
}

function countsGrowth({ left }: Comparison): boolean {
  return left.call !== null && grows.includes(left.call.name);
}

/** Of readings that stay the same every function of a window but those of growth is that reading. */
function meets(value: Value, { left, operator, right }: Comparison, metric: MetricPlan): boolean | null {
  // Nothing heads anywhere, and nothing falls.
  if (left.call?.name === 'until') return false;
  if (left.call?.name === 'drop') return operator === '<' || operator === '<=';
  if (right.type === 'text') return compareValues(value, operator, right.text);
  if (right.type === 'boolean') return compareValues(value, operator, right.value);
  if (right.type === 'range') {
    const [low, high] = [inMetricUnit(right.low, metric), inMetricUnit(right.high, metric)];
    if (!low || !high) return null;
    return compareValues(value, '>=', low) === true && compareValues(value, '<=', high) === true;
  }
  const bound = right.type === 'quantity' ? inMetricUnit(right.quantity, metric) : null;
  return bound && compareValues(value, operator, bound);
}

function candidatesFor(metric: MetricPlan, wishes: readonly Wish[]): readonly Value[] {
  const words = wishes.flatMap(({ leaf: { right } }) => (right.type === 'text' ? [right.text] : []));
  const bounds = wishes.flatMap(({ leaf: { right } }) => {
    const written =
      right.type === 'quantity' ? [right.quantity] : right.type === 'range' ? [right.low, right.high] : [];
    return written.flatMap((quantity) => inMetricUnit(quantity, metric) ?? []);
  });
  const near = bounds.flatMap((bound) => {
    const half = divideAmounts(bound, amount(2));
    return [bound, addAmounts(bound, amount(1)), ...(half ? [half, addAmounts(bound, half)] : [])];
  });
  return [true, false, ...words, amount(0), amount(100), ...near];
}

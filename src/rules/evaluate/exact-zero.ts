// A ledger read while a booking is half done differs from zero for a moment: where an exact metric must be zero, one
// reading that is not is a suspicion, shown as pending, and the second one in a row is the fact (docs/rules-research.md §5).

import type { Condition, Leaf } from '../condition/ast.ts';
import type { Plan, Rule } from '../plan.ts';

/** The plan with `for 2 samples` put to each `!= 0` over an exact metric that does not say itself how long it must hold. */
export function confirmExactZero(plan: Plan): Plan {
  const exact = new Set(plan.metrics.flatMap(({ id, exact }) => (exact ? [id] : [])));
  if (exact.size === 0) return plan;
  const harden = <R extends Rule | null>(rule: R): R =>
    rule === null ? rule : { ...rule, condition: hardenCondition(rule.condition, exact) };
  return {
    ...plan,
    metrics: plan.metrics.map((metric) => ({ ...metric, alert: harden(metric.alert) })),
    hints: plan.hints.map((hint) => ({ ...hint, when: harden(hint.when) })),
    incidents: plan.incidents.map((incident) => ({ ...incident, when: harden(incident.when) })),
  };
}

/** Under a `not` it would weaken what must hold, so it stays as it is. */
function hardenCondition(condition: Condition, exact: ReadonlySet<string>): Condition {
  switch (condition.type) {
    case 'and':
    case 'or':
      return { ...condition, parts: condition.parts.map((part) => hardenCondition(part, exact)) };
    case 'not':
    case 'status':
    case 'absent':
      return condition;
    case 'comparison':
      return isZeroTest(condition, exact)
        ? { ...condition, held: { type: 'samples', needed: 2, of: 2 } }
        : condition;
  }
}

function isZeroTest(leaf: Extract<Leaf, { type: 'comparison' }>, exact: ReadonlySet<string>): boolean {
  return (
    leaf.operator === '!=' &&
    leaf.held === null &&
    leaf.until === null &&
    leaf.left.call === null &&
    leaf.right.type === 'quantity' &&
    leaf.right.quantity.amount.numerator === 0n &&
    exact.has(leaf.left.metric)
  );
}

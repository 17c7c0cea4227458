// The way to a metric's limits, where its target and its alert are plain comparisons with numbers (docs/judgement.md).

import { amountToNumber } from '../../domain/amount.ts';
import { quantityIn, type Quantity } from '../../domain/quantity.ts';
import { findUnit, type Unit } from '../../domain/unit.ts';
import type { Approach } from '../../domain/approach.ts';
import type { MetricPlan } from '../plan.ts';
import type { Comparison, Condition } from '../condition/ast.ts';

/** Null where there is no distance: a truth, a word, an exact amount, a comparison with another metric, several at once. */
export function approachOf({ target, alert, unit, exact }: MetricPlan): Approach | null {
  const own = unit === null ? [] : [unit];
  const measure = findUnit(unit ?? '', own);
  if (!measure || exact) return null;
  const wanted = target && limitOf(target.condition, measure, own);
  const dreaded = alert && limitOf(alert.condition, measure, own);
  const bound =
    dreaded && typeof dreaded.limit === 'number' && dreaded.operator !== 'in' ? dreaded.limit : null;
  const alertSide = bound === null ? null : sideOfAlert(dreaded?.operator ?? '==');
  if (!target) return bound === null || alertSide === null ? null : approachTo(alertSide, null, bound, unit);
  if (!wanted) return null;
  const { operator, limit } = wanted;
  if (typeof limit !== 'number') return { side: 'between', target: limit, alert: bound, ideal: null };
  if (operator.startsWith('<')) return approachTo('below', limit, alertSide === 'below' ? bound : null, unit);
  if (operator.startsWith('>')) return approachTo('above', limit, alertSide === 'above' ? bound : null, unit);
  // A count that should be none, and is counted against an alert.
  const isCount = operator === '==' && limit === 0 && (!alert || alertSide === 'below') && unit === null;
  return isCount ? { side: 'below', target: 0, alert: bound, ideal: 0 } : null;
}

function approachTo(
  side: 'below' | 'above',
  target: number | null,
  alert: number | null,
  unit: string | null,
): Approach {
  const limit = target ?? alert ?? 0;
  const ideal = side === 'below' ? (limit > 0 ? 0 : null) : unit === '%' && limit < 100 ? 100 : null;
  return { side, target, alert, ideal };
}

function sideOfAlert(operator: Comparison['operator']): 'below' | 'above' | null {
  return operator.startsWith('>') ? 'below' : operator.startsWith('<') ? 'above' : null;
}

interface Limit {
  readonly operator: Comparison['operator'];
  readonly limit: number | readonly [number, number];
}

function limitOf(condition: Condition, unit: Unit, own: readonly string[]): Limit | null {
  if (condition.type !== 'comparison' || !condition.left.implicit || condition.left.call !== null)
    return null;
  const numberOf = (quantity: Quantity): number | null => {
    const amount = quantityIn(quantity, unit, own);
    return amount && amountToNumber(amount);
  };
  const { operator, right } = condition;
  if (right.type === 'quantity') {
    const limit = numberOf(right.quantity);
    return limit === null ? null : { operator, limit };
  }
  if (right.type !== 'range') return null;
  const [low, high] = [numberOf(right.low), numberOf(right.high)];
  return low === null || high === null ? null : { operator, limit: [low, high] };
}

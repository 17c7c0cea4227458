// The values for which a comparison holds, as intervals: for telling what can never hold, always holds, or overlaps.

import { compareAmounts, type Amount } from '../../domain/amount.ts';
import { quantityIn, type Quantity } from '../../domain/quantity.ts';
import type { Unit } from '../../domain/unit.ts';
import type { Comparison, ComparisonOperator } from '../condition/ast.ts';

/** An end of an interval: the value, and whether it belongs to it. Null is infinity. */
type End = { readonly value: Amount; readonly closed: boolean } | null;

export interface Interval {
  readonly low: End;
  readonly high: End;
}

const opposite: Readonly<Record<Exclude<ComparisonOperator, 'in'>, Exclude<ComparisonOperator, 'in'>>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

export function interval(low: Amount | null, high: Amount | null): Interval {
  return {
    low: low && { value: low, closed: true },
    high: high && { value: high, closed: true },
  };
}

/** Null where the right side is no constant number, or a unit does not fit. */
export function regionOf(
  { operator, right }: Comparison,
  unit: Unit,
  units: readonly string[],
): readonly Interval[] | null {
  const resolved = (quantity: Quantity): Amount | null => quantityIn(quantity, unit, units);
  if (right.type === 'range') {
    const low = resolved(right.low);
    const high = resolved(right.high);
    return low && high && [interval(low, high)];
  }
  if (right.type !== 'quantity' || operator === 'in') return null;
  const bound = resolved(right.quantity);
  return bound && beyond(operator, bound);
}

/** Where it does not hold. */
export function outsideOf(
  comparison: Comparison,
  unit: Unit,
  units: readonly string[],
): readonly Interval[] | null {
  const region = regionOf(comparison, unit, units);
  const [first] = region ?? [];
  if (!region || !first) return null;
  const { operator } = comparison;
  if (operator !== 'in') {
    const bound = (first.low ?? first.high)?.value;
    return bound ? beyond(opposite[operator], bound) : null;
  }
  return [
    ...(first.low ? [{ low: null, high: { ...first.low, closed: false } }] : []),
    ...(first.high ? [{ low: { ...first.high, closed: false }, high: null }] : []),
  ];
}

function beyond(operator: Exclude<ComparisonOperator, 'in'>, bound: Amount): readonly Interval[] {
  const at = (closed: boolean): End => ({ value: bound, closed });
  switch (operator) {
    case '<':
    case '<=':
      return [{ low: null, high: at(operator === '<=') }];
    case '>':
    case '>=':
      return [{ low: at(operator === '>='), high: null }];
    case '==':
      return [{ low: at(true), high: at(true) }];
    case '!=':
      return [
        { low: null, high: at(false) },
        { low: at(false), high: null },
      ];
  }
}

/** What both have in common; nothing when they share no value. */
export function common(left: readonly Interval[], right: readonly Interval[]): readonly Interval[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const both = { low: higher(a.low, b.low), high: lower(a.high, b.high) };
      return isEmpty(both) ? [] : [both];
    }),
  );
}

function isEmpty({ low, high }: Interval): boolean {
  if (!low || !high) return false;
  const order = compareAmounts(low.value, high.value);
  return order > 0 || (order === 0 && !(low.closed && high.closed));
}

function higher(a: End, b: End): End {
  if (!a || !b) return a ?? b;
  const order = compareAmounts(a.value, b.value);
  return order === 0 ? { value: a.value, closed: a.closed && b.closed } : order > 0 ? a : b;
}

function lower(a: End, b: End): End {
  if (!a || !b) return a ?? b;
  const order = compareAmounts(a.value, b.value);
  return order === 0 ? { value: a.value, closed: a.closed && b.closed } : order < 0 ? a : b;
}

/** `above 50 and below 100`; `from 5 up to 10`; `0.1 or more`. */
export function intervalWords({ low, high }: Interval, shown: (value: Amount) => string): string {
  if (low && high && compareAmounts(low.value, high.value) === 0) return shown(low.value);
  if (low && !high) return low.closed ? `${shown(low.value)} or more` : `above ${shown(low.value)}`;
  if (high && !low) return high.closed ? `${shown(high.value)} or less` : `below ${shown(high.value)}`;
  if (!low || !high) return 'anything';
  const from = low.closed ? `from ${shown(low.value)}` : `above ${shown(low.value)}`;
  return high.closed ? `${from} up to ${shown(high.value)}` : `${from} and below ${shown(high.value)}`;
}

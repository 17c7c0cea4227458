// For charts: where a metric's own comparisons change their truth.

import { amountToNumber } from '../../domain/amount.ts';
import { quantityIn } from '../../domain/quantity.ts';
import type { Unit } from '../../domain/unit.ts';
import type { Condition } from './ast.ts';
import { leavesOf } from './ast.ts';

/** The numbers at which a comparison's truth changes, in the metric's unit. */
export function thresholdNumbers(
  condition: Condition,
  unit: Unit,
  own: readonly string[],
): readonly number[] {
  return leavesOf(condition).flatMap((leaf) => {
    if (leaf.type !== 'comparison' || !leaf.left.implicit || leaf.left.call !== null) return [];
    const ends =
      leaf.right.type === 'range'
        ? [leaf.right.low, leaf.right.high]
        : leaf.right.type === 'quantity'
          ? [leaf.right.quantity]
          : [];
    return ends.flatMap((end) => {
      const value = quantityIn(end, unit, own);
      return value ? [amountToNumber(value)] : [];
    });
  });
}

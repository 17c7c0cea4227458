// Compares values: exactly where they are known, and where only bounds are known, what holds for all that lies between them.

import { Bounds, highOf, lowOf } from '../../domain/bounds.ts';
import { compareNumeric, isNumeric, type Numeric, type Value } from '../../domain/value.ts';
import type { ComparisonOperator } from './ast.ts';

/** Holds, does not hold, or cannot be told. */
export type Truth = boolean | null;

/** What is known of a value: itself, what it lies between, or nothing. */
export type Told = Value | Bounds | null;

/** Two values of the same kind, exactly compared; null when they cannot be, or where their bounds leave it open. */
export function compareValues(left: Told, operator: ComparisonOperator, right: Value | Bounds): Truth {
  if (left === null) return null;
  if (left instanceof Bounds || right instanceof Bounds) return compareBounds(left, operator, right);
  if (isNumeric(left) && isNumeric(right)) return ordered(compareNumeric(left, right), operator);
  if (typeof left !== typeof right) return null;
  if (operator === '==') return left === right;
  return operator === '!=' ? left !== right : null;
}

/** True where it is for any two numbers within the bounds, false where it is for none. */
function compareBounds(left: Value | Bounds, operator: ComparisonOperator, right: Value | Bounds): Truth {
  if (!isBounded(left) || !isBounded(right)) return null;
  const leastOfAll = compareNumeric(lowOf(left), highOf(right));
  const mostOfAll = compareNumeric(highOf(left), lowOf(right));
  // The order of every two of them lies between these two, and each between them is that of some.
  const truths = ([-1, 0, 1] as const)
    .filter((order) => order >= leastOfAll && order <= mostOfAll)
    .map((order) => ordered(order, operator));
  const [first = null] = truths;
  return truths.every((truth) => truth === first) ? first : null;
}

function isBounded(value: Value | Bounds): value is Numeric | Bounds {
  return value instanceof Bounds || isNumeric(value);
}

function ordered(order: -1 | 0 | 1, operator: ComparisonOperator): Truth {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case 'in':
      return null;
  }
}

export function both(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

// What a number is known to lie between, where a part of what it is made from was not seen.

import { addAmounts, divideAmounts, multiplyAmounts, subtractAmounts, zero } from './amount.ts';
import { compareNumeric, isAmount, toNumber, type Numeric } from './value.ts';

/** Both ends belong to it; an infinite end is open. */
export class Bounds {
  readonly low: Numeric;
  readonly high: Numeric;

  constructor(low: Numeric, high: Numeric) {
    this.low = low;
    this.high = high;
  }
}

/** The one number that it can be, or its bounds. */
export function between(low: Numeric, high: Numeric): Numeric | Bounds {
  return low === high || compareNumeric(low, high) === 0 ? low : new Bounds(low, high);
}

export function lowOf(told: Numeric | Bounds): Numeric {
  return told instanceof Bounds ? told.low : told;
}

export function highOf(told: Numeric | Bounds): Numeric {
  return told instanceof Bounds ? told.high : told;
}

export type Arithmetic = '+' | '-' | '*' | '/';

/**
 * The bounds of the result: the least and the greatest that the operation gives for any two numbers within them.
 * @returns null for a division by what may be zero.
 */
export function calculate(
  operator: Arithmetic,
  left: Numeric | Bounds,
  right: Numeric | Bounds,
): Numeric | Bounds | null {
  if (operator === '/' && compareNumeric(lowOf(right), zero) <= 0 && compareNumeric(highOf(right), zero) >= 0)
    return null;
  let [low, high]: [Numeric | null, Numeric | null] = [null, null];
  // Each of the four operations is monotone in either side, so its extremes lie at the corners.
  for (const from of [lowOf(left), highOf(left)])
    for (const to of [lowOf(right), highOf(right)]) {
      const corner = applied(operator, from, to);
      if (corner === null) return new Bounds(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      if (low === null || compareNumeric(corner, low) < 0) low = corner;
      if (high === null || compareNumeric(corner, high) > 0) high = corner;
    }
  return low === null || high === null ? null : between(low, high);
}

/** Null where it is not defined: infinity less infinity, and the like. Nothing times whatever it may be is nothing. */
function applied(operator: Arithmetic, left: Numeric, right: Numeric): Numeric | null {
  if (isAmount(left) && isAmount(right)) {
    switch (operator) {
      case '+':
        return addAmounts(left, right);
      case '-':
        return subtractAmounts(left, right);
      case '*':
        return multiplyAmounts(left, right);
      case '/':
        return divideAmounts(left, right);
    }
  }
  const [from, to] = [toNumber(left), toNumber(right)];
  if (operator === '*' && (from === 0 || to === 0)) return 0;
  const result =
    operator === '+' ? from + to : operator === '-' ? from - to : operator === '*' ? from * to : from / to;
  return Number.isNaN(result) ? null : result;
}

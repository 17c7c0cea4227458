// The sum of many values, exactly: what has been added can be taken away again, in any order, without a trace.

import { amount, type Amount } from './amount.ts';

/**
 * Every denominator that decimals, the units' factors and doubles have divides this. A fraction that does not end
 * (a ratio of counts) is taken to `ratioDigits` decimals: else the common denominator of a window of them had no bound.
 */
const commonMultiple = 2n ** 1_100n * 5n ** 1_100n * 3n ** 8n * 7n ** 2n;
const ratioDigits = 40;
const ratioScale = 10n ** BigInt(ratioDigits);

export class ExactSum {
  #numerator = 0n;
  #denominator = 1n;

  add(value: Amount): void {
    this.#include(value.numerator, value.denominator);
  }

  subtract(value: Amount): void {
    this.#include(-value.numerator, value.denominator);
  }

  /** Adds the square of the value. */
  addSquare(value: Amount): void {
    const { numerator, denominator } = bounded(value.numerator, value.denominator);
    this.#include(numerator * numerator, denominator * denominator);
  }

  subtractSquare(value: Amount): void {
    const { numerator, denominator } = bounded(value.numerator, value.denominator);
    this.#include(-numerator * numerator, denominator * denominator);
  }

  value(): Amount {
    return { numerator: this.#numerator, denominator: this.#denominator };
  }

  #include(givenNumerator: bigint, givenDenominator: bigint): void {
    if (givenDenominator === this.#denominator) {
      this.#numerator += givenNumerator;
      return;
    }
    const { numerator, denominator } = bounded(givenNumerator, givenDenominator);
    if (this.#denominator % denominator !== 0n) {
      const widened = leastCommonMultiple(this.#denominator, denominator);
      this.#numerator *= widened / this.#denominator;
      this.#denominator = widened;
    }
    this.#numerator += numerator * (this.#denominator / denominator);
  }
}

function bounded(numerator: bigint, denominator: bigint): Amount {
  if (denominator === 1n || commonMultiple % denominator === 0n) return amount(numerator, denominator);
  return amount((numerator * ratioScale) / denominator, ratioScale);
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return (left / a) * right;
}

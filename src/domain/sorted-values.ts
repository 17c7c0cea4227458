// Numbers kept in order while they come and go: the least, the most, and every quantile between them.

import {
  addAmounts,
  amountToNumber,
  multiplyAmounts,
  subtractAmounts,
  amount,
  type Amount,
} from './amount.ts';
import { compareNumeric, isAmount, toNumber, type Numeric } from './value.ts';

export class SortedValues {
  readonly #values: Numeric[];

  constructor(values: readonly Numeric[] = []) {
    this.#values = [...values].sort(compareNumeric);
  }

  get least(): Numeric | null {
    return this.#values[0] ?? null;
  }

  get most(): Numeric | null {
    return this.#values.at(-1) ?? null;
  }

  add(value: Numeric): void {
    this.#values.splice(this.#firstNotBelow(value), 0, value);
  }

  /** Takes one value away that equals this one. */
  remove(value: Numeric): void {
    this.#values.splice(this.#firstNotBelow(value), 1);
  }

  /**
   * Linear between the two neighbours of rank q·(n−1), as Prometheus' quantile_over_time; exact where they are.
   * @param q from 0 to 1.
   */
  quantile(q: Amount): Numeric | null {
    const rank = q.numerator * BigInt(Math.max(0, this.#values.length - 1));
    const lowIndex = Number(rank / q.denominator);
    const low = this.#values[lowIndex];
    const high = this.#values[Math.min(this.#values.length - 1, lowIndex + 1)];
    if (low === undefined || high === undefined) return null;
    const weight = amount(rank % q.denominator, q.denominator);
    if (weight.numerator === 0n || compareNumeric(low, high) === 0) return low;
    if (isAmount(low) && isAmount(high))
      return addAmounts(low, multiplyAmounts(subtractAmounts(high, low), weight));
    const [from, to] = [toNumber(low), toNumber(high)];
    const between = from + (to - from) * amountToNumber(weight);
    return Number.isNaN(between) ? null : between;
  }

  #firstNotBelow(value: Numeric): number {
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#values[middle];
      if (there !== undefined && compareNumeric(there, value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

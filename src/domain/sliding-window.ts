// What is asked of one window of a series, kept while the window moves: what it costs to move is what enters and leaves. The values
// themselves stay in the series' columns; the window knows the first of them and the one after the last.
//
// Everything kept is exact and can be undone: the window may go forth and back, samples may come late or be replaced,
// and what it says is always what a look at all its samples would say.

import { subtractAmounts, type Amount } from './amount.ts';
import type { Instant, Milliseconds } from './clock.ts';
import { ExactSum } from './exact-sum.ts';
import type { ValueSample } from './sample.ts';
import { SortedValues } from './sorted-values.ts';
import type { ValueColumns } from './value-rows.ts';
import { compareNumeric, isNumeric, toAmount, type Numeric, type Value } from './value.ts';

/** How many values of each sort there are. */
interface Counts {
  good: number;
  bad: number;
  words: number;
  measured: number;
  plusInfinite: number;
  minusInfinite: number;
  nan: number;
}

/** The steps from each number to the next. */
interface Steps {
  /** What a counter had reached before each reset, summed up. */
  readonly beforeResets: ExactSum;
  resets: number;
  changes: number;
}

export class SlidingWindow {
  readonly #rows: ValueColumns;
  readonly #length: Milliseconds;
  #after: Instant = Number.NEGATIVE_INFINITY;
  #until: Instant = Number.NEGATIVE_INFINITY;
  /** Index of its oldest value, and that after its newest one. */
  #low = 0;
  #high = 0;
  #counts: Counts = noCounts();
  // Kept from the first time that they are asked for.
  #sum: ExactSum | null = null;
  #squares: ExactSum | null = null;
  #sorted: SortedValues | null = null;
  #steps: Steps | null = null;

  constructor(rows: ValueColumns, length: Milliseconds) {
    this.#rows = rows;
    this.#length = length;
  }

  get count(): number {
    return this.#high - this.#low;
  }

  get counts(): Readonly<Counts> {
    return this.#counts;
  }

  /** Only numbers are in it, and at least one. */
  get isNumeric(): boolean {
    const { good, bad, words } = this.#counts;
    return this.count > 0 && good + bad + words === 0;
  }

  get isFinite(): boolean {
    const { plusInfinite, minusInfinite, nan } = this.#counts;
    return plusInfinite + minusInfinite + nan === 0;
  }

  get first(): ValueSample | null {
    return this.count === 0 ? null : this.#rows.sample(this.#low);
  }

  get last(): ValueSample | null {
    return this.count === 0 ? null : this.#rows.sample(this.#high - 1);
  }

  /** The exact sum of the finite numbers. */
  get sum(): Amount {
    this.#sum ??= this.#summed((sum, value) => sum.add(value));
    return this.#sum.value();
  }

  /** The exact sum of the squares of the finite numbers. */
  get squares(): Amount {
    this.#squares ??= this.#summed((sum, value) => sum.addSquare(value));
    return this.#squares.value();
  }

  /** The numbers in order, NaN left out. */
  get sorted(): SortedValues {
    this.#sorted ??= new SortedValues(this.#numbers());
    return this.#sorted;
  }

  get steps(): { readonly beforeResets: Amount; readonly resets: number; readonly changes: number } {
    const { beforeResets, resets, changes } = (this.#steps ??= this.#countedSteps());
    return { beforeResets: beforeResets.value(), resets, changes };
  }

  /** By how much a counter has grown from the first to the last sample, resets counted as new beginnings at zero. */
  get increase(): Amount | null {
    const [first, last] = [this.first?.value, this.last?.value];
    if (first === undefined || last === undefined || !this.isNumeric || !this.isFinite) return null;
    if (!isNumeric(first) || !isNumeric(last)) return null;
    const { beforeResets } = this.steps;
    return subtractAmounts(toAmount(last), subtractAmounts(toAmount(first), beforeResets));
  }

  /** Moves the window to (until − length, until]. */
  moveTo(until: Instant): void {
    const after = until - this.#length;
    if (until === this.#until) return;
    if (after >= this.#until || until <= this.#after) this.#fill(after, until);
    else {
      const rows = this.#rows;
      while (this.#high < rows.next && rows.at(this.#high) <= until) this.#enter(this.#high++);
      while (this.#low > rows.first && rows.at(this.#low - 1) > after) this.#enter(--this.#low);
      while (this.#low < this.#high && rows.at(this.#low) <= after) this.#leave(this.#low++);
      while (this.#low < this.#high && rows.at(this.#high - 1) > until) this.#leave(--this.#high);
    }
    this.#after = after;
    this.#until = until;
  }

  /** The series has a value more, of this index: those behind it have moved on by one. */
  inserted(index: number): void {
    const at = this.#rows.at(index);
    if (at > this.#until) return;
    this.#high++;
    if (at <= this.#after) this.#low++;
    else {
      this.#between(index - 1, index + 1, -1);
      this.#enter(index);
    }
  }

  /** The value of this index was another one before. */
  replaced(index: number, before: Value): void {
    if (index < this.#low || index >= this.#high) return;
    this.#stepsAround(index, before, -1);
    this.#take(before, -1);
    this.#enter(index);
  }

  /** The series' oldest value, of this index, is let go. */
  dropping(index: number): void {
    if (index >= this.#high) this.#high = index + 1;
    else if (index >= this.#low) this.#leave(this.#low);
    this.#low = Math.max(this.#low, index + 1);
  }

  #fill(after: Instant, until: Instant): void {
    this.#low = this.#rows.after(after);
    this.#high = this.#rows.after(until);
    this.#counts = noCounts();
    for (let index = this.#low; index < this.#high; index++) count(this.#counts, this.#rows.value(index), 1);
    this.#sum = null;
    this.#squares = null;
    this.#sorted = null;
    this.#steps = null;
  }

  /** A value comes in between its neighbours. */
  #enter(index: number): void {
    const value = this.#rows.value(index);
    this.#stepsAround(index, value, 1);
    this.#take(value, 1);
  }

  /** One of the two ends goes out. */
  #leave(index: number): void {
    const value = this.#rows.value(index);
    this.#stepsAround(index, value, -1);
    this.#take(value, -1);
  }

  /** Takes a value into all that is kept, or out of it. */
  #take(value: Value, sign: 1 | -1): void {
    count(this.#counts, value, sign);
    if (!isNumeric(value)) return;
    const isIn = sign > 0;
    if (!Number.isNaN(value)) {
      if (isIn) this.#sorted?.add(value);
      else this.#sorted?.remove(value);
    }
    if (!isFiniteNumeric(value) || !(this.#sum || this.#squares)) return;
    const exact = toAmount(value);
    if (isIn) {
      this.#sum?.add(exact);
      this.#squares?.addSquare(exact);
    } else {
      this.#sum?.subtract(exact);
      this.#squares?.subtractSquare(exact);
    }
  }

  /** The steps to a value from the one before it, and from it to the one behind it. */
  #stepsAround(index: number, value: Value, sign: 1 | -1): void {
    if (!this.#steps) return;
    if (index - 1 >= this.#low) this.#step(this.#rows.value(index - 1), value, sign);
    if (index + 1 < this.#high) this.#step(value, this.#rows.value(index + 1), sign);
  }

  #between(from: number, to: number, sign: 1 | -1): void {
    if (this.#steps && from >= this.#low && to < this.#high)
      this.#step(this.#rows.value(from), this.#rows.value(to), sign);
  }

  /** Takes the step between two neighbours in (+1) or out (−1). */
  #step(before: Value, here: Value, sign: 1 | -1): void {
    const steps = this.#steps;
    if (!steps || !isNumeric(before) || !isNumeric(here)) return;
    const order = compareNumeric(here, before);
    if (order !== 0) steps.changes += sign;
    if (order >= 0) return;
    steps.resets += sign;
    if (!isFiniteNumeric(before)) return;
    if (sign > 0) steps.beforeResets.add(toAmount(before));
    else steps.beforeResets.subtract(toAmount(before));
  }

  #countedSteps(): Steps {
    const steps = { beforeResets: new ExactSum(), resets: 0, changes: 0 };
    this.#steps = steps;
    for (let index = this.#low + 1; index < this.#high; index++) this.#between(index - 1, index, 1);
    return steps;
  }

  #summed(take: (sum: ExactSum, value: Amount) => void): ExactSum {
    const sum = new ExactSum();
    for (const value of this.#numbers()) if (isFiniteNumeric(value)) take(sum, toAmount(value));
    return sum;
  }

  #numbers(): readonly Numeric[] {
    const numbers: Numeric[] = [];
    for (let index = this.#low; index < this.#high; index++) {
      const value = this.#rows.value(index);
      if (isNumeric(value) && !Number.isNaN(value)) numbers.push(value);
    }
    return numbers;
  }
}

function noCounts(): Counts {
  return { good: 0, bad: 0, words: 0, measured: 0, plusInfinite: 0, minusInfinite: 0, nan: 0 };
}

function count(counts: Counts, value: Value, sign: 1 | -1): void {
  if (typeof value === 'boolean') counts[value ? 'good' : 'bad'] += sign;
  else if (typeof value === 'string') counts.words += sign;
  else if (typeof value === 'number') {
    counts.measured += sign;
    if (value === Number.POSITIVE_INFINITY) counts.plusInfinite += sign;
    else if (value === Number.NEGATIVE_INFINITY) counts.minusInfinite += sign;
    else if (Number.isNaN(value)) counts.nan += sign;
  }
}

function isFiniteNumeric(value: Numeric): boolean {
  return typeof value === 'object' || Number.isFinite(value);
}

// The values of one window of a series, kept while the window moves: what it costs to move is what enters and leaves.
//
// Everything kept is exact and can be undone: the window may go forth and back, samples may come late or be replaced,
// and what it says is always what a look at all its samples would say.

import { subtractAmounts, type Amount } from './amount.ts';
import type { Instant, Milliseconds } from './clock.ts';
import { ExactSum } from './exact-sum.ts';
import type { ValueSample } from './sample.ts';
import { SortedValues } from './sorted-values.ts';
import { compareNumeric, isNumeric, toAmount, type Numeric, type Value } from './value.ts';

/** Where a window finds the samples that enter it. */
export interface SampleRange {
  /** Value samples with `after < at <= until`, oldest first. */
  valuesBetween(after: Instant, until: Instant): readonly ValueSample[];
}

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
  readonly #series: SampleRange;
  readonly #length: Milliseconds;
  #after: Instant = Number.NEGATIVE_INFINITY;
  #until: Instant = Number.NEGATIVE_INFINITY;
  #samples: ValueSample[] = [];
  /** Where the live part begins: a window that moves on only counts up, and is cut now and then. */
  #start = 0;
  #counts: Counts = noCounts();
  // Kept from the first time that they are asked for.
  #sum: ExactSum | null = null;
  #squares: ExactSum | null = null;
  #sorted: SortedValues | null = null;
  #steps: Steps | null = null;

  constructor(series: SampleRange, length: Milliseconds) {
    this.#series = series;
    this.#length = length;
  }

  get count(): number {
    return this.#samples.length - this.#start;
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
    return this.#samples[this.#start] ?? null;
  }

  get last(): ValueSample | null {
    return this.count === 0 ? null : (this.#samples.at(-1) ?? null);
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
      const [wasAfter, wasUntil] = [this.#after, this.#until];
      this.#after = Math.min(after, wasAfter);
      this.#until = Math.max(until, wasUntil);
      if (until > wasUntil)
        for (const sample of this.#series.valuesBetween(wasUntil, until)) this.#insert(sample);
      if (after < wasAfter)
        for (const sample of this.#series.valuesBetween(after, wasAfter).toReversed()) this.#insert(sample);
      while (this.first !== null && this.first.at <= after) this.#removeAt(this.#start);
      while (this.last !== null && this.last.at > until) this.#removeAt(this.#samples.length - 1);
    }
    this.#after = after;
    this.#until = until;
  }

  /** The series has a new sample, or one less. */
  changed(removed: ValueSample | null, added: ValueSample | null): void {
    if (removed && this.#holds(removed.at)) this.#removeAt(this.#indexAfter(removed.at) - 1);
    if (added && this.#holds(added.at)) this.#insert(added);
  }

  #holds(at: Instant): boolean {
    return at > this.#after && at <= this.#until;
  }

  #fill(after: Instant, until: Instant): void {
    this.#samples = [...this.#series.valuesBetween(after, until)];
    this.#start = 0;
    this.#counts = noCounts();
    for (const { value } of this.#samples) count(this.#counts, value, 1);
    this.#sum = null;
    this.#squares = null;
    this.#sorted = null;
    this.#steps = null;
  }

  #insert(sample: ValueSample): void {
    const index = this.#indexAfter(sample.at);
    this.#step(index - 1, index, -1);
    if (index === this.#samples.length) this.#samples.push(sample);
    else this.#samples.splice(index, 0, sample);
    this.#step(index - 1, index, 1);
    this.#step(index, index + 1, 1);
    count(this.#counts, sample.value, 1);
    const { value } = sample;
    if (!isNumeric(value)) return;
    if (!Number.isNaN(value)) this.#sorted?.add(value);
    if (!isFiniteNumeric(value)) return;
    this.#sum?.add(toAmount(value));
    this.#squares?.addSquare(toAmount(value));
  }

  #removeAt(index: number): void {
    const sample = this.#samples[index];
    if (!sample) return;
    this.#step(index - 1, index, -1);
    this.#step(index, index + 1, -1);
    if (index === this.#start) this.#start++;
    else {
      this.#samples.splice(index, 1);
      this.#step(index - 1, index, 1);
    }
    if (this.#start > 256 && this.#start * 2 > this.#samples.length) {
      this.#samples = this.#samples.slice(this.#start);
      this.#start = 0;
    }
    count(this.#counts, sample.value, -1);
    const { value } = sample;
    if (!isNumeric(value)) return;
    if (!Number.isNaN(value)) this.#sorted?.remove(value);
    if (!isFiniteNumeric(value)) return;
    this.#sum?.subtract(toAmount(value));
    this.#squares?.subtractSquare(toAmount(value));
  }

  /** Takes the step between two neighbours in (+1) or out (−1); nothing where one of them is not there. */
  #step(from: number, to: number, sign: 1 | -1): void {
    const steps = this.#steps;
    if (!steps || from < this.#start) return;
    const before = this.#samples[from]?.value;
    const here = this.#samples[to]?.value;
    if (before === undefined || here === undefined || !isNumeric(before) || !isNumeric(here)) return;
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
    for (let index = this.#start + 1; index < this.#samples.length; index++) this.#step(index - 1, index, 1);
    return steps;
  }

  #summed(take: (sum: ExactSum, value: Amount) => void): ExactSum {
    const sum = new ExactSum();
    for (const value of this.#numbers()) if (isFiniteNumeric(value)) take(sum, toAmount(value));
    return sum;
  }

  #numbers(): readonly Numeric[] {
    return this.#samples
      .slice(this.#start)
      .flatMap(({ value }) => (isNumeric(value) && !Number.isNaN(value) ? [value] : []));
  }

  /** Index of the first sample later than `at`. */
  #indexAfter(at: Instant): number {
    const newest = this.#samples.at(-1);
    if (!newest || this.count === 0 || newest.at <= at) return this.#samples.length;
    let low = this.#start;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const sample = this.#samples[middle];
      if (sample !== undefined && sample.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
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

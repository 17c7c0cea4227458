// The values of a series in columns: twelve bytes each. Words, large and odd fractions are kept apart; what a sample says beside its
// instant and its value has a column of its own from the first one that does. What is the same in rows that follow one another is kept once.

import type { Instant } from './clock.ts';
import { PackedValues } from './packed-value.ts';
import { Rows } from './rows.ts';
import type { ValueSample } from './sample.ts';
import { SharedPlaces } from './shared-places.ts';
import type { Value } from './value.ts';

type Beside = Omit<ValueSample, 'at' | 'value'>;

export class ValueRows extends Rows {
  #capacity = 0;
  #packed = new PackedValues(0);
  readonly #apart = new SharedPlaces<Value>(isSameValue);
  /** By row, what is said beside its value: a place, or 0 for nothing. */
  #besides: Uint32Array | null = null;
  readonly #said = new SharedPlaces<Beside>(isSameBeside);
  /** The newest one as it was given: it is asked for much more often than any other. */
  #newest: ValueSample | null = null;

  value(index: number): Value {
    const slot = this.slot(index);
    const place = this.#packed.placeOf(slot);
    return place === null ? this.#packed.get(slot) : (this.#apart.at(place) ?? 0);
  }

  sample(index: number): ValueSample {
    if (index === this.next - 1) return (this.#newest ??= this.#read(index));
    return this.#read(index);
  }

  insert(index: number, sample: ValueSample): void {
    const isNewest = index === this.next;
    this.#set(this.open(index, sample.at), sample);
    if (isNewest) this.#newest = sample;
  }

  replace(index: number, sample: ValueSample): void {
    const slot = this.slot(index);
    this.#forget(slot);
    this.#set(slot, sample);
    if (index === this.next - 1) this.#newest = sample;
  }

  dropFirst(): void {
    this.#forget(this.slot(this.first));
    if (this.length === 1) this.#newest = null;
    this.letGoFirst();
  }

  /** The values from `from` to before `until`, oldest first. */
  slice(from: number, until: number): ValueSample[] {
    return Array.from({ length: Math.max(0, until - from) }, (_, count) => this.sample(from + count));
  }

  protected override moveRows(to: number, from: number, until: number): void {
    this.#packed.move(to, from, until);
    this.#besides?.copyWithin(to, from, until);
  }

  protected override resizeRows(capacity: number, from: number, until: number): void {
    this.#capacity = capacity;
    this.#packed = this.#packed.resized(capacity, from, until);
    if (!this.#besides) return;
    const besides = new Uint32Array(capacity);
    besides.set(this.#besides.subarray(from, until));
    this.#besides = besides;
  }

  #read(index: number): ValueSample {
    const beside = this.#said.at(this.#besides?.[this.slot(index)] ?? 0);
    return { at: this.at(index), value: this.value(index), ...beside };
  }

  #set(slot: number, sample: ValueSample): void {
    if (!this.#packed.set(slot, sample.value)) this.#packed.setApart(slot, this.#apart.take(sample.value));
    const beside = besideOf(sample);
    if (beside) (this.#besides ??= new Uint32Array(this.#capacity))[slot] = this.#said.take(beside);
    else if (this.#besides) this.#besides[slot] = 0;
  }

  #forget(slot: number): void {
    const place = this.#packed.placeOf(slot);
    if (place !== null) this.#apart.letGo(place);
    if (this.#besides) this.#said.letGo(this.#besides[slot] ?? 0);
  }
}

/** Index and instants of values, as a window reads them. */
export interface ValueColumns {
  readonly first: number;
  readonly next: number;
  at(index: number): Instant;
  after(at: Instant): number;
  value(index: number): Value;
  sample(index: number): ValueSample;
}

/** What there is to it beside its instant and its value; null for nothing. */
function besideOf(sample: ValueSample): Beside | null {
  // As nearly all samples are.
  if (Object.keys(sample).length === 2) return null;
  const { at: _at, value: _value, ...beside } = sample;
  return Object.values(beside).every((of) => of === undefined) ? null : beside;
}

function isSameBeside(left: Beside, right: Beside): boolean {
  const [mine, theirs] = [Object.entries(left), new Map<string, unknown>(Object.entries(right))];
  return mine.length === theirs.size && mine.every(([key, of]) => Object.is(theirs.get(key), of));
}

/** To the letter: 1/2 and 2/4 are not the same here. */
function isSameValue(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return Object.is(left, right);
  return left.numerator === right.numerator && left.denominator === right.denominator;
}

// The values of a series in columns: twelve bytes each. Words, large and odd fractions, and what says more than a value and its
// instant, are kept apart; equal ones that follow one another are kept once.

import type { Instant } from './clock.ts';
import { PackedValues } from './packed-value.ts';
import { Rows } from './rows.ts';
import type { ValueSample } from './sample.ts';
import { SharedPlaces } from './shared-places.ts';
import type { Value } from './value.ts';

/** What is kept apart: a value, or a whole sample. */
interface Apart {
  readonly value: Value;
  readonly sample: ValueSample | null;
}

export class ValueRows extends Rows {
  #packed = new PackedValues(0);
  readonly #apart = new SharedPlaces<Apart>(isSameApart);
  /** The newest one as it was given: it is asked for much more often than any other. */
  #newest: ValueSample | null = null;

  value(index: number): Value {
    const slot = this.slot(index);
    const place = this.#packed.placeOf(slot);
    return place === null ? this.#packed.get(slot) : (this.#apart.at(place)?.value ?? 0);
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
  }

  protected override resizeRows(capacity: number, from: number, until: number): void {
    this.#packed = this.#packed.resized(capacity, from, until);
  }

  #read(index: number): ValueSample {
    const place = this.#packed.placeOf(this.slot(index));
    const whole = place === null ? null : (this.#apart.at(place)?.sample ?? null);
    return whole ?? { at: this.at(index), value: this.value(index) };
  }

  #set(slot: number, sample: ValueSample): void {
    const whole = saysMore(sample) ? sample : null;
    if (whole === null && this.#packed.set(slot, sample.value)) return;
    this.#packed.setApart(slot, this.#apart.take({ value: sample.value, sample: whole }));
  }

  #forget(slot: number): void {
    const place = this.#packed.placeOf(slot);
    if (place !== null) this.#apart.letGo(place);
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

/** It has more to it than its instant and its value. */
function saysMore(sample: ValueSample): boolean {
  return (
    Object.keys(sample).length > 2 &&
    Object.entries(sample).some(([key, of]) => key !== 'at' && key !== 'value' && of !== undefined)
  );
}

/** To the letter: 1/2 and 2/4 are not the same here. */
function isSameApart({ value: left, sample: mine }: Apart, { value: right, sample: theirs }: Apart): boolean {
  if (mine !== null || theirs !== null) return false;
  if (typeof left !== 'object' || typeof right !== 'object') return Object.is(left, right);
  return left.numerator === right.numerator && left.denominator === right.denominator;
}

// Rows in order of their instants, in columns: four bytes an instant, and what else a row has in columns of the class below it.
// Letting go of the oldest moves where the rows begin; an index is the same for as long as its row is there and none comes before it.

import type { Instant } from './clock.ts';

const capacityMin = 8;
/** What there is room for beyond the rows: a tenth, so that moving them is rare and the room costs little. */
const spare = 1.1;
const offsetMax = 2 ** 32 - 1;

export abstract class Rows {
  /** Instants are kept as distances from the base, or as they are where those do not fit. */
  #offsets: Uint32Array | Float64Array = new Uint32Array(0);
  #base: Instant = 0;
  #start = 0;
  #end = 0;
  /** The index of the oldest row. */
  #first = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Index of the oldest row. */
  get first(): number {
    return this.#first;
  }

  /** Index that the next newest row will have. */
  get next(): number {
    return this.#first + this.length;
  }

  at(index: number): Instant {
    return this.#base + (this.#offsets[this.slot(index)] ?? Number.NaN);
  }

  /** Index of the first row later than `at`. */
  after(at: Instant): number {
    const offset = at - this.#base;
    if (this.#end > this.#start && (this.#offsets[this.#end - 1] ?? Number.NaN) <= offset) return this.next;
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] ?? Number.NaN) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#first + low - this.#start;
  }

  /** Where the row of this index lies in the columns. */
  protected slot(index: number): number {
    return this.#start + index - this.#first;
  }

  /** Makes room for a row; the ones from `index` on have an index more. @returns its slot. */
  protected open(index: number, at: Instant): number {
    if (this.#end === this.#offsets.length) this.#makeRoom();
    this.#fit(at);
    const slot = this.slot(index);
    if (slot < this.#end) {
      this.#offsets.copyWithin(slot + 1, slot, this.#end);
      this.moveRows(slot + 1, slot, this.#end);
    }
    this.#offsets[slot] = at - this.#base;
    this.#end++;
    return slot;
  }

  /** Takes a row away; the ones after it have an index less. */
  protected close(index: number): void {
    const slot = this.slot(index);
    this.#offsets.copyWithin(slot, slot + 1, this.#end);
    this.moveRows(slot, slot + 1, this.#end);
    this.#end--;
  }

  protected letGoFirst(): void {
    this.#start++;
    this.#first++;
  }

  /** Moves the columns' rows from [from, until) to where `to` is the first of them. */
  protected abstract moveRows(to: number, from: number, until: number): void;

  /** Gives the columns another length; the rows of [from, until) are then the first. */
  protected abstract resizeRows(capacity: number, from: number, until: number): void;

  #makeRoom(): void {
    const live = this.length;
    const wanted = Math.max(capacityMin, Math.ceil(live * spare) + 1);
    if (wanted <= this.#offsets.length && wanted * 2 > this.#offsets.length) {
      this.#offsets.copyWithin(0, this.#start, this.#end);
      this.moveRows(0, this.#start, this.#end);
    } else {
      const Column = this.#offsets instanceof Uint32Array ? Uint32Array : Float64Array;
      const offsets = new Column(wanted);
      offsets.set(this.#offsets.subarray(this.#start, this.#end));
      this.#offsets = offsets;
      this.resizeRows(wanted, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = live;
  }

  /** Sees to it that this instant can be kept: another base, or whole instants. */
  #fit(at: Instant): void {
    const offset = at - this.#base;
    if (this.#offsets instanceof Float64Array) return;
    if (Number.isInteger(offset) && offset >= 0 && offset <= offsetMax) return;
    const instants = Array.from(this.#offsets, (known) => this.#base + known);
    const live = instants.slice(this.#start, this.#end);
    const base = Math.min(at, live[0] ?? at);
    const fits = Number.isInteger(at) && Math.max(at, live.at(-1) ?? at) - base <= offsetMax;
    this.#base = fits ? base : 0;
    const kept = instants.map((instant) => instant - this.#base);
    this.#offsets = fits ? Uint32Array.from(kept) : Float64Array.from(kept);
  }
}

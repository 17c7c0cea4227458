// The gaps of a series in columns: eight bytes each. Equal ones that follow one another are one object, however long an outage lasts.

import type { Gap } from './gap.ts';
import { Rows } from './rows.ts';
import type { GapSample } from './sample.ts';
import { SharedPlaces } from './shared-places.ts';

export class GapRows extends Rows {
  #places = new Uint32Array(0);
  readonly #gaps = new SharedPlaces<Gap>(isSame);

  sample(index: number): GapSample {
    const gap = this.#gaps.at(this.#places[this.slot(index)] ?? 0);
    if (!gap) throw new RangeError(`there is no gap ${index}`);
    return { at: this.at(index), gap };
  }

  insert(index: number, { at, gap }: GapSample): void {
    // Opening may give the columns another length.
    const slot = this.open(index, at);
    this.#places[slot] = this.#gaps.take(gap);
  }

  replace(index: number, { gap }: GapSample): void {
    this.#letGo(index);
    this.#places[this.slot(index)] = this.#gaps.take(gap);
  }

  remove(index: number): void {
    this.#letGo(index);
    this.close(index);
  }

  dropFirst(): void {
    this.#letGo(this.first);
    this.letGoFirst();
  }

  protected override moveRows(to: number, from: number, until: number): void {
    this.#places.copyWithin(to, from, until);
  }

  protected override resizeRows(capacity: number, from: number, until: number): void {
    const places = new Uint32Array(capacity);
    places.set(this.#places.subarray(from, until));
    this.#places = places;
  }

  #letGo(index: number): void {
    this.#gaps.letGo(this.#places[this.slot(index)] ?? 0);
  }
}

function isSame(left: Gap, right: Gap): boolean {
  if (left === right) return true;
  if (left.reason !== right.reason || left.message !== right.message) return false;
  const [mine, theirs] = [Object.entries(left), new Map<string, unknown>(Object.entries(right))];
  return mine.length === theirs.size && mine.every(([key, of]) => Object.is(theirs.get(key), of));
}

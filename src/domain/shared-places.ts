// Things that stand for many rows: each is kept once for all that follow one another, under a number that a column can hold.

interface Shared<Thing> {
  readonly thing: Thing;
  rows: number;
}

export class SharedPlaces<Thing> {
  readonly #isSame: (left: Thing, right: Thing) => boolean;
  readonly #places = new Map<number, Shared<Thing>>();
  #last = 0;

  constructor(isSame: (left: Thing, right: Thing) => boolean) {
    this.#isSame = isSame;
  }

  /** One row more. @returns the place of the thing, which is that of the last one where they are the same. */
  take(thing: Thing): number {
    const last = this.#places.get(this.#last);
    if (last && this.#isSame(last.thing, thing)) last.rows++;
    else {
      // 0 is no place.
      do this.#last = (this.#last % (2 ** 32 - 1)) + 1;
      while (this.#places.has(this.#last));
      this.#places.set(this.#last, { thing, rows: 1 });
    }
    return this.#last;
  }

  at(place: number): Thing | null {
    return this.#places.get(place)?.thing ?? null;
  }

  /** One row less. */
  letGo(place: number): void {
    const shared = this.#places.get(place);
    if (shared && --shared.rows === 0) this.#places.delete(place);
  }
}

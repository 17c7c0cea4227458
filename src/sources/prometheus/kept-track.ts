// What the tracks of counters and histograms share in what outlives the program: names that say nothing, and fewer points.

import { hash } from 'node:crypto';

/**
 * The names of series: kept as digests, since what a far end calls them may be long, and may be a secret. A series that an earlier
 * program has seen goes by its digest from then on.
 */
export class KeptKeys {
  #recalled: ReadonlySet<string> = new Set();
  readonly #names = new Map<string, string>();

  /** @param digests the names of series as an earlier program has kept them. */
  recall(digests: readonly string[]): void {
    this.#recalled = new Set(digests);
    this.#names.clear();
  }

  /** What the series with this key goes by here. */
  of(key: string): string {
    if (this.#recalled.size === 0) return key;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const digest = digestOf(key);
    const name = this.#recalled.has(digest) ? digest : key;
    if (this.#names.size < namesMax) this.#names.set(key, name);
    return name;
  }

  /** What the series that goes by this name is kept as. */
  kept(name: string): string {
    return this.#recalled.has(name) ? name : digestOf(name);
  }
}

/** Beyond it they are looked up anew each time. */
const namesMax = 20_000;

export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** At most so many of them, evenly, the first and the last among them. @param max two at least. */
export function thinned<T>(all: readonly T[], max: number): readonly T[] {
  if (all.length <= max) return all;
  return Array.from({ length: max }, (_, index) =>
    Math.round((index * (all.length - 1)) / (max - 1)),
  ).flatMap((place) => all[place] ?? []);
}

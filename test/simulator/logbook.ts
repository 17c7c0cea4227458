// What has reached the watcher of one metric, as the oracle keeps it: whole numbers with the instants they speak of.
import type { Reading } from './deliver.ts';

/** A reading may be this far ahead of the watcher's clock; further, it counts for nothing (RULES.md §8.1). */
const aheadMax = 5_000;

export interface Entry {
  /** The instant that it counts for: its own, or that of its arrival when it came from slightly ahead. */
  readonly at: number;
  readonly taken: number;
  readonly truth: bigint;
}

export class Logbook {
  readonly entries: Entry[] = [];
  /** Every reading came in order, was fresh when it came, and is the first word on its instant. */
  inOrder = true;
  readonly #staleAfter: number;

  constructor(staleAfter: number) {
    this.#staleAfter = staleAfter;
  }

  /** Null when the reading is none: not a number, from the future, or told before. */
  take(reading: Reading, now: number): Entry | null {
    if (typeof reading.value === 'number' && Number.isNaN(reading.value)) return null;
    if (reading.at > now + aheadMax) return null;
    const { taken, truth } = reading;
    if (this.entries.some((entry) => entry.taken === taken && entry.truth === truth)) return null;
    const at = Math.min(reading.at, now);
    const again = this.entries.findIndex((entry) => entry.taken === taken);
    const newest = this.entries.at(-1);
    const entry: Entry = { at, taken, truth };
    const stale = reading.arrives - at >= this.#staleAfter;
    if (stale || again >= 0 || (newest && at <= newest.at)) this.inOrder = false;
    // Told again with another value: the later word counts.
    if (again >= 0) this.entries.splice(again, 1);
    this.entries.splice(this.entries.findLastIndex((other) => other.at <= at) + 1, 0, entry);
    return entry;
  }

  /** The newest entry that counts for an instant up to `until`. */
  newest(until: number): Entry | null {
    return this.entries.findLast((entry) => entry.at <= until) ?? null;
  }

  /** Is the newest entry younger than `staleAfter`? */
  isFresh(now: number, staleAfter: number): boolean {
    const newest = this.newest(now);
    return newest !== null && now - newest.at < staleAfter;
  }
}

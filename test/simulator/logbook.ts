// What has reached the watcher of one metric, as the oracle keeps it: whole numbers with the instants they speak of.
import type { Reading } from './deliver.ts';
import { insideWindow, windowFraction } from './window-reference.ts';
import type { MetricScript } from './script.ts';

/** A reading may be this far ahead of the watcher's clock; further, it counts for nothing (RULES.md §8.1). */
const aheadMax = 5_000;

export interface Entry {
  /** The instant that it counts for: its own, or that of its arrival when it came from slightly ahead. */
  readonly at: number;
  readonly taken: number;
  readonly truth: bigint;
  /** What is judged, as a fraction: the reading, or the function over the window that ends with it. */
  readonly value: Fraction;
}

/** Numerator and denominator, which is positive. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export class Logbook {
  /** Those that have a value, oldest first. */
  entries: readonly Entry[] = [];
  readonly #readings: Entry[] = [];
  /** Every reading came in order, was fresh when it came, and is the first word on its instant. */
  inOrder = true;
  readonly #staleAfter: number;
  readonly #use: MetricScript['use'];

  /** A point that comes later than this is judged again. */
  readonly #delay: number;

  constructor({ staleAfter, use, aligned }: MetricScript) {
    this.#delay = aligned?.delay ?? Infinity;
    this.#staleAfter = staleAfter;
    this.#use = use;
  }

  /** Null when the reading is none: not a number, from the future, or told before. */
  take(reading: Reading, now: number): Entry | null {
    if (typeof reading.value === 'number' && Number.isNaN(reading.value)) return null;
    if (reading.at > now + aheadMax) return null;
    const { taken, truth } = reading;
    if (this.#readings.some((entry) => entry.taken === taken && entry.truth === truth)) return null;
    const at = Math.min(reading.at, now);
    const again = this.#readings.findIndex((entry) => entry.taken === taken);
    const newest = this.#readings.at(-1);
    const entry: Entry = { at, taken, truth, value: [truth, 1n] };
    const stale = reading.arrives - at >= this.#staleAfter || reading.arrives - at > this.#delay;
    if (stale || again >= 0 || (newest && at <= newest.at)) this.inOrder = false;
    // Told again with another value: the later word counts; of a clock that is ahead it is a word of another instant.
    if (this.#readings[again]?.at === at) this.#readings.splice(again, 1);
    this.#readings.splice(this.#readings.findLastIndex((other) => other.at <= at) + 1, 0, entry);
    const before = this.newest(Infinity);
    this.entries = this.#judged();
    const own = this.entries.find((other) => other.at === at && other.taken === taken);
    // It may be what a later reading lacked to have a value.
    const last = this.newest(Infinity);
    return own ?? (last?.at === before?.at ? null : last);
  }

  #judged(): readonly Entry[] {
    const use = this.#use;
    if (!use) return [...this.#readings];
    return this.#readings.flatMap((entry, index) => {
      const inside = insideWindow(this.#readings, index, use.ms);
      const value =
        inside.length < use.least ? null : windowFraction(use.name, this.#readings, index, use.ms);
      return value ? [{ ...entry, value }] : [];
    });
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

// What has reached the watcher of one metric, as the oracle keeps it: whole numbers with the instants they speak of.
import type { Reading } from './deliver.ts';
import { toldOver, type Looks, type Part } from './seen-reference.ts';
import { insideWindow } from './window-reference.ts';
import type { MetricScript } from './script.ts';

/** A reading may be this far ahead of the watcher's clock; further, it counts for nothing (docs/judgement.md §8.1). */
const aheadMax = 5_000;

export interface Entry {
  /** The instant that it counts for: its own, or that of its arrival when it came from slightly ahead. */
  readonly at: number;
  readonly taken: number;
  readonly truth: bigint;
  /** What is judged, as a fraction: the reading, or the function over the window that ends with it. */
  readonly value: Fraction;
  /** Set where that window was seen in part. */
  readonly part: Part | null;
  /** What the source tells of the process. */
  readonly begunAt: number | null;
  readonly run: string | null;
}

/** Numerator and denominator, which is positive. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export class Logbook {
  /** Those that have a value, oldest first. */
  entries: readonly Entry[] = [];
  readonly #readings: Entry[] = [];
  /** The looks that said that there is none, as far as no later one has told a value all the same. */
  #nones: readonly number[] = [];
  /** When the newest entry was told last. */
  #toldAt = -Infinity;
  readonly #told: { readonly at: number; readonly isGone: boolean }[] = [];
  #hadValue = false;
  readonly #nothings: number[] = [];
  readonly #fails: number[] = [];
  readonly #interval: number;
  /** Made again when one has come. */
  #looks: Looks | null = null;
  /** Every reading came in order, was fresh when it came, and is the first word on its instant. */
  inOrder = true;
  /** What the metric has written of how much of its windows must have been seen. */
  readonly minSeen: number | null;
  readonly #staleAfter: number;
  readonly #use: MetricScript['use'];

  /** A point that comes later than this is judged again. */
  readonly #delay: number;

  constructor({ staleAfter, use, aligned, interval, minSeen }: MetricScript) {
    this.#interval = interval;
    this.minSeen = minSeen ?? null;
    this.#delay = aligned?.delay ?? Infinity;
    this.#staleAfter = staleAfter;
    this.#use = use;
  }

  /** Null when the reading is none: not a number, from the future, or told before. */
  take(reading: Reading, now: number): Entry | null {
    if (typeof reading.value === 'number' && Number.isNaN(reading.value)) return null;
    if (reading.at > now + aheadMax) return null;
    const { taken, truth } = reading;
    const known = this.#readings.find((entry) => entry.taken === taken && entry.truth === truth);
    if (known) {
      this.#tell(known.at, reading.arrives);
      return null;
    }
    const at = Math.min(reading.at, now);
    const again = this.#readings.findIndex((entry) => entry.taken === taken);
    const newest = this.#readings.at(-1);
    const { begunAt = null, run = null } = reading;
    const entry: Entry = { at, taken, truth, value: [truth, 1n], part: null, begunAt, run };
    const stale = reading.arrives - at >= this.#staleAfter || reading.arrives - at > this.#delay;
    if (stale || again >= 0 || (newest && at <= newest.at)) this.inOrder = false;
    // Told again with another value: the later word counts; of a clock that is ahead it is a word of another instant.
    if (this.#readings[again]?.at === at) this.#readings.splice(again, 1);
    this.#readings.splice(this.#readings.findLastIndex((other) => other.at <= at) + 1, 0, entry);
    this.#looks = null;
    const before = this.entries;
    this.entries = this.#judged();
    this.#tell(at, reading.arrives);
    const isOf = (other: Entry) => (one: Entry) => one.at === other.at && one.taken === other.taken;
    const own = this.entries.find(isOf(entry));
    // It may be what a later reading lacked to have a value.
    return own ?? this.entries.find((later) => !before.some(isOf(later))) ?? null;
  }

  /** A look at this instant said that there is none. True when that ends a value that counted. */
  none(at: number, staleAfter: number): boolean {
    const stood = this.isFresh(at, staleAfter);
    if (this.#toldAt <= at) this.#nones = [...this.#nones, at];
    return stood && !this.isFresh(at, staleAfter);
  }

  /** What a later look tells as the newest stands again. */
  #tell(at: number, arrives: number): void {
    const isNewest = (until: number): boolean =>
      (this.#readings.findLast((entry) => entry.at <= until)?.at ?? at) === at;
    this.#nones = this.#nones.filter(
      (none) => none < at || !isNewest(none) || (none > at && none >= arrives),
    );
    if (isNewest(Infinity)) this.#toldAt = arrives;
  }

  /** A look up to this instant gave no value. */
  wasMissed(until: number): boolean {
    return [...this.#nothings, ...this.#fails].some((at) => at <= until);
  }

  /** The newest look, which came before `now`, said that there is none: of nothing, or of a name that had a value. */
  isGone(now: number, staleAfter: number): boolean {
    const newest = this.#told.findLast(({ at }) => at <= now);
    return newest?.isGone === true && now - newest.at < staleAfter;
  }

  /** @param said null: a value. */
  noteLook(at: number, said: string | null): void {
    this.#hadValue ||= said === null;
    this.#told.push({ at, isGone: said === 'empty' || (said === 'not_found' && this.#hadValue) });
  }

  /** A look that gave no value. */
  miss(at: number, nothing: boolean): void {
    (nothing ? this.#nothings : this.#fails).push(at);
    this.#looks = null;
  }

  /** What is known of the looks: those of the metric itself, whatever is made of them. */
  looks(): Looks {
    return (this.#looks ??= {
      values: this.#readings,
      nothings: this.#nothings,
      fails: this.#fails,
      staleAfter: this.#staleAfter,
      interval: this.#interval,
    });
  }

  #judged(): readonly Entry[] {
    const use = this.#use;
    if (!use) return [...this.#readings];
    const looks = this.looks();
    let enough = false;
    return this.#readings.flatMap((entry, index) => {
      const { length } = insideWindow(this.#readings, index, use.ms);
      enough = length >= use.least || (enough && 2 * length >= use.least);
      const told = enough
        ? toldOver(use.name, looks, index, { length: use.ms, minSeen: this.minSeen })
        : null;
      return told ? [{ ...entry, value: told.value, part: told.part }] : [];
    });
  }

  /** The newest entry that counts for an instant up to `until`. */
  newest(until: number): Entry | null {
    return this.entries.findLast((entry) => entry.at <= until) ?? null;
  }

  /** A look has said since the newest entry that there is none. */
  isOver(now: number): boolean {
    const newest = this.newest(now);
    return newest !== null && this.#nones.some((none) => none > newest.at && none <= now);
  }

  /** Is the newest entry younger than `staleAfter`, and has no look said since that there is none? */
  isFresh(now: number, staleAfter: number): boolean {
    const newest = this.newest(now);
    if (newest === null || this.isOver(now)) return false;
    return now - newest.at < staleAfter;
  }
}

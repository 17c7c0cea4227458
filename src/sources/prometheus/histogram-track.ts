// A histogram over time: by how much each bucket has grown over a window, all series that are meant together.
// One series' buckets begin anew together: if one of them holds less than before, none of them is counted on.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Bucket } from '../../domain/histogram.ts';
import { KeptKeys, thinned } from './kept-track.ts';

/** Most looks that are kept; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedLooksMax = 720;

/** One series' buckets, lowest bound first. */
export interface BucketRow {
  readonly key: string;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

export interface BucketLook {
  readonly at: Instant;
  /** What all series have grown by since the first look, by bucket. */
  readonly grown: readonly number[];
  /** The same with all that those show which came to be between two looks. */
  readonly most: readonly number[];
}

/** By what each bucket has grown: at the least, and at the most where a series came to be in the window. */
export interface HistogramGrowth {
  readonly least: readonly Bucket[];
  readonly most: readonly Bucket[];
  /** The time that the window's edge lies in: what was observed from the look before the window to the first one in it is not in there. */
  readonly edge: { readonly from: Instant; readonly to: Instant } | null;
}

interface Before {
  readonly counts: readonly number[];
  readonly seenAt: Instant;
}

/** What outlives the program. */
export interface RememberedHistogram {
  readonly bounds: readonly number[];
  /** The newest look before them. */
  readonly before: Instant | null;
  readonly looks: readonly BucketLook[];
  readonly series: readonly ({ readonly key: string } & Before)[];
}

export class HistogramTrack {
  readonly #window: Milliseconds;
  readonly #keys = new KeptKeys();
  #bounds: readonly number[] = [];
  #series = new Map<string, Before>();
  #looks: BucketLook[] = [];
  /** The newest look before them. */
  #before: Instant | null = null;

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  /** @param rows all with the same bounds. New bounds begin a new count. */
  add(at: Instant, rows: readonly BucketRow[]): void {
    const bounds = rows[0]?.bounds ?? [];
    if (bounds.join() !== this.#bounds.join()) {
      this.#bounds = bounds;
      this.#series.clear();
      this.#looks = [];
      this.#before = null;
    }
    const last = this.#looks.at(-1);
    if (last && at <= last.at) return;
    const grown = Array.from(bounds, (_, index) => last?.grown[index] ?? 0);
    const most = Array.from(bounds, (_, index) => last?.most[index] ?? 0);
    for (const { key: shown, counts } of rows) {
      const key = this.#keys.of(shown);
      const before = this.#series.get(key);
      const isReset = before?.counts.some((count, index) => (counts[index] ?? 0) < count) ?? false;
      for (const [index, count] of counts.entries()) {
        const step = count - (before && !isReset ? (before.counts[index] ?? 0) : 0);
        if (before) grown[index] = (grown[index] ?? 0) + step;
        // What is there at the first look has been there for nobody knows how long.
        if (before || last) most[index] = (most[index] ?? 0) + step;
      }
      this.#series.set(key, { counts, seenAt: at });
    }
    this.#push({ at, grown, most });
    this.#forget(at);
  }

  /** By what each bucket has grown between the first look and the last one in the window; null below two looks. */
  increase(now: Instant): HistogramGrowth | null {
    this.#forget(now);
    const first = this.#looks[0];
    const last = this.#looks.at(-1);
    if (!first || !last || first === last) return null;
    const edge = this.#before === null ? null : { from: this.#before, to: first.at };
    const between = (of: (look: BucketLook) => readonly number[]): readonly Bucket[] =>
      this.#bounds.map((upperBound, index) => ({
        upperBound,
        count: (of(last)[index] ?? 0) - (of(first)[index] ?? 0),
      }));
    return { least: between(({ grown }) => grown), most: between(({ most }) => most), edge };
  }

  /** What outlives the program: so many looks at most, of which the first and the last are always some. */
  memory(looksMax: number): RememberedHistogram {
    return {
      bounds: this.#bounds,
      before: this.#before,
      looks: thinned(this.#looks, looksMax),
      series: [...this.#series].map(([key, before]) => ({ key: this.#keys.kept(key), ...before })),
    };
  }

  /** How many numbers that would be. */
  numbersWithin(looksMax: number): number {
    const rows = 2 * Math.min(this.#looks.length, looksMax) + this.#series.size;
    return rows * (this.#bounds.length + 1);
  }

  /** Goes on where an earlier program stood. */
  recall({ bounds, before, looks, series }: RememberedHistogram): void {
    this.#bounds = bounds;
    this.#before = before;
    this.#looks = [...looks];
    this.#keys.recall(series.map(({ key }) => key));
    this.#series = new Map(series.map(({ key, ...before }) => [key, before]));
  }

  #push(look: BucketLook): void {
    const last = this.#looks.at(-1);
    const before = this.#looks.at(-2);
    if (last && before && last.at - before.at < this.#window / trackedLooksMax) this.#looks.pop();
    this.#looks.push(look);
  }

  #forget(now: Instant): void {
    const after = now - this.#window;
    const outside = this.#looks.findIndex(({ at }) => at > after);
    const gone = this.#looks.splice(0, outside < 0 ? this.#looks.length : outside);
    this.#before = gone.at(-1)?.at ?? this.#before;
    for (const [key, { seenAt }] of this.#series) if (seenAt <= after) this.#series.delete(key);
  }
}

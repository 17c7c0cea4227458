// A histogram over time: by how much each bucket has grown over a window, all series that are meant together.
// One series' buckets begin anew together: if one of them holds less than before, none of them is counted on.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Bucket } from '../../domain/histogram.ts';

/** Most looks that are kept; nearer ones than the window has room for are left out, which changes no increase. */
const trackedLooksMax = 720;

/** One series' buckets, lowest bound first. */
export interface BucketRow {
  readonly key: string;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

interface Look {
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
}

interface Before {
  counts: readonly number[];
  seenAt: Instant;
}

export class HistogramTrack {
  readonly #window: Milliseconds;
  #bounds: readonly number[] = [];
  #series = new Map<string, Before>();
  #looks: Look[] = [];

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
    }
    const last = this.#looks.at(-1);
    if (last && at <= last.at) return;
    const grown = Array.from(bounds, (_, index) => last?.grown[index] ?? 0);
    const most = Array.from(bounds, (_, index) => last?.most[index] ?? 0);
    for (const { key, counts } of rows) {
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
    const between = (of: (look: Look) => readonly number[]): readonly Bucket[] =>
      this.#bounds.map((upperBound, index) => ({
        upperBound,
        count: (of(last)[index] ?? 0) - (of(first)[index] ?? 0),
      }));
    return { least: between(({ grown }) => grown), most: between(({ most }) => most) };
  }

  #push(look: Look): void {
    const last = this.#looks.at(-1);
    const before = this.#looks.at(-2);
    if (last && before && last.at - before.at < this.#window / trackedLooksMax) this.#looks.pop();
    this.#looks.push(look);
  }

  #forget(now: Instant): void {
    const after = now - this.#window;
    const outside = this.#looks.findIndex(({ at }) => at > after);
    this.#looks.splice(0, outside < 0 ? this.#looks.length : outside);
    for (const [key, { seenAt }] of this.#series) if (seenAt <= after) this.#series.delete(key);
  }
}

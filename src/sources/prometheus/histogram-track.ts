// A histogram over time: by how much each bucket has grown over a window, all series that are meant together.
// One series' buckets begin anew together: if one of them holds less than before, none of them is counted on.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { lineageOf, runsAlong, type Lineage, type Origin } from '../../domain/lineage.ts';
import type { Bucket } from '../../domain/histogram.ts';
import { firstLook, originOf } from './counter-points.ts';
import { KeptKeys, thinned } from './kept-track.ts';
import { lineageOfAll, type FirstLook } from './page-looks.ts';

/** Most looks that are kept; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedLooksMax = 720;

/** One series' buckets, lowest bound first. */
export interface BucketRow {
  readonly key: string;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  /** When the series began, where that is told. */
  readonly begunAt: Instant | null;
}

/** What had been seen of all buckets by one instant. */
export interface Observation {
  readonly at: Instant;
  /** What all series have grown by since the first look, by bucket. */
  readonly grown: readonly number[];
  /** The same with all that those show which came to be between two looks. */
  readonly most: readonly number[];
}

/** By what each bucket has grown: at the least, and at the most where a series came to be in the window. */
export interface HistogramGrowth {
  /** The newest look in the window at which a series came to be; null where none did. */
  readonly bornAt: Instant | null;
  readonly least: readonly Bucket[];
  readonly most: readonly Bucket[];
  /** The time that the window's edge lies in: what was observed from the look before the window to the first one in it is not in there. */
  readonly edge: { readonly from: Instant; readonly to: Instant } | null;
}

interface Before {
  readonly counts: readonly number[];
  readonly origin: Origin;
}

/** What outlives the program. */
export interface RememberedHistogram {
  readonly bounds: readonly number[];
  /** The newest look before them. */
  readonly before: Instant | null;
  readonly first: FirstLook | null;
  readonly looks: readonly Observation[];
  readonly series: readonly ({ readonly key: string } & Before)[];
}

export class HistogramTrack {
  readonly #window: Milliseconds;
  readonly #keys = new KeptKeys();
  #bounds: readonly number[] = [];
  #series = new Map<string, Before>();
  #looks: Observation[] = [];
  /** The newest look before them. */
  #before: Instant | null = null;
  /** Set where all series of the first look began within its sight. */
  #first: FirstLook | null = null;

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  get first(): FirstLook | null {
    return this.#first;
  }

  /** What is shown of all these series together since the look before. */
  lineage(at: Instant, rows: readonly BucketRow[]): Lineage {
    const shown = rows.map((row): Lineage => {
      const lineage = this.#lineageOf(at, row);
      // What was observed until it began anew is lost, where nothing tells since when.
      return lineage !== 'begun' && this.#isLess(row) ? 'another' : lineage;
    });
    return lineageOfAll(shown);
  }

  /** @param rows all with the same bounds. New bounds begin a new count. */
  add(at: Instant, rows: readonly BucketRow[]): void {
    const bounds = rows[0]?.bounds ?? [];
    if (bounds.join() !== this.#bounds.join()) {
      this.#bounds = bounds;
      this.#series.clear();
      this.#looks = [];
      this.#before = null;
      this.#first = null;
    }
    const newest = this.#looks.at(-1);
    if (newest && at <= newest.at) return;
    if (!newest && this.#series.size === 0) this.#begin(at, rows);
    this.#doubtFirst(at, rows);
    const last = this.#looks.at(-1);
    const grown = Array.from(bounds, (_, index) => last?.grown[index] ?? 0);
    const most = Array.from(bounds, (_, index) => last?.most[index] ?? 0);
    for (const row of rows) {
      const step = this.#step(at, row, newest ?? null);
      for (const [index, count] of step.counts.entries()) {
        if (step.isCertain) grown[index] = (grown[index] ?? 0) + count;
        // What is there at the first look has been there for nobody knows how long.
        if (step.isCertain || last) most[index] = (most[index] ?? 0) + count;
      }
      this.#series.set(this.#keys.of(row.key), { counts: row.counts, origin: originOf(at, row.begunAt) });
    }
    this.#push({ at, grown, most });
    this.#forget(at);
  }

  /** All of it was counted since its beginning: a look at nothing, at an instant that lies before that for certain. */
  #begin(at: Instant, rows: readonly BucketRow[]): void {
    this.#first = null;
    const firsts = rows.flatMap(({ begunAt }) => firstLook(originOf(at, begunAt), null) ?? []);
    if (firsts.length < rows.length) return;
    const first = firsts.reduce((earliest, one) => (one.since < earliest.since ? one : earliest));
    this.#first = first;
    const nothing = this.#bounds.map(() => 0);
    this.#looks = [{ at: first.notBefore, grown: nothing, most: nothing }];
  }

  /** What the first look was told of a beginning was no evidence: what it showed was there for nobody knows how long. */
  #doubtFirst(at: Instant, rows: readonly BucketRow[]): void {
    const first = this.#first;
    if (first === null) return;
    const origin = { at: first.at, begunAt: first.since };
    if (!rows.some(({ begunAt }) => runsAlong(origin, originOf(at, begunAt)))) return;
    if (this.#looks[0]?.at === first.notBefore) this.#looks.shift();
    this.#first = null;
  }

  /** By what one series' buckets have grown; what came to be between two looks may have been there before. */
  #step(
    at: Instant,
    row: BucketRow,
    last: Observation | null,
  ): { readonly counts: readonly number[]; readonly isCertain: boolean } {
    const { key, counts, begunAt } = row;
    const before = this.#series.get(this.#keys.of(key));
    if (!before) {
      const isBegun =
        last === null ? this.#first !== null : firstLook(originOf(at, begunAt), last.at) !== null;
      return { counts, isCertain: isBegun };
    }
    const lineage = this.#lineageOf(at, row);
    const isReset = lineage === 'begun' || this.#isLess(row);
    if (lineage === 'another') return { counts, isCertain: false };
    return {
      counts: isReset ? counts : counts.map((count, index) => count - (before.counts[index] ?? 0)),
      isCertain: true,
    };
  }

  #isLess({ key, counts }: BucketRow): boolean {
    const before = this.#series.get(this.#keys.of(key));
    return counts.some((count, index) => count < (before?.counts[index] ?? 0));
  }

  #lineageOf(at: Instant, { key, begunAt }: BucketRow): Lineage {
    const before = this.#series.get(this.#keys.of(key));
    return before ? lineageOf(before.origin, originOf(at, begunAt)) : 'unsaid';
  }

  /** By what each bucket has grown between the first look and the last one in the window; null below two looks. */
  increase(now: Instant): HistogramGrowth | null {
    this.#forget(now);
    const first = this.#looks[0];
    const last = this.#looks.at(-1);
    if (!first || !last || first === last) return null;
    const edge = this.#before === null ? null : { from: this.#before, to: first.at };
    const between = (of: (seen: Observation) => readonly number[]): readonly Bucket[] =>
      this.#bounds.map((upperBound, index) => ({
        upperBound,
        count: (of(last)[index] ?? 0) - (of(first)[index] ?? 0),
      }));
    const doubt = ({ grown, most }: Observation): number => (most.at(-1) ?? 0) - (grown.at(-1) ?? 0);
    const born = this.#looks.findLastIndex(
      (look, index) => doubt(look) > doubt(this.#looks[index - 1] ?? look),
    );
    const bornAt = this.#looks[born]?.at ?? null;
    return { bornAt, least: between(({ grown }) => grown), most: between(({ most }) => most), edge };
  }

  /** What outlives the program: so many looks at most, of which the first and the last are always some. */
  memory(looksMax: number): RememberedHistogram {
    return {
      bounds: this.#bounds,
      before: this.#before,
      first: this.#first,
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
  recall({ bounds, before, first, looks, series }: RememberedHistogram): void {
    this.#bounds = bounds;
    this.#before = before;
    this.#first = first;
    this.#looks = [...looks];
    this.#keys.recall(series.map(({ key }) => key));
    this.#series = new Map(series.map(({ key, ...before }) => [key, before]));
  }

  #push(look: Observation): void {
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
    for (const [key, { origin }] of this.#series) if (origin.at <= after) this.#series.delete(key);
  }
}

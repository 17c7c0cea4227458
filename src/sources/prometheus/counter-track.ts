// Counters over time: what each series has grown by, so that the reset of one is not hidden by another's growth.
// The rate is Prometheus' own (promql/functions.go, extrapolatedRate; RULES.md §6.4), per series and only then put together;
// of a window that was seen in part, what was seen of it (RULES.md §8.3).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { KeptKeys, thinned } from './kept-track.ts';
import { PageLooks, type PageLook, type RememberedLooks } from './page-looks.ts';

/** Most series that one read follows. */
export const trackedSeriesMax = 2_000;
/** Most points of one series; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedPointsMax = 720;
/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/** Everything but `at` and `raw` is counted since the series was first seen. */
export interface Point {
  readonly at: Instant;
  readonly raw: number;
  /** Growth that was seen, resets made good. */
  readonly grown: number;
  /** What it may have grown by besides, where it came to be between two looks. */
  readonly slack: number;
  /** Growth between looks that belong together, and how long that was. */
  readonly known: number;
  readonly knownMs: Milliseconds;
  /** It was not there yet: no point of its own. */
  readonly before: boolean;
}

/** As many as are kept of each. */
const numbersOfPoint = 5;
const numbersOfSeries = 4;

interface Tracked {
  points: Point[];
  seenAt: Instant;
}

/** What outlives the program. */
export interface RememberedCounter {
  readonly looks: RememberedLooks;
  readonly series: readonly {
    readonly key: string;
    readonly seenAt: Instant;
    readonly points: readonly Point[];
  }[];
}

/** What is known of a rate, each in units a second. */
export interface SeriesRate {
  /** Null where the window was not seen whole. */
  readonly whole: number | null;
  /** Of the part that was seen. */
  readonly from: number;
  readonly to: number;
  /** Of the whole window, whatever the unseen part held; `atMost` only where there is none. */
  readonly atLeast: number;
  readonly atMost: number;
}

export class CounterTrack {
  readonly looks: PageLooks;
  readonly #window: Milliseconds;
  /** The longest step of which the edge of the window may hide a part. */
  readonly #fine: Milliseconds;
  readonly #series = new Map<string, Tracked>();
  readonly #keys = new KeptKeys();
  #look: PageLook | null = null;

  /** @param near page looks no further apart than this belong together; any, when it is left out. */
  constructor(window: Milliseconds, near: Milliseconds = Number.POSITIVE_INFINITY) {
    this.#window = window;
    this.#fine = near + window / trackedPointsMax;
    this.looks = new PageLooks(near);
  }

  /** A page was read well: what it shows is added next. */
  look(at: Instant, processBegunAt: Instant | null): void {
    this.#look = this.looks.note(at, processBegunAt);
  }

  /** Takes in what the series shows. False when there are too many series already. */
  add(key: string, at: Instant, raw: number): boolean {
    const look = this.#look ?? { at, before: null, linked: true, begunAt: null };
    const name = this.#keys.of(key);
    const tracked = this.#series.get(name);
    if (!tracked) {
      if (this.#series.size >= trackedSeriesMax) return false;
      this.#series.set(name, { points: firstPoints(at, raw, look), seenAt: look.at });
      return true;
    }
    const last = tracked.points.at(-1);
    if (last && at > last.at) {
      const before = tracked.points.at(-2);
      if (before && last.at - before.at < this.#window / trackedPointsMax) tracked.points.pop();
      tracked.points.push(nextPoint(last, at, raw, look, tracked.seenAt));
    }
    tracked.seenAt = look.at;
    return true;
  }

  /**
   * Lets go of what lies before the window that ends at `now`, but for the last point there. A series stays as long as a point of
   * it does, or as the newest page has it.
   */
  forget(now: Instant): void {
    const after = now - this.#window;
    this.looks.forget(after);
    for (const [key, { points, seenAt }] of this.#series) {
      let outside = 0;
      while (outside < points.length && (points[outside]?.at ?? 0) <= after) outside++;
      if (outside === points.length && seenAt !== this.#look?.at) this.#series.delete(key);
      else if (outside > 1) points.splice(0, outside - 1);
    }
  }

  /** Growth a second of this series; null with fewer than two points in the window. */
  rate(key: string, now: Instant): SeriesRate | null {
    const tracked = this.#series.get(this.#keys.of(key));
    return tracked ? this.#rateOf(tracked.points, now) : null;
  }

  /** The rates of all series that have one, those too that have gone within the window. */
  rates(now: Instant): SeriesRate[] {
    return [...this.#series.values()].flatMap(({ points }) => this.#rateOf(points, now) ?? []);
  }

  /** What outlives the program: of each series so many points at most, of which the first and the last are always some. */
  memory(pointsMax: number): RememberedCounter | null {
    const looks = this.looks.memory();
    if (looks === null) return null;
    const series = [...this.#series].map(([key, { points, seenAt }]) => ({
      key: this.#keys.kept(key),
      seenAt,
      points: thinned(points, pointsMax),
    }));
    return { looks, series };
  }

  /** How many numbers that would be. */
  numbersWithin(pointsMax: number): number {
    let sum = 0;
    for (const { points } of this.#series.values())
      sum += numbersOfSeries + numbersOfPoint * Math.min(points.length, pointsMax);
    return sum;
  }

  /** Goes on where an earlier program stood. */
  recall({ looks, series }: RememberedCounter): void {
    this.looks.recall(looks);
    this.#look = { at: looks.newest, before: null, linked: true, begunAt: null };
    this.#keys.recall(series.map(({ key }) => key));
    for (const { key, seenAt, points } of series) this.#series.set(key, { points: [...points], seenAt });
  }

  #rateOf(points: readonly Point[], now: Instant): SeriesRate | null {
    const after = now - this.#window;
    const start = points.findIndex(({ at }) => at > after);
    const [first, last] = [points[start], points.at(-1)];
    if (!first || !last || start < 0) return null;
    const edge = points[start - 1];
    const slack = last.slack - (edge ?? first).slack;
    // How much of a long step that reaches into the window lies in it cannot be told.
    const isLong = edge !== undefined && first.at - edge.at > this.#fine;
    const straddling = isLong ? first.grown - edge.grown : 0;
    const born = edge?.before === true ? first.at - Math.max(after, edge.at) : 0;
    const knownMs = last.knownMs - first.knownMs + born;
    if (knownMs <= 0) return null;
    const grown = last.grown - first.grown;
    const isWhole = this.looks.seen(after, now) >= this.#window;
    const inside = points.slice(start).filter(({ before }) => !before);
    const extrapolated = extrapolatedRate(inside, now, this.#window);
    const perWindow = (value: number): number => (value / this.#window) * 1_000;
    const atLeast = perWindow(grown);
    const most = Math.max(extrapolated ?? 0, atLeast) + perWindow(slack + straddling);
    // Without the long step, and with the whole of it.
    const spans = [{ from: first, ms: knownMs }];
    if (isLong) spans.push({ from: edge, ms: last.knownMs - edge.knownMs });
    const known = spans.map(({ from, ms }) => ({ growth: last.known - from.known, ms }));
    return {
      whole: isWhole && slack + straddling === 0 ? extrapolated : null,
      from: Math.min(...known.map(({ growth, ms }) => growth / ms)) * 1_000,
      to: Math.max(...known.map(({ growth, ms }) => (growth + slack) / ms)) * 1_000,
      atLeast,
      atMost: isWhole ? most : Number.POSITIVE_INFINITY,
    };
  }
}

const nothingYet = { raw: 0, grown: 0, slack: 0, known: 0, knownMs: 0 };

/** A series that a page which was read well did not have before has grown by at most what it shows. */
function firstPoints(at: Instant, raw: number, { before, begunAt }: PageLook): Point[] {
  if (begunAt !== null && begunAt < at)
    return [
      { ...nothingYet, at: begunAt, before: false },
      { ...nothingYet, at, raw, grown: raw, known: raw, knownMs: at - begunAt, before: false },
    ];
  if (before === null || before >= at) return [{ ...nothingYet, at, raw, before: false }];
  return [
    { ...nothingYet, at: before, before: true },
    { ...nothingYet, at, raw, slack: raw, knownMs: at - before, before: false },
  ];
}

function nextPoint(last: Point, at: Instant, raw: number, look: PageLook, seenAt: Instant): Point {
  const isBack = look.before !== null && seenAt < look.before;
  const isNew = look.begunAt !== null && look.begunAt > last.at;
  // What is less than before began again at zero.
  const step = isNew || raw < last.raw ? raw : raw - last.raw;
  const growth = isBack && !isNew ? 0 : step;
  return {
    at,
    raw,
    grown: last.grown + growth,
    slack: last.slack + (isBack && !isNew ? raw : 0),
    known: last.known + (look.linked ? growth : 0),
    knownMs: last.knownMs + (look.linked ? at - last.at : 0),
    before: false,
  };
}

function extrapolatedRate(points: readonly Point[], now: Instant, window: Milliseconds): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const increase = last.grown - first.grown;
  const sampled = last.at - first.at;
  const averageGap = sampled / (points.length - 1);
  let toStart = first.at - (now - window);
  let toEnd = now - last.at;
  if (toStart >= averageGap * edgeFactor) toStart = averageGap / 2;
  if (toEnd >= averageGap * edgeFactor) toEnd = averageGap / 2;
  // A counter is never below zero: it cannot have begun earlier than its zero point.
  if (increase > 0 && first.raw >= 0) toStart = Math.min(toStart, sampled * (first.raw / increase));
  return ((increase * (sampled + toStart + toEnd)) / sampled / window) * 1_000;
}

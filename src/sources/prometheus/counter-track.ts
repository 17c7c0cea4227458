// Counters over time: what each series has grown by, so that the reset of one is not hidden by another's growth.
// The rate is Prometheus' own (promql/functions.go, extrapolatedRate; docs/rules-research.md §6.4), per series and only then put together;
// of a window that was seen in part, what was seen of it (docs/conditions.md §8.3).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { lineageOf, runsAlong, type Origin } from '../../domain/lineage.ts';
import {
  firstLook,
  firstPoints,
  nextPoint,
  nothingKnown,
  originOf,
  shown,
  withoutBeginning,
  type Known,
  type Point,
} from './counter-points.ts';
import { KeptKeys, thinned } from './kept-track.ts';
import {
  lineageOfAll,
  PageLooks,
  type FirstLook,
  type PageLook,
  type RememberedLooks,
} from './page-looks.ts';

/** Most series that one read follows. */
export const trackedSeriesMax = 2_000;
/** Most points of one series; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedPointsMax = 720;
/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/** As many as are kept of each. */
const numbersOfPoint = 5;
const numbersOfSeries = 6;
/** What a page shows of one series. */
export interface CounterReading {
  readonly key: string;
  /** The sample's own instant: not before that of the look. */
  readonly at: Instant;
  readonly raw: number;
  /** When it began, where that is told. */
  readonly begunAt: Instant | null;
}

interface Tracked {
  points: Point[];
  /** The newest look that had it. */
  origin: Origin;
  /** Set where it began after the look before the first one that had it. */
  first: FirstLook | null;
}

/** What outlives the program. */
export interface RememberedCounter {
  readonly looks: RememberedLooks;
  readonly series: readonly {
    readonly key: string;
    readonly origin: Origin;
    readonly first: FirstLook | null;
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
  readonly seenMs: Milliseconds;
  /** The newest look in the window at which the series came to be, or may have; null where none did. */
  readonly bornAt: Instant | null;
}

export class CounterTrack {
  readonly looks: PageLooks;
  readonly #window: Milliseconds;
  /** The longest step of which the edge of the window may hide a part. */
  readonly #fine: Milliseconds;
  readonly #series = new Map<string, Tracked>();
  readonly #keys = new KeptKeys();
  #lookedAt: Instant | null = null;

  /** @param near page looks no further apart than this belong together; any, when it is left out. */
  constructor(window: Milliseconds, near: Milliseconds = Number.POSITIVE_INFINITY) {
    this.#window = window;
    this.#fine = near + window / trackedPointsMax;
    this.looks = new PageLooks(near);
  }

  /** Takes in what a page that was read well shows, as of the oldest of its readings. False when there are too many series already. */
  look(at: Instant, readings: readonly CounterReading[]): boolean {
    const known = readings.map((reading) => this.#known(at, reading));
    const look = this.looks.note(at, lineageOfAll(known.map(shown)));
    this.#lookedAt = at;
    let room = true;
    for (const [index, reading] of readings.entries())
      room = this.#add(reading, look, known[index] ?? nothingKnown) && room;
    return room;
  }

  #known(at: Instant, { key, raw, begunAt }: CounterReading): Known {
    const tracked = this.#series.get(this.#keys.of(key));
    if (!tracked) return nothingKnown;
    const lineage = lineageOf(tracked.origin, originOf(at, begunAt));
    return { lineage, isLost: lineage !== 'begun' && raw < (tracked.points.at(-1)?.raw ?? raw) };
  }

  #add({ key, at, raw, begunAt }: CounterReading, look: PageLook, { lineage, isLost }: Known): boolean {
    const origin = originOf(look.at, begunAt);
    const name = this.#keys.of(key);
    const tracked = this.#series.get(name);
    if (!tracked) {
      if (this.#series.size >= trackedSeriesMax) return false;
      const first = firstLook(origin, look.before);
      this.#series.set(name, { points: firstPoints(at, raw, look, first), origin, first });
      return true;
    }
    const { first } = tracked;
    if (first !== null && runsAlong({ at: first.at, begunAt: first.since }, origin)) {
      tracked.points = [...withoutBeginning(tracked.points, first)];
      tracked.first = null;
    }
    const last = tracked.points.at(-1);
    if (last && at > last.at) {
      const before = tracked.points.at(-2);
      if (before && last.at - before.at < this.#window / trackedPointsMax) tracked.points.pop();
      const isBack = look.before !== null && tracked.origin.at < look.before;
      tracked.points.push(nextPoint(last, at, raw, { look, lineage, isLost, isBack }));
    }
    tracked.origin = origin;
    return true;
  }

  /**
   * Lets go of what lies before the window that ends at `now`, but for the last point there. A series stays as long as a point of
   * it does, or as the newest page has it.
   */
  forget(now: Instant): void {
    const after = now - this.#window;
    this.looks.forget(after);
    for (const [key, { points, origin }] of this.#series) {
      let outside = 0;
      while (outside < points.length && (points[outside]?.at ?? 0) <= after) outside++;
      if (outside === points.length && origin.at !== this.#lookedAt) this.#series.delete(key);
      else if (outside > 1) points.splice(0, outside - 1);
    }
  }

  /** Growth a second of this series; null with fewer than two points in the window. */
  rate(key: string, now: Instant): SeriesRate | null {
    const tracked = this.#series.get(this.#keys.of(key));
    return tracked ? this.#rateOf(tracked, now) : null;
  }

  /** The rates of all series that have one, those too that have gone within the window. */
  rates(now: Instant): SeriesRate[] {
    return [...this.#series.values()].flatMap((tracked) => this.#rateOf(tracked, now) ?? []);
  }

  /** What outlives the program: of each series so many points at most, of which the first and the last are always some. */
  memory(pointsMax: number): RememberedCounter | null {
    const looks = this.looks.memory();
    if (looks === null) return null;
    const series = [...this.#series].map(([key, { points, origin, first }]) => ({
      key: this.#keys.kept(key),
      origin,
      first,
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
    this.#lookedAt = looks.newest;
    this.#keys.recall(series.map(({ key }) => key));
    for (const { key, points, ...rest } of series) this.#series.set(key, { ...rest, points: [...points] });
  }

  /** @param now of the looks; a series of which newer samples are known has its window up to the newest of them. */
  #rateOf({ points, first: begun }: Tracked, now: Instant): SeriesRate | null {
    const until = Math.max(now, points.at(-1)?.at ?? now);
    const after = until - this.#window;
    // A beginning that may lie before the window is none in it, whatever its instant says.
    const isInside = ({ at }: Point): boolean =>
      at > after && !(at === begun?.since && begun.notBefore < after);
    const start = points.findIndex(isInside);
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
    const seenMs = Math.min(this.looks.seen(now - this.#window, now, begun), this.#window);
    const isWhole = seenMs >= this.#window;
    const inside = points.slice(start).filter(({ before }) => !before);
    const extrapolated = extrapolatedRate(inside, until, this.#window);
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
      seenMs,
      bornAt: slack > 0 ? bornWithin(points.slice(Math.max(0, start - 1))) : straddling > 0 ? first.at : null,
    };
  }
}

function bornWithin(points: readonly Point[]): Instant | null {
  const place = points.findLastIndex(({ slack }, index) => slack > (points[index - 1]?.slack ?? slack));
  return points[place]?.at ?? null;
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

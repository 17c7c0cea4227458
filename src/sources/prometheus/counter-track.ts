// Counters over time: what each series has grown by, so that the reset of one is not hidden by another's growth.
// The rate is Prometheus' own (promql/functions.go, extrapolatedRate; RULES.md §6.4), per series and only then put together;
// of a window that was seen in part, what was seen of it (RULES.md §8.3).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { beginningOf, hasBegunSince, lineageOf, type Lineage, type Origin } from '../../domain/lineage.ts';
import { isLinked, lineageOfAll, PageLooks, type FirstLook, type PageLook } from './page-looks.ts';

/** Most series that one read follows. */
export const trackedSeriesMax = 2_000;
/** Most points of one series; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedPointsMax = 720;
/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/** Everything but `at` and `raw` is counted since the series was first seen. */
interface Point {
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

/** What a page shows of one series. */
export interface CounterReading {
  readonly key: string;
  /** The sample's own instant. */
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
  readonly first: FirstLook | null;
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
}

export class CounterTrack {
  readonly looks: PageLooks;
  readonly #window: Milliseconds;
  readonly #series = new Map<string, Tracked>();
  #lookedAt: Instant | null = null;

  /** @param near page looks no further apart than this belong together; any, when it is left out. */
  constructor(window: Milliseconds, near: Milliseconds = Number.POSITIVE_INFINITY) {
    this.#window = window;
    this.looks = new PageLooks(near);
  }

  /** Takes in what a page that was read well shows. False when there are too many series already. */
  look(at: Instant, readings: readonly CounterReading[]): boolean {
    const lineages = readings.map(({ key, begunAt }): Lineage => {
      const tracked = this.#series.get(key);
      return tracked ? lineageOf(tracked.origin, originOf(at, begunAt)) : 'unsaid';
    });
    const look = this.looks.note(at, lineageOfAll(lineages));
    this.#lookedAt = at;
    let room = true;
    for (const [index, reading] of readings.entries())
      room = this.#add(reading, look, lineages[index] ?? 'unsaid') && room;
    return room;
  }

  #add({ key, at, raw, begunAt }: CounterReading, look: PageLook, lineage: Lineage): boolean {
    const origin = originOf(look.at, begunAt);
    const tracked = this.#series.get(key);
    if (!tracked) {
      if (this.#series.size >= trackedSeriesMax) return false;
      const first = firstLook(origin, look.before);
      this.#series.set(key, { points: firstPoints(at, raw, look, first), origin, first });
      return true;
    }
    const last = tracked.points.at(-1);
    if (last && at > last.at) {
      const before = tracked.points.at(-2);
      if (before && last.at - before.at < this.#window / trackedPointsMax) tracked.points.pop();
      const isBack = look.before !== null && tracked.origin.at < look.before;
      tracked.points.push(nextPoint(last, at, raw, { look, lineage, isBack }));
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
    const tracked = this.#series.get(key);
    return tracked ? this.#rateOf(tracked, now) : null;
  }

  /** The rates of all series that have one, those too that have gone within the window. */
  rates(now: Instant): SeriesRate[] {
    return [...this.#series.values()].flatMap((tracked) => this.#rateOf(tracked, now) ?? []);
  }

  #rateOf({ points, first: begun }: Tracked, now: Instant): SeriesRate | null {
    const after = now - this.#window;
    // A beginning that may lie before the window is none in it, whatever its instant says.
    const isInside = ({ at }: Point): boolean =>
      at > after && !(at === begun?.since && begun.notBefore < after);
    const start = points.findIndex(isInside);
    const [first, last] = [points[start], points.at(-1)];
    if (!first || !last || start < 0) return null;
    const edge = points[start - 1];
    const slack = last.slack - (edge ?? first).slack;
    const born = edge?.before === true ? first.at - Math.max(after, edge.at) : 0;
    const knownMs = last.knownMs - first.knownMs + born;
    if (knownMs <= 0) return null;
    const grown = last.grown - first.grown;
    const seenMs = Math.min(this.looks.seen(after, now, begun), this.#window);
    const isWhole = seenMs >= this.#window;
    const inside = points.slice(start).filter(({ before }) => !before);
    const extrapolated = extrapolatedRate(inside, now, this.#window);
    const perWindow = (value: number): number => (value / this.#window) * 1_000;
    const known = last.known - first.known;
    const atLeast = perWindow(grown);
    return {
      whole: isWhole && slack === 0 ? extrapolated : null,
      from: (known / knownMs) * 1_000,
      to: ((known + slack) / knownMs) * 1_000,
      atLeast,
      atMost: isWhole ? Math.max(extrapolated ?? 0, atLeast) + perWindow(slack) : Number.POSITIVE_INFINITY,
      seenMs,
    };
  }
}

const nothingYet = { raw: 0, grown: 0, slack: 0, known: 0, knownMs: 0 };

export function originOf(at: Instant, begunAt: Instant | null): Origin {
  return begunAt === null ? { at } : { at, begunAt };
}

/** Null where nobody says that it began after the look before. */
export function firstLook(origin: Origin, before: Instant | null): FirstLook | null {
  const { at, begunAt } = origin;
  if (begunAt === undefined || begunAt >= at) return null;
  return hasBegunSince(before ?? Number.NEGATIVE_INFINITY, origin)
    ? { at, ...beginningOf(begunAt, before) }
    : null;
}

/** A series that a page which was read well did not have before has grown by at most what it shows. */
function firstPoints(at: Instant, raw: number, { before }: PageLook, first: FirstLook | null): Point[] {
  if (first !== null && first.since < at)
    return [
      { ...nothingYet, at: first.since, before: false },
      { ...nothingYet, at, raw, grown: raw, known: raw, knownMs: at - first.since, before: false },
    ];
  if (before === null || before >= at) return [{ ...nothingYet, at, raw, before: false }];
  return [
    { ...nothingYet, at: before, before: true },
    { ...nothingYet, at, raw, slack: raw, knownMs: at - before, before: false },
  ];
}

interface Step {
  readonly look: PageLook;
  readonly lineage: Lineage;
  /** It was not on the page at the look before. */
  readonly isBack: boolean;
}

function nextPoint(last: Point, at: Instant, raw: number, { look, lineage, isBack }: Step): Point {
  const isNew = lineage === 'begun';
  const isUnclear = lineage === 'another' || (isBack && !isNew);
  // What is less than before began again at zero.
  const step = isNew || raw < last.raw ? raw : raw - last.raw;
  const growth = isUnclear ? 0 : step;
  const linked = isLinked(look, lineage);
  return {
    at,
    raw,
    grown: last.grown + growth,
    slack: last.slack + (isUnclear ? raw : 0),
    known: last.known + (linked ? growth : 0),
    knownMs: last.knownMs + (linked ? at - last.at : 0),
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

// Where a series is heading: the slopes between all pairs of its points since the last refill (Theil–Sen; RULES.md §4).

import type { Instant, Milliseconds } from './clock.ts';
import type { ValueSample } from './sample.ts';
import type { SampleRange } from './sliding-window.ts';
import { plotNumber } from './value.ts';

/** Down: a balance that is spent, and refilled by a step up. Up: a queue that fills, and is drained by a step down. */
export type Direction = 'up' | 'down';

export interface TrendPoint {
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** Of each such stretch of time, counted from the epoch, the first sample is a point: new ones come as rarely. */
const pointEvery: Milliseconds = 90_000;
/** At most this many points are paired: 3,160 slopes. */
const pointsMax = 80;
/** What a trend is read from at most. */
export const trendSpanMax: Milliseconds = pointEvery * pointsMax;
/** Below this number of samples, or this span, nothing is said. */
const samplesMin = 20;
export const trendSpanMin: Milliseconds = 30 * 60_000;
/** A step against the direction is a refill when it is larger than this share of the value, */
const refillShare = 0.05;
/** and than this many times the usual deviation of the steps from their median. */
const refillDeviations = 3;

/** A part of the series without a refill in it. */
interface Segment {
  readonly points: readonly TrendPoint[];
  readonly samples: number;
  readonly span: Milliseconds;
}

/** Keeps the slopes until there is a new point. */
export class Trend {
  readonly #series: SampleRange;
  readonly #direction: Direction;
  #known: {
    readonly stretch: number;
    readonly newest: Instant;
    readonly slopes: Float64Array | null;
  } | null = null;
  /** Samples up to here have been let go: a stretch that has lost some of its samples gives no point. */
  #lostUntil: Instant = Number.NEGATIVE_INFINITY;

  constructor(series: SampleRange, direction: Direction) {
    this.#series = series;
    this.#direction = direction;
  }

  /**
   * The slopes in units a millisecond, the least first, from the samples up to `at`.
   * @returns null below `samplesMin` samples or `trendSpanMin`.
   */
  slopes(at: Instant): Float64Array | null {
    const stretch = Math.floor(at / pointEvery);
    if (this.#known?.stretch === stretch && this.#known.newest <= at) return this.#known.slopes;
    const first = Math.max(stretch - pointsMax + 1, Math.floor(this.#lostUntil / pointEvery) + 1);
    const samples = this.#series.valuesBetween(first * pointEvery - 1, at);
    const slopes = slopesOf(samples, this.#direction);
    const newest = samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    this.#known = { stretch, newest, slopes };
    return slopes;
  }

  /** The series has a new sample, or one less. */
  changed(removed: ValueSample | null, added: ValueSample | null): void {
    const known = this.#known;
    if (removed && !added) {
      const stretch = Math.floor(removed.at / pointEvery);
      if (stretch === Math.floor(this.#lostUntil / pointEvery)) return;
      this.#lostUntil = removed.at;
      if (known && stretch > known.stretch - pointsMax) this.#known = null;
    } else if (known && added) {
      const isLate = added.at <= known.newest;
      const isPoint = Math.floor(added.at / pointEvery) > Math.floor(known.newest / pointEvery);
      if (isLate || isPoint) this.#known = null;
    }
  }
}

function slopesOf(samples: readonly ValueSample[], direction: Direction): Float64Array | null {
  const segments = segmentsOf(samples, direction);
  const last = segments.at(-1);
  if (!last) return null;
  // Soon after a refill the parts before it tell more than the few samples since.
  const used = isLongEnough(last.samples, last.span) ? [last] : segments;
  const total = (of: (segment: Segment) => number): number => used.reduce((sum, one) => sum + of(one), 0);
  if (
    !isLongEnough(
      total((one) => one.samples),
      total((one) => one.span),
    )
  )
    return null;
  return sortedSlopes(used.map(({ points }) => points));
}

function isLongEnough(samples: number, span: Milliseconds): boolean {
  return samples >= samplesMin && span >= trendSpanMin;
}

function segmentsOf(samples: readonly ValueSample[], direction: Direction): readonly Segment[] {
  const points: (TrendPoint & { readonly index: number })[] = [];
  let newestStretch = Number.NEGATIVE_INFINITY;
  for (const [index, { at, value }] of samples.entries()) {
    const stretch = Math.floor(at / pointEvery);
    const number = stretch > newestStretch ? plotNumber(value) : null;
    if (number === null || !Number.isFinite(number)) continue;
    newestStretch = stretch;
    points.push({ at, value: number, index });
  }
  const cuts = [0, ...refillsOf(points, direction), points.length];
  return cuts.slice(1).flatMap((end, index) => {
    const part = points.slice(cuts[index], end);
    const [first, last] = [part[0], part.at(-1)];
    // From point to point: what came after the last one changes nothing until the next.
    return first && last
      ? [{ points: part, samples: last.index - first.index + 1, span: last.at - first.at }]
      : [];
  });
}

/** The indexes of the points that begin anew. */
function refillsOf(points: readonly TrendPoint[], direction: Direction): readonly number[] {
  const sign = direction === 'down' ? 1 : -1;
  const steps = points.slice(1).map((point, index) => sign * (point.value - (points[index]?.value ?? 0)));
  const usual = refillDeviations * medianDeviation(steps);
  return steps.flatMap((step, index) =>
    step > Math.max(usual, refillShare * Math.abs(points[index]?.value ?? 0)) ? [index + 1] : [],
  );
}

/** The slope of each pair of points with different instants, the least first; only pairs within one part count. */
export function sortedSlopes(parts: readonly (readonly TrendPoint[])[]): Float64Array {
  const slopes = new Float64Array(parts.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0));
  let count = 0;
  for (const points of parts)
    for (const [index, left] of points.entries())
      for (let other = index + 1; other < points.length; other++) {
        const right = points[other];
        if (right && right.at !== left.at)
          slopes[count++] = (right.value - left.value) / (right.at - left.at);
      }
  return slopes.subarray(0, count).sort();
}

/** Linear between the two neighbours of rank q·(n−1); NaN without values. */
export function sortedQuantile(sorted: ArrayLike<number>, q: number): number {
  const rank = q * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (rank - Math.floor(rank));
}

/** The median of the distances to the median; 0 without values. */
export function medianDeviation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const middle = sortedQuantile(Float64Array.from(values).sort(), 0.5);
  return sortedQuantile(Float64Array.from(values, (value) => Math.abs(value - middle)).sort(), 0.5);
}

// Where a series is heading: the slopes between all pairs of its points since the last refill (Theil–Sen; docs/rules-research.md §4).

import type { Instant, Milliseconds } from './clock.ts';
import { KeptSlopes, type TrendPoint } from './kept-slopes.ts';
import type { ValueSample } from './sample.ts';
import { plotNumber } from './value.ts';

/** Where a trend finds its samples. */
interface SampleRange {
  /** Value samples with `after < at <= until`, oldest first. */
  valuesBetween(after: Instant, until: Instant): readonly ValueSample[];
}

/** Down: a balance that is spent, and refilled by a step up. Up: a queue that fills, and is drained by a step down. */
export type Direction = 'up' | 'down';

/** Of each such stretch of time, counted from the epoch, the first sample is a point: new ones come as rarely. */
const pointEvery: Milliseconds = 90_000;
/** At most this many points are paired: 3,160 slopes. */
const pointsMax = 80;
/** What a trend is read from at most. */
export const trendSpanMax: Milliseconds = pointEvery * pointsMax;
/** Below this number of samples, or this span, nothing is said. */
const samplesMin = 20;
const trendSpanMin: Milliseconds = 30 * 60_000;
/** A step against the direction is a refill when it is larger than this share of the value, */
const refillShare = 0.05;
/** and than this many times the usual deviation of the steps from their median. */
const refillDeviations = 3;

/** The first sample of a stretch, and how many there are in it from then on. */
interface StretchPoint extends TrendPoint {
  readonly stretch: number;
  samples: number;
}

/** A part of the series without a refill in it. */
interface Segment {
  readonly points: readonly StretchPoint[];
  readonly samples: number;
  readonly span: Milliseconds;
}

/** Keeps the points as they come, and the slopes between them until there is another point. */
export class Trend {
  readonly #series: SampleRange;
  readonly #direction: Direction;
  readonly #phase: Milliseconds;
  /** Null until it is asked for, and when what was read has changed. */
  #points: StretchPoint[] | null = null;
  #newest: Instant = Number.NEGATIVE_INFINITY;
  #known: { readonly first: number; readonly last: Instant; readonly slopes: Float64Array | null } | null =
    null;
  readonly #slopes = new KeptSlopes();
  /** The last stretch of which samples have been let go: it gives no point. */
  #lostStretch = Number.NEGATIVE_INFINITY;

  /** @param phase shifts the stretches, so that many series do not have their new points at the same instant. */
  constructor(series: SampleRange, direction: Direction, phase: Milliseconds) {
    this.#series = series;
    this.#direction = direction;
    this.#phase = phase;
  }

  /**
   * The slopes in units a millisecond, the least first, from the samples up to `at`.
   * @returns null below `samplesMin` samples or `trendSpanMin`.
   */
  slopes(at: Instant): Float64Array | null {
    const from = this.#stretchOf(at) - pointsMax + 1;
    const points = (this.#points ??= this.#read(from, Number.POSITIVE_INFINITY));
    if (at < this.#newest) return slopesOf(this.#read(from, at), this.#direction, new KeptSlopes());
    while (points[0] && points[0].stretch < from) points.shift();
    const [first, last] = [points[0]?.stretch ?? 0, points.at(-1)?.at ?? 0];
    if (this.#known?.first === first && this.#known.last === last) return this.#known.slopes;
    const slopes = slopesOf(points, this.#direction, this.#slopes);
    this.#known = { first, last, slopes };
    return slopes;
  }

  /** The series has a new sample, or one less. */
  changed(removed: ValueSample | null, added: ValueSample | null): void {
    if (removed && !added) this.#lose(removed);
    if (!this.#points || !added) return;
    if (added.at > this.#newest) this.#take(this.#points, added);
    else if (!removed || this.#points.some(({ at }) => at === added.at)) {
      this.#points = null;
      this.#known = null;
    }
  }

  #lose({ at }: ValueSample): void {
    const stretch = this.#stretchOf(at);
    if (stretch <= this.#lostStretch) return;
    this.#lostStretch = stretch;
    while (this.#points?.[0] && this.#points[0].stretch <= stretch) this.#points.shift();
  }

  #read(from: number, until: Instant): StretchPoint[] {
    const first = Math.max(from, this.#lostStretch + 1);
    const points: StretchPoint[] = [];
    for (const sample of this.#series.valuesBetween(first * pointEvery - this.#phase - 1, until))
      this.#take(points, sample);
    return points;
  }

  #take(points: StretchPoint[], { at, value }: ValueSample): void {
    this.#newest = Math.max(this.#newest, at);
    const number = plotNumber(value);
    if (number === null || !Number.isFinite(number)) return;
    const stretch = this.#stretchOf(at);
    const last = points.at(-1);
    if (last && last.stretch === stretch) last.samples++;
    else if (stretch > this.#lostStretch) points.push({ at, value: number, stretch, samples: 1 });
  }

  #stretchOf(at: Instant): number {
    return Math.floor((at + this.#phase) / pointEvery);
  }
}

function slopesOf(
  points: readonly StretchPoint[],
  direction: Direction,
  kept: KeptSlopes,
): Float64Array | null {
  const segments = segmentsOf(points, direction);
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
  return kept.of(used.map((segment) => segment.points));
}

function isLongEnough(samples: number, span: Milliseconds): boolean {
  return samples >= samplesMin && span >= trendSpanMin;
}

function segmentsOf(points: readonly StretchPoint[], direction: Direction): readonly Segment[] {
  const cuts = [0, ...refillsOf(points, direction), points.length];
  return cuts.slice(1).flatMap((end, index) => {
    const part = points.slice(cuts[index], end);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) return [];
    // From point to point: what came after the last one changes nothing until the next.
    const samples = part.slice(0, -1).reduce((sum, point) => sum + point.samples, 1);
    return [{ points: part, samples, span: last.at - first.at }];
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

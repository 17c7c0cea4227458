// The slopes between all pairs of points, in order, while points come at the end and go at the beginning: a new point of eighty brings
// 79 slopes, which are merged in; sorting all 3,160 anew would make a judgement dearer with each hour that is kept.

export interface TrendPoint {
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

type Parts = readonly (readonly TrendPoint[])[];

/** Where more has changed than this, all are sorted anew. */
const changesMax = 4;

/** A point, and which part it is in. */
interface Placed {
  readonly point: TrendPoint;
  readonly part: number;
}

export class KeptSlopes {
  #points: readonly Placed[] = [];
  #sorted: Float64Array = new Float64Array(0);

  /** As `sortedSlopes` gives them. */
  of(parts: Parts): Float64Array {
    const points = parts.flatMap((part, index) => part.map((point): Placed => ({ point, part: index })));
    this.#sorted = this.#moved(points) ?? sortedSlopes(parts);
    this.#points = points;
    return this.#sorted;
  }

  /** From those that are known; null where too much has changed. */
  #moved(points: readonly Placed[]): Float64Array | null {
    const before = this.#points;
    const gone = before.findIndex(({ point }) => point === points[0]?.point);
    const common = before.length - gone;
    if (gone < 0 || common > points.length || gone + points.length - common > changesMax) return null;
    for (let index = 0; index < common; index++) {
      const [old, here] = [before[gone + index], points[index]];
      if (!old || old.point !== here?.point) return null;
      // Cut where it was not, or no longer cut.
      const next = index + 1 < common;
      if (next && isCut(before, gone + index) !== isCut(points, index)) return null;
    }
    const less = before.slice(0, gone).flatMap((_, index) => slopesFrom(before, index, 1));
    const more = points.slice(common).flatMap((_, index) => slopesFrom(points, common + index, -1));
    return merged(this.#sorted, Float64Array.from(less).sort(), Float64Array.from(more).sort());
  }
}

/** The slope of each pair of points with different instants, the least first; only pairs within one part count. */
export function sortedSlopes(parts: Parts): Float64Array {
  const slopes = new Float64Array(parts.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0));
  let count = 0;
  for (const points of parts)
    for (const [index, left] of points.entries())
      for (let other = index + 1; other < points.length; other++) {
        const right = points[other];
        if (right && right.at !== left.at) slopes[count++] = slopeOf(left, right);
      }
  return slopes.subarray(0, count).sort();
}

function slopeOf(left: TrendPoint, right: TrendPoint): number {
  return (right.value - left.value) / (right.at - left.at);
}

function isCut(points: readonly Placed[], index: number): boolean {
  return points[index]?.part !== points[index + 1]?.part;
}

/** Those between a point and all behind it (1) or before it (−1) in its part. */
function slopesFrom(points: readonly Placed[], index: number, direction: 1 | -1): readonly number[] {
  const own = points[index];
  if (!own) return [];
  const slopes: number[] = [];
  for (let other = index + direction; points[other]?.part === own.part; other += direction) {
    const there = points[other]?.point;
    if (there && there.at !== own.point.at)
      slopes.push(direction > 0 ? slopeOf(own.point, there) : slopeOf(there, own.point));
  }
  return slopes;
}

/** All of these without `less` and with `more`, in order; null where `less` is not among them. */
function merged(sorted: Float64Array, less: Float64Array, more: Float64Array): Float64Array | null {
  const result = new Float64Array(Math.max(0, sorted.length - less.length + more.length));
  let [gone, come, count] = [0, 0, 0];
  for (const slope of sorted) {
    if (gone < less.length && slope === less[gone]) {
      gone++;
      continue;
    }
    for (; come < more.length && (more[come] ?? 0) < slope; come++) result[count++] = more[come] ?? 0;
    result[count++] = slope;
  }
  for (; come < more.length; come++) result[count++] = more[come] ?? 0;
  return gone === less.length ? result : null;
}

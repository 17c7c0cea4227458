// Quantiles and shares from the cumulative buckets of a classic Prometheus histogram (promql/quantile.go; docs/rules-research.md §6.5).

/** `count` observations, or as many a second, were at or below `upperBound`. */
export interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/** A bucket that holds less than the one below it by no more than this share is a matter of rounding. */
const roundingShare = 1e-12;

/**
 * The value below which the share `q` of the observations lies; linear inside a bucket. The lowest bucket begins at zero
 * unless its bound is below it; what lies above the highest finite bound is not known, and that bound is the answer.
 * @returns −Inf below q = 0, +Inf above 1; NaN without observations, without the +Inf bucket, or with no other.
 */
export function histogramQuantile(q: number, given: readonly Bucket[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const buckets = wellFormed(given);
  const total = buckets?.at(-1)?.count ?? 0;
  if (!buckets || buckets.length < 2 || total === 0 || Number.isNaN(total)) return Number.NaN;
  const rank = q * total;
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank);
  const index = found < 0 ? buckets.length - 1 : found;
  const bucket = buckets[index];
  const below = buckets[index - 1];
  if (!bucket) return Number.NaN;
  if (bucket.upperBound === Number.POSITIVE_INFINITY) return below?.upperBound ?? Number.NaN;
  if (!below && bucket.upperBound <= 0) return bucket.upperBound;
  const start = below?.upperBound ?? 0;
  const before = below?.count ?? 0;
  return start + (bucket.upperBound - start) * ((rank - before) / (bucket.count - before));
}

/**
 * The share of the observations above `lower` and at or below `upper`; linear inside a bucket.
 * @returns NaN without observations, without the +Inf bucket, or when a bound is NaN.
 */
export function histogramFraction(lower: number, upper: number, given: readonly Bucket[]): number {
  const buckets = wellFormed(given);
  const total = buckets?.at(-1)?.count ?? 0;
  if (!buckets || total === 0 || Number.isNaN(lower + total) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (observationsBelow(upper, buckets, total) - observationsBelow(lower, buckets, total)) / total;
}

function observationsBelow(bound: number, buckets: readonly Bucket[], total: number): number {
  let start: number | null = null;
  let before = 0;
  for (const { upperBound, count } of buckets) {
    // The lowest bucket begins at zero; one whose own bound is not above that has no beginning, and all of it lies below.
    const from: number = start ?? (upperBound > 0 ? 0 : Number.NEGATIVE_INFINITY);
    if (bound <= from) return before;
    if (bound < upperBound) {
      if (upperBound === Number.POSITIVE_INFINITY) return before;
      if (from === Number.NEGATIVE_INFINITY) return count;
      return before + (count - before) * ((bound - from) / (upperBound - from));
    }
    start = upperBound;
    before = count;
  }
  return total;
}

/** In order, each bound once, never fewer than below; null without the +Inf bucket. */
function wellFormed(given: readonly Bucket[]): readonly Bucket[] | null {
  const merged = new Map<number, number>();
  for (const { upperBound, count } of given) merged.set(upperBound, (merged.get(upperBound) ?? 0) + count);
  const bounds = [...merged.keys()].sort((a, b) => a - b);
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY) return null;
  let most = Number.NEGATIVE_INFINITY;
  return bounds.map((upperBound) => {
    const count = merged.get(upperBound) ?? 0;
    const isRounding = Math.abs(count - most) <= roundingShare * Math.min(Math.abs(count), Math.abs(most));
    most = isRounding ? most : Math.max(most, count);
    return { upperBound, count: most };
  });
}

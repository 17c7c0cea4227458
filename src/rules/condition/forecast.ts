// When a metric will cross a bound, by the Theil–Sen slope of its samples since the last refill (docs/rules-research.md §4).

import type { Amount } from '../../domain/amount.ts';
import { compareAmounts, subtractAmounts, amountToNumber } from '../../domain/amount.ts';
import type { Instant } from '../../domain/clock.ts';
import type { Series } from '../../domain/series.ts';
import { sortedQuantile } from '../../domain/trend.ts';
import { compareNumeric, isAmount, isNumeric, type Numeric } from '../../domain/value.ts';

export interface Forecast {
  /** Milliseconds from `at` to the crossing by the median slope; Infinity when it is not heading there. */
  readonly likely: number;
  /** By the 90th and the 10th percentile of the slopes: sooner and later. */
  readonly earliest: number;
  readonly latest: number;
}

/**
 * The time left until `bound` is crossed, seen from `at`. That it lies behind already is for the caller to know:
 * the bound's own comparison says so.
 * @returns null without a number, and below the samples or the span that a trend needs.
 */
export function forecast(series: Series, at: Instant, bound: Amount): Forecast | null {
  const newest = series.newestValue(at);
  if (!newest || !isNumeric(newest.value)) return null;
  const isBelow = compareNumeric(newest.value, bound) < 0;
  const slopes = series.trend(isBelow ? 'up' : 'down').slopes(at);
  if (slopes === null) return null;
  const distance = distanceTo(bound, newest.value);
  // From the instant of the newest value: what has passed since is spent already.
  const passed = at - newest.at;
  const left = (slope: number): number => {
    if (distance === 0) return 0;
    if (slope === 0 || Math.sign(slope) !== Math.sign(distance)) return Number.POSITIVE_INFINITY;
    return Math.max(0, distance / slope - passed);
  };
  const ends = [left(sortedQuantile(slopes, 0.1)), left(sortedQuantile(slopes, 0.9))];
  return {
    likely: left(sortedQuantile(slopes, 0.5)),
    earliest: Math.min(...ends),
    latest: Math.max(...ends),
  };
}

function distanceTo(bound: Amount, value: Numeric): number {
  if (!isAmount(value)) return amountToNumber(bound) - value;
  return compareAmounts(bound, value) === 0 ? 0 : amountToNumber(subtractAmounts(bound, value));
}

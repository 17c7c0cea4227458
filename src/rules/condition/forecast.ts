// When a metric will cross a bound, by the Theil–Sen slope of its samples since the last refill (RULES.md §4).

import type { Amount } from '../../domain/amount.ts';
import { amountToNumber } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Series } from '../../domain/series.ts';
import { plotNumber } from '../../domain/value.ts';

/** At most this many points are paired: 7,140 slopes. */
const pointsMax = 120;
/** Below this number of points, or this span, nothing is said. */
const pointsMin = 20;
export const forecastSpanMin: Milliseconds = 30 * 60_000;
/** A step against the trend that is larger than this share of the value is a refill. */
const refillShare = 0.05;

export interface Forecast {
  /** Milliseconds from `at` to the crossing by the median slope; Infinity when it is not heading there. */
  readonly likely: number;
  /** By the 90th and the 10th percentile of the slopes: sooner and later. */
  readonly earliest: number;
  readonly latest: number;
}

interface Place {
  readonly at: number;
  readonly value: number;
}

/**
 * The time left until `bound` is crossed, seen from `at`.
 * @returns null below `pointsMin` points or `forecastSpanMin` since the last refill; zeros when it is already crossed
 * in the direction of travel is for the caller to know: the bound's own comparison says so.
 */
export function forecast(series: Series, at: Instant, bound: Amount): Forecast | null {
  const places = sinceRefill(placesOf(series, at), amountToNumber(bound));
  const first = places[0];
  const last = places.at(-1);
  if (!first || !last || places.length < pointsMin || last.at - first.at < forecastSpanMin) return null;
  const slopes = pairwiseSlopes(thinned(places));
  const distance = amountToNumber(bound) - last.value;
  const left = (slope: number): number => {
    if (distance === 0) return 0;
    return slope === 0 || Math.sign(slope) !== Math.sign(distance)
      ? Number.POSITIVE_INFINITY
      : distance / slope;
  };
  const pick = (share: number): number => left(slopes[Math.round((slopes.length - 1) * share)] ?? 0);
  const ends = [pick(0.1), pick(0.9)];
  return { likely: pick(0.5), earliest: Math.min(...ends), latest: Math.max(...ends) };
}

function placesOf(series: Series, at: Instant): Place[] {
  const places: Place[] = [];
  for (const sample of series.valuesBetween(Number.NEGATIVE_INFINITY, at)) {
    const value = plotNumber(sample.value);
    if (value !== null && Number.isFinite(value)) places.push({ at: sample.at, value });
  }
  return places;
}

/** The part after the last step away from the bound that is too large to be noise. */
function sinceRefill(places: readonly Place[], bound: number): readonly Place[] {
  for (let index = places.length - 1; index > 0; index--) {
    const before = places[index - 1];
    const here = places[index];
    if (!before || !here) continue;
    const away = Math.abs(here.value - bound) - Math.abs(before.value - bound);
    if (away > refillShare * Math.abs(before.value) && away > 0) return places.slice(index);
  }
  return places;
}

function thinned(places: readonly Place[]): readonly Place[] {
  if (places.length <= pointsMax) return places;
  const step = (places.length - 1) / (pointsMax - 1);
  return Array.from(
    { length: pointsMax },
    (_, index) => places[Math.round(index * step)] ?? { at: 0, value: 0 },
  );
}

function pairwiseSlopes(places: readonly Place[]): number[] {
  const slopes: number[] = [];
  for (const [index, left] of places.entries())
    for (const right of places.slice(index + 1))
      if (right.at > left.at) slopes.push((right.value - left.value) / (right.at - left.at));
  return slopes.sort((a, b) => a - b);
}

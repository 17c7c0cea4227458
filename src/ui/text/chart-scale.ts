// What a chart's axes span, and how their numbers are written.

import { clockTime, isoInstant, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { displayWord, longSpan } from '../../domain/display.ts';
import type { Point, Threshold } from '../../engine/snapshot.ts';

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** A threshold further away than this many times what the chart spans anyway would flatten the data: it is named at the edge. */
const stretchMax = 4;
/** Where the lowest value is this small a share of the highest, the axis begins at zero. */
const nearZeroShare = 0.4;

/** What the value axis spans: all finite data, and the thresholds from the nearest on as long as the data stay readable. */
export function valueSpan(points: readonly Point[], thresholds: readonly Threshold[]): Span {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (value: number): void => {
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { value } of points) if (typeof value === 'number' && Number.isFinite(value)) take(value);
  const lines = thresholds.map(({ value }) => value).filter((value) => Number.isFinite(value));
  const away = (value: number): number => Math.max(low - value, value - high, 0);
  for (const [index, value] of lines.sort((a, b) => away(a) - away(b)).entries()) {
    if (index === 0 || away(value) <= stretchMax * Math.max(high - low, Math.abs(high) / 100)) take(value);
  }
  if (low > high) return { low: 0, high: 1 };
  if (low >= 0 && low <= high * nearZeroShare) low = 0;
  if (low === high) return around(low);
  return { low, high };
}

/** What the value axis spans for so many words; one alone lies in the middle. */
export function levelSpan(words: number): Span {
  return words === 1 ? { low: -1, high: 1 } : { low: 0, high: words - 1 };
}

/** What the value axis names: both its ends, or each of its words. */
export function axisValues({ low, high, words }: ValueSpan): readonly number[] {
  return words ? words.map((_, level) => level) : [high, low];
}

function around(value: number): Span {
  const margin = Math.abs(value) / 10 || 1;
  return {
    low: Math.max(-Number.MAX_VALUE, value - margin),
    high: Math.min(Number.MAX_VALUE, value + margin),
  };
}

/** Where a value stands in the span, 0 at `low` and 1 at `high`; the infinite stands at the end it points to. */
export function shareOf(value: number, { low, high }: Span): number {
  if (!Number.isFinite(value)) return value > 0 ? 1 : 0;
  // Halved first, so that the span of the largest doubles stays finite.
  const span = high / 2 - low / 2;
  return span > 0 ? Math.min(1, Math.max(0, (value / 2 - low / 2) / span)) : 0;
}

const largeUnits = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
] as const;

export interface ValueSpan extends Span {
  /** The word of each level, where the values are words. */
  readonly words?: readonly string[] | null;
  /** The metric's own. */
  readonly unit: string | null;
}

/** A number of the value axis, as many digits as its span needs: `0.172`, `1200`, `1.25M`, `3.0e+20`; hours as `12h22m`. */
export function axisNumber(value: number, { low, high, unit, words }: ValueSpan): string {
  if (words) return displayWord(words[value] ?? '');
  if (value === 0) return '0';
  const hours = longSpan(value, unit);
  // Where the whole axis is less than a minute or two high, its ends would read the same.
  if (hours !== null && longSpan(low, unit) !== longSpan(high, unit)) return hours;
  const size = Math.max(Math.abs(low), Math.abs(high));
  const span = high / 2 - low / 2;
  if (size >= 1e15 || (size > 0 && size < 1e-5)) return value.toExponential(1);
  const [factor, letter] = largeUnits.find(([from]) => size >= from) ?? [1, ''];
  const digits = span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span / factor)))) : 0;
  // Number() drops the zeros at the end; adding zero turns -0 into 0.
  return String(Number((value / factor).toFixed(digits)) + 0) + letter;
}

const instantMax = 8.64e15;
const dayMs: Milliseconds = 86_400_000;
const minuteMs: Milliseconds = 60_000;

/** From the first point to `until`, or to the newest point if that is later; a minute when both are one instant. */
export function timeSpan(points: readonly Point[], until: Instant): Span {
  const bounded = (instant: number): number => Math.min(instantMax, Math.max(-instantMax + dayMs, instant));
  const high = bounded(Math.max(until, points.at(-1)?.at ?? until));
  const low = bounded(points[0]?.at ?? high - minuteMs);
  return low < high ? { low, high } : { low: high - minuteMs, high };
}

/** A time of the time axis: with the day when the axis spans more than one. */
export function axisTime(instant: Instant, { low, high }: Span): string {
  return high - low > dayMs ? isoInstant(instant).slice(5, 16).replace('T', ' ') : clockTime(instant);
}

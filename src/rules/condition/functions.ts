// What the functions of a condition compute over the samples of one metric. Exact where the readings are exact.
// Each reads windows that the series keeps moving: it costs what enters and leaves them, not what is in them.

import {
  amount,
  amountToNumber,
  compareAmounts,
  subtractAmounts,
  zero,
  type Amount,
} from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Series } from '../../domain/series.ts';
import type { SlidingWindow } from '../../domain/sliding-window.ts';
import { SortedValues } from '../../domain/sorted-values.ts';
import { isAmount, isNumeric, toNumber, type Numeric, type Value } from '../../domain/value.ts';
import type { WindowFunctionName } from './ast.ts';

/** How many earlier windows `drop` compares with, and how many of them must have data (docs/judgement.md §8.11). */
export const dropWindows = 12;
const dropWindowsMin = 3;

/**
 * The function's value over the window that ends at `at`, window left-open: (at − window, at].
 * @returns null when it cannot be told: no samples, too few of them, a division by zero, words instead of numbers.
 */
export function windowValue(
  name: WindowFunctionName,
  series: Series,
  at: Instant,
  length: Milliseconds,
): Value | null {
  if (name === 'drop') return drop(series, at, length);
  const window = series.window(length, at);
  switch (name) {
    case 'count':
      return amount(window.count);
    case 'success':
      return successShare(window);
    case 'rate':
      return extrapolatedRate(window, at, length);
    case 'increase':
      return extrapolatedIncrease(window, at, length);
    case 'delta':
      return delta(window);
    case 'avg':
    case 'sum':
      return total(window, name);
    case 'min':
      return window.isNumeric ? window.sorted.least : null;
    case 'max':
      return window.isNumeric ? window.sorted.most : null;
    case 'stddev':
      return deviation(window);
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return quantileOver(window, amount(Number(name.slice(1)), 100));
    case 'resets':
    case 'changes':
      return window.isNumeric ? amount(window.steps[name]) : null;
  }
}

/** Infinities add up to infinity, and to nothing that can be told where both kinds are there. */
function total(window: SlidingWindow, name: 'avg' | 'sum'): Numeric | null {
  if (!window.isNumeric) return null;
  const { plusInfinite, minusInfinite, nan, measured } = window.counts;
  if (nan > 0 || (plusInfinite > 0 && minusInfinite > 0)) return null;
  if (plusInfinite > 0) return Number.POSITIVE_INFINITY;
  if (minusInfinite > 0) return Number.NEGATIVE_INFINITY;
  const { sum } = window;
  const value = name === 'sum' ? sum : mean(sum, window.count);
  return measured > 0 ? amountToNumber(value) : value;
}

/** The standard deviation of all the window's values (not of a sample of them), as Prometheus' stddev_over_time. */
function deviation(window: SlidingWindow): number | null {
  if (!window.isNumeric || !window.isFinite) return null;
  const { sum, squares } = window;
  const count = BigInt(window.count);
  const [n, d] = [sum.numerator * sum.numerator, sum.denominator * sum.denominator];
  // (n·Σx² − (Σx)²) / n², over a common denominator; never reduced: that costs more than it saves.
  const variance = amount(
    count * squares.numerator * d - n * squares.denominator,
    count * count * squares.denominator * d,
  );
  return Math.sqrt(amountToNumber(variance));
}

/** @param q below 0 gives −Inf, above 1 +Inf. */
export function quantileOver(window: SlidingWindow, q: Amount): Numeric | null {
  if (!window.isNumeric || window.counts.nan > 0) return null;
  if (compareAmounts(q, zero) < 0) return Number.NEGATIVE_INFINITY;
  if (compareAmounts(q, amount(1)) > 0) return Number.POSITIVE_INFINITY;
  return window.sorted.quantile(q);
}

/** Good probes of all probes, in percent, exactly; null without any probe, or with anything that is none. */
function successShare({ counts, count }: SlidingWindow): Amount | null {
  const probes = counts.good + counts.bad;
  return probes === 0 || probes < count ? null : amount(counts.good * 100, probes);
}

/** The newest value less the oldest one in the window; null below two samples. */
function delta(window: SlidingWindow): Numeric | null {
  const first = window.first?.value;
  const last = window.last?.value;
  if (window.count < 2 || first === undefined || last === undefined) return null;
  if (!isNumeric(first) || !isNumeric(last)) return null;
  if (isAmount(first) && isAmount(last)) return subtractAmounts(last, first);
  const difference = toNumber(last) - toNumber(first);
  return Number.isNaN(difference) ? null : difference;
}

/**
 * By how many percent the window's mean lies below the median of the earlier windows' means; negative when above.
 * Null without a baseline: fewer than `dropWindowsMin` earlier windows with data, or a median that is not positive.
 * @param isUsable whether the earlier window that ends there may be compared with.
 */
export function drop(
  series: Series,
  at: Instant,
  length: Milliseconds,
  isUsable: (until: Instant) => boolean = () => true,
): Amount | null {
  const current = windowMean(series.window(length, at));
  if (current === null) return null;
  const before: Amount[] = [];
  for (let back = 1; back <= dropWindows; back++) {
    // Each of the earlier windows moves on by itself.
    const until = at - back * length;
    const value = isUsable(until) ? windowMean(series.window(length, until, `drop ${back}`)) : null;
    if (value !== null) before.push(value);
  }
  if (before.length < dropWindowsMin) return null;
  const baseline = new SortedValues(before).quantile(amount(1, 2));
  if (baseline === null || !isAmount(baseline) || compareAmounts(baseline, zero) <= 0) return null;
  const whole = baseline.numerator * current.denominator;
  const rest = current.numerator * baseline.denominator;
  return amount((whole - rest) * 100n, whole);
}

function windowMean(window: SlidingWindow): Amount | null {
  return window.isNumeric && window.isFinite ? mean(window.sum, window.count) : null;
}

/** Not reduced: that costs more than it saves. */
function mean(sum: Amount, count: number): Amount {
  return amount(sum.numerator, sum.denominator * BigInt(count));
}

/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/**
 * As Prometheus computes it (promql/functions.go, extrapolatedRate; docs/rules-research.md §6.4).
 *
 * By how much the counter has grown over the window (at − length, at], extrapolated to its edges. A value below its
 * predecessor is a reset: the counter began again at zero. Null below two samples, or when one of them is no finite number.
 */
export function extrapolatedIncrease(
  samples: SlidingWindow,
  at: Instant,
  length: Milliseconds,
): number | null {
  const { first, last, count } = samples;
  const exact = samples.increase;
  if (!first || !last || count < 2 || exact === null || !isNumeric(first.value)) return null;
  const increase = amountToNumber(exact);
  const sampled = last.at - first.at;
  const averageGap = sampled / (count - 1);
  const threshold = averageGap * edgeFactor;
  let toStart = first.at - (at - length);
  let toEnd = at - last.at;
  if (toStart >= threshold) toStart = averageGap / 2;
  if (toEnd >= threshold) toEnd = averageGap / 2;
  const start = toNumber(first.value);
  // A counter is never below zero: it cannot have begun earlier than its zero point.
  if (increase > 0 && start >= 0) toStart = Math.min(toStart, sampled * (start / increase));
  return (increase * (sampled + toStart + toEnd)) / sampled;
}

/** The same, a second. */
export function extrapolatedRate(samples: SlidingWindow, at: Instant, length: Milliseconds): number | null {
  const increase = extrapolatedIncrease(samples, at, length);
  return increase === null ? null : (increase / length) * 1_000;
}

// What the functions of a condition compute over the samples of one metric. Exact where the readings are exact.

import {
  addAmounts,
  amount,
  amountFromNumber,
  amountToNumber,
  compareAmounts,
  divideAmounts,
  multiplyAmounts,
  subtractAmounts,
  zero,
  type Amount,
} from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { ValueSample } from '../../domain/sample.ts';
import type { Series } from '../../domain/series.ts';
import { compareNumeric, isAmount, isNumeric, type Value } from '../../domain/value.ts';
import type { FunctionName } from './ast.ts';
import { extrapolatedRate } from './rate.ts';

type Numeric = number | Amount;

/** How many earlier windows `drop` compares with, and how many of them must have data (RULES.md §8.11). */
export const dropWindows = 12;
export const dropWindowsMin = 3;

/**
 * The function's value over the window that ends at `at`, window left-open: (at − window, at].
 * @returns null when it cannot be told: no samples, too few of them, a division by zero, words instead of numbers.
 */
export function windowValue(
  name: FunctionName,
  series: Series,
  at: Instant,
  window: Milliseconds,
): Value | null {
  if (name === 'drop') return drop(series, at, window);
  const samples = series.valuesBetween(at - window, at);
  switch (name) {
    case 'count':
      return amount(samples.length);
    case 'success':
      return successShare(samples);
    case 'rate':
      return extrapolatedRate(samples, at, window);
    case 'delta':
      return delta(samples);
    default: {
      const numbers = numericValues(samples);
      return numbers === null || numbers.length === 0 ? null : aggregate(name, numbers);
    }
  }
}

/** Null when one of the samples is no number. */
function numericValues(samples: readonly ValueSample[]): Numeric[] | null {
  const numbers: Numeric[] = [];
  for (const { value } of samples) {
    if (!isNumeric(value)) return null;
    numbers.push(value);
  }
  return numbers;
}

function aggregate(name: FunctionName, numbers: readonly Numeric[]): Numeric | null {
  switch (name) {
    case 'min':
      return numbers.reduce((least, value) => (compareNumeric(value, least) < 0 ? value : least));
    case 'max':
      return numbers.reduce((most, value) => (compareNumeric(value, most) > 0 ? value : most));
    case 'sum':
      return total(numbers);
    case 'avg':
      return mean(numbers);
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return quantile(numbers, amount(Number(name.slice(1)), 100));
    default:
      return null;
  }
}

function total(numbers: readonly Numeric[]): Numeric {
  if (numbers.every(isAmount)) return numbers.reduce((sum, value) => addAmounts(sum, value), zero);
  return numbers.reduce<number>((sum, value) => sum + toNumber(value), 0);
}

function mean(numbers: readonly Numeric[]): Numeric | null {
  const sum = total(numbers);
  return isAmount(sum) ? divideAmounts(sum, amount(numbers.length)) : orNull(sum / numbers.length);
}

/** Linear between the two neighbours of rank q·(n−1), as Prometheus' quantile_over_time. */
export function quantile(numbers: readonly Numeric[], q: Amount): Numeric | null {
  const sorted = [...numbers].sort(compareNumeric);
  const rank = multiplyAmounts(q, amount(sorted.length - 1));
  const lowIndex = rank.numerator / rank.denominator;
  const low = sorted[Number(lowIndex)];
  const high = sorted[Math.min(sorted.length - 1, Number(lowIndex) + 1)];
  if (low === undefined || high === undefined) return null;
  const weight = subtractAmounts(rank, amount(lowIndex));
  if (weight.numerator === 0n || compareNumeric(low, high) === 0) return low;
  if (isAmount(low) && isAmount(high))
    return addAmounts(low, multiplyAmounts(subtractAmounts(high, low), weight));
  return orNull(toNumber(low) + (toNumber(high) - toNumber(low)) * amountToNumber(weight));
}

/** Good probes of all probes, in percent, exactly; null without any probe. */
function successShare(samples: readonly ValueSample[]): Amount | null {
  const probes = samples.filter((sample) => typeof sample.value === 'boolean');
  if (probes.length === 0 || probes.length < samples.length) return null;
  const good = probes.filter((sample) => sample.value === true).length;
  return amount(good * 100, probes.length);
}

/** The newest value less the oldest one in the window; null below two samples. */
function delta(samples: readonly ValueSample[]): Numeric | null {
  const first = samples[0]?.value;
  const last = samples.at(-1)?.value;
  if (samples.length < 2 || first === undefined || last === undefined) return null;
  if (!isNumeric(first) || !isNumeric(last)) return null;
  if (isAmount(first) && isAmount(last)) return subtractAmounts(last, first);
  return orNull(toNumber(last) - toNumber(first));
}

/**
 * By how many percent the window's mean lies below the median of the earlier windows' means; negative when above.
 * Null without a baseline: fewer than `dropWindowsMin` earlier windows with data, or a median that is not positive.
 */
function drop(series: Series, at: Instant, window: Milliseconds): Amount | null {
  const current = windowMean(series, at, window);
  if (current === null) return null;
  const before: Amount[] = [];
  for (let back = 1; back <= dropWindows; back++) {
    const value = windowMean(series, at - back * window, window);
    if (value !== null) before.push(value);
  }
  if (before.length < dropWindowsMin) return null;
  const baseline = quantile(before, amount(1, 2));
  if (baseline === null || !isAmount(baseline) || compareAmounts(baseline, zero) <= 0) return null;
  const share = divideAmounts(subtractAmounts(baseline, current), baseline);
  return share && multiplyAmounts(share, amount(100));
}

function windowMean(series: Series, at: Instant, window: Milliseconds): Amount | null {
  const numbers = numericValues(series.valuesBetween(at - window, at));
  if (numbers === null || numbers.length === 0) return null;
  const value = mean(numbers);
  if (value === null) return null;
  if (isAmount(value)) return value;
  return Number.isFinite(value) ? amountFromNumber(value) : null;
}

function toNumber(value: Numeric): number {
  return isAmount(value) ? amountToNumber(value) : value;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

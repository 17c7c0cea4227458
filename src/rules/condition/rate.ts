// The increase of a counter a second, as Prometheus computes it (promql/functions.go, extrapolatedRate; docs/rules-research.md §6.4).

import { amountToNumber } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { SlidingWindow } from '../../domain/sliding-window.ts';
import { isNumeric, toNumber } from '../../domain/value.ts';

/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/**
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

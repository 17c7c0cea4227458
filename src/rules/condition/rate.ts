// The increase of a counter a second, as Prometheus computes it (promql/functions.go, extrapolatedRate; RULES.md §6.4).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { ValueSample } from '../../domain/sample.ts';
import { plotNumber } from '../../domain/value.ts';

/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

/**
 * Increase a second over the window (at − window, at]. A value below its predecessor is a reset: the counter began
 * again at zero. Null below two samples, or when one of them is no number.
 */
export function extrapolatedRate(
  samples: readonly ValueSample[],
  at: Instant,
  window: Milliseconds,
): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < 2) return null;
  const values = samples.map((sample) =>
    typeof sample.value === 'string' ? null : plotNumber(sample.value),
  );
  let increase = 0;
  let previous: number | null = null;
  for (const value of values) {
    if (value === null) return null;
    if (previous !== null) increase += value < previous ? value : value - previous;
    previous = value;
  }
  const sampled = last.at - first.at;
  const averageGap = sampled / (samples.length - 1);
  const threshold = averageGap * edgeFactor;
  let toStart = first.at - (at - window);
  let toEnd = at - last.at;
  if (toStart >= threshold) toStart = averageGap / 2;
  if (toEnd >= threshold) toEnd = averageGap / 2;
  const start = values[0] ?? 0;
  // A counter is never below zero: it cannot have begun earlier than its zero point.
  if (increase > 0 && start >= 0) toStart = Math.min(toStart, sampled * (start / increase));
  const rate = ((increase * (sampled + toStart + toEnd)) / sampled / window) * 1_000;
  return Number.isNaN(rate) ? null : rate;
}

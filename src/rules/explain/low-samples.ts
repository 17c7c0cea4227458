// How many readings a percentile takes before it says more than its greatest ones (AWS, "Percentile-based CloudWatch alarms and low
// data samples"; docs/rules-research.md §2.2).

import type { Milliseconds } from '../../domain/clock.ts';
import type { Call } from '../condition/ast.ts';

/** @param share of the values that lie below it, between 0 and 1: 0.95 for p95. */
export function samplesNeeded(share: number): number {
  // 1 − 0.9 is not quite 0.1; the smallest share that is asked for has three digits.
  const tail = Math.round(Math.min(share, 1 - share) * 1e6) / 1e6;
  return Math.round(10 / tail);
}

const shares: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** `60 readings are few for p95, which takes 200`; null where they are enough, or it is no percentile. */
export function fewSamples({ name, window }: Call, interval: Milliseconds): string | null {
  const share = shares[name];
  if (share === undefined || window === null) return null;
  const readings = Math.floor(window / interval);
  const needed = samplesNeeded(share);
  return readings < needed ? `${readings} readings are few for ${name}, which takes ${needed}` : null;
}

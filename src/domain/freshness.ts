// For how long a value counts unless the profile says otherwise (docs/judgement.md §8.2).

import type { Milliseconds } from './clock.ts';

/** An answer may be late by a poll and a half, or by its timeout and five seconds. */
export function usualStaleAfter(interval: Milliseconds, timeout: Milliseconds): Milliseconds {
  return Math.max(2.5 * interval, interval + timeout + 5_000);
}

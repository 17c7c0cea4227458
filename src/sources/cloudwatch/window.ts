// Which periods a poll asks for: whole ones, settled ones, and enough of those read before to see what came late.

import type { Instant, Milliseconds } from '../../domain/clock.ts';

/** How many settled periods are read again at each poll, so that a value that came late is judged again. */
const periodsReread = 3;

/** How far back the first look reaches, so that windows and `for` are filled at once. Also the furthest of any look. */
export const firstLook: Milliseconds = 3_600_000;

/** A span of whole periods: `start` belongs to it, `end` does not. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
  /** The part that every poll reads: a metric without a value from here on is said to have none. */
  readonly recentStart: Instant;
}

/**
 * The window of one look. Its end is the end of the newest period that has settled: `end + settle <= now`.
 * @param history how far back each look reaches at least; null for `periodsReread` periods.
 * @param filledUntil the end of the last complete look; null when there was none. What lies between is made up for.
 */
export function windowAt(
  now: Instant,
  period: Milliseconds,
  settle: Milliseconds,
  history: Milliseconds | null,
  filledUntil: Instant | null,
): Window {
  const end = Math.floor((now - settle) / period) * period;
  const reread = Math.max(wholePeriods(history ?? 0, period), periodsReread * period);
  const furthest = Math.max(wholePeriods(firstLook, period), reread);
  const missed = filledUntil === null ? furthest : Math.max(0, end - filledUntil) + reread;
  return { start: end - Math.min(missed, furthest), end, recentStart: end - reread };
}

function wholePeriods(span: Milliseconds, period: Milliseconds): Milliseconds {
  return Math.ceil(span / period) * period;
}

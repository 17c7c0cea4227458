// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date by the other end's clock.

import type { Clock, Milliseconds } from '../../domain/clock.ts';

/** Longest that we let ourselves be sent away: beyond it the wall would be blind on one answer's word. In real milliseconds. */
const retryAfterMax: Milliseconds = 300_000;

/** How long the other end asks to be left alone, in launch milliseconds, at most `retryAfterMax`; null when it does not say. */
export function retryAfter(value: string | null, date: string | null, clock: Clock): Milliseconds | null {
  if (value === null) return null;
  const wait = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1_000 : untilDate(value, date, clock);
  return wait === null ? null : Math.min(Math.max(wait, 0), retryAfterMax) * clock.scale;
}

/** By the answer's own Date, so that a clock that differs from ours does not matter. */
function untilDate(value: string, date: string | null, clock: Clock): Milliseconds | null {
  const until = Date.parse(value);
  const sent = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(until)) return null;
  return until - (Number.isNaN(sent) ? clock.now() : sent);
}

// Instants as people write them: a date, a time, and the offset to UTC, without which nobody knows which hour is meant.

import type { Instant } from './clock.ts';

export const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Reads `2026-12-01T15:00:00Z` or `2026-12-01 16:00+01:00`; null when the text is no instant, or no day of the calendar. */
export function parseInstant(text: string): Instant | null {
  const [, year, month, day] = instantPattern.exec(text) ?? [];
  const instant = year === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(instant)) return null;
  // Date.parse takes the 30th of February for the 2nd of March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return isDay ? instant : null;
}

// PostgreSQL's times as texts, exact to the microsecond: `2026-11-22 14:45:35.123456+00` and the interval `P1DT2H3M4.5S`.

import { addAmounts, amount, multiplyAmounts, parseAmount, zero, type Amount } from '../../domain/amount.ts';

const instantPattern =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([-+])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

const intervalPattern =
  /^P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$/;

/** A timestamptz in the style ISO, in microseconds since 1970; null for infinity, for a year before Christ, and for no such text. */
export function microsecondsOf(text: string): bigint | null {
  const match = instantPattern.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute, zoneSecond] =
    match;
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const zone = Number(zoneHour) * 3_600 + Number(zoneMinute ?? 0) * 60 + Number(zoneSecond ?? 0);
  const ms = utc - (sign === '-' ? -zone : zone) * 1_000;
  return Number.isFinite(ms) ? BigInt(ms) * 1_000n + BigInt(fraction.padEnd(6, '0')) : null;
}

export type IntervalAnswer = { readonly ms: Amount } | { readonly problem: 'months' | 'infinite' };

/** An interval in the style iso_8601, in milliseconds. A day is 24 hours; months and years have no length of their own. */
export function intervalMs(text: string): IntervalAnswer {
  const match = intervalPattern.exec(text);
  if (!match) return { problem: 'infinite' };
  const [, years = '0', months = '0', weeks, days, hours, minutes, seconds] = match;
  if (Number(years) !== 0 || Number(months) !== 0) return { problem: 'months' };
  const parts: readonly (readonly [string | undefined, bigint])[] = [
    [weeks, 604_800_000n],
    [days, 86_400_000n],
    [hours, 3_600_000n],
    [minutes, 60_000n],
    [seconds, 1_000n],
  ];
  const ms = parts.reduce(
    (sum, [part, size]) =>
      part === undefined ? sum : addAmounts(sum, multiplyAmounts(parseAmount(part) ?? zero, amount(size))),
    zero,
  );
  return { ms };
}

// Durations as people write them in a profile (`10m`, `1h30m`, `250ms`) and as the wall shows them (`7m12s`).

import type { Milliseconds } from './clock.ts';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** What a duration looks like, as a part of a pattern: how editors are told of it. */
export const durationForm = String.raw`(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+`;
const durationPattern = new RegExp(`^${durationForm}$`);
/** Whatever begins so was meant for one: a number, with a sign before it or not, or ISO 8601 (`PT15M`). */
export const likeDurationForm = String.raw`[\s<>=≤≥~±+.,-]*\d|[Pp](?:[Tt]?\d+[A-Za-z])+$`;
export const likeDuration = new RegExp(`^(?:${likeDurationForm})`);
/** A hundred years: what lies further ahead cannot be told as an instant. */
const durationMax: Milliseconds = 36_500 * 86_400_000;

const partPattern = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/**
 * Reads `10m`, `1h30m`, `1.5s`, `250ms`, `0s`. Units may be ms, s, m, h and d.
 * @returns whole milliseconds, or null when the text is no duration, or one of more than a hundred years.
 */
export function parseDuration(text: string): Milliseconds | null {
  const trimmed = text.trim();
  if (!durationPattern.test(trimmed)) return null;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(partPattern)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
  }
  return total <= durationMax ? Math.round(total) : null;
}

const meantPart =
  /(\d+(?:[.,]\d+)?)\s*(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])/iy;

/** What somebody meant who wrote `15 min`, `1 hour 30 minutes`, `1,5 h` or `PT15M`; null where that cannot be told. */
export function durationMeant(text: string): string | null {
  const spaced = text
    .trim()
    .replace(/^P(?=[T\d])/i, '')
    .replace(/^T|(?<=[A-Z])T?(?=\d)/gi, ' ')
    .trim();
  let meant = '';
  for (let at = 0; at < spaced.length;) {
    meantPart.lastIndex = at;
    const [part, amount = '', unit = ''] = meantPart.exec(spaced) ?? [];
    if (part === undefined) return null;
    meant += amount.replace(',', '.') + (/^m(?:illi|s)/i.test(unit) ? 'ms' : unit.charAt(0).toLowerCase());
    at += part.length;
    at += /^(?:\s*(?:,|and\b|&)?\s*)/.exec(spaced.slice(at))?.[0].length ?? 0;
  }
  return parseDuration(meant) === null ? null : meant;
}

/** What is wrong with a text that is no duration, and what to write. */
export function noDuration(text: string, otherwise = '250ms, 10s, 5m or 1h30m'): string {
  return `"${text}" is no duration: write ${durationMeant(text) ?? otherwise}`;
}

/** The shortest exact text that `parseDuration` reads back: `90000` is `1m30s`. */
export function printDuration(duration: Milliseconds): string {
  if (duration === 0) return '0s';
  let rest = Math.round(duration);
  let text = '';
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** A span as it was set, for people: nothing of it is dropped. `6900` is `6.9s`, `94_200_000` is `1d2h10m`. */
export function exactDuration(duration: Milliseconds): string {
  const span = Math.round(duration);
  const rest = span % 60_000;
  // A part of a second is written as one.
  if (span < 1_000 || rest % 1_000 === 0) return printDuration(span);
  const minutes = span - rest;
  return `${minutes > 0 ? printDuration(minutes) : ''}${rest / 1_000}s`;
}

/** For people: two neighbouring units at the most. `432000` is `7m12s`, `7_980_000` is `2h13m`, `450` is `450ms`. */
export function formatDuration(duration: Milliseconds): string {
  const span = Math.max(0, Math.round(duration));
  if (span === 0) return '0s';
  if (span < 1_000) return `${span}ms`;
  const seconds = Math.floor(span / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, 'm', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'm');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/**
 * A measured span of an hour or more, in hours as its limits are written: `12h22m`, `26h10m`; from two days on `2d5h`.
 * What is smaller than its second unit is dropped.
 */
export function formatHours(duration: Milliseconds): string {
  const minutes = Math.floor(duration / 60_000);
  return minutes < 48 * 60
    ? pair(Math.floor(minutes / 60), 'h', minutes % 60, 'm')
    : formatDuration(duration);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

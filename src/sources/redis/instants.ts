// Times as applications write them into Redis: milliseconds, seconds, ISO 8601; and where in an element they stand.

import type { Answer } from '../../domain/answer.ts';
import type { Instant } from '../../domain/clock.ts';
import { pointerNames } from '../../domain/escapes.ts';
import { gap } from '../../domain/gap.ts';

/** Longest element that is parsed, in characters. */
const elementCharactersMax = 1_048_576;

const secondsFrom = 1e9; // 2001-09-09
const millisecondsFrom = 1e12;
const millisecondsUntil = 1e14; // the year 5138

/**
 * The instant that a number of seconds or milliseconds since 1970, or an ISO 8601 text with its zone, names.
 * @returns null for what is no time between 2001 and 5138: a priority, a counter, an id.
 */
export function instantOf(value: unknown): Instant | null {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(value)) {
    const instant = Date.parse(value);
    return Number.isFinite(instant) ? instant : null;
  }
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (typeof value === 'string' && !/^\d+(?:\.\d+)?(?:e\+?\d+)?$/i.test(value)) return null;
  const number = Number(value);
  if (number >= secondsFrom && number < millisecondsUntil / 1_000) return Math.round(number * 1_000);
  return number >= millisecondsFrom && number < millisecondsUntil ? Math.round(number) : null;
}

/**
 * The instant that a JSON text holds in a field.
 * @param field the name of a field at the top, or a JSON pointer (RFC 6901).
 * @param what names the text in the sentence of a gap: `an element of list "jobs"`.
 */
export function instantInJson(text: string, field: string, what: string): Answer<Instant> {
  if (text.length > elementCharactersMax)
    return { gap: gap('too_large', `${what} is longer than ${elementCharactersMax} characters`) };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { gap: gap('parse', `${what} is not JSON, so its age cannot be told`) };
  }
  for (const step of steps(field)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      return { gap: gap('not_found', `${what} has no field "${field}", so its age cannot be told`) };
    found = Object.getOwnPropertyDescriptor(found, step)?.value;
  }
  const value = instantOf(found);
  return value === null ? { gap: gap('wrong_type', `field "${field}" of ${what} is no time`) } : { value };
}

function steps(field: string): string[] {
  return field.startsWith('/') ? pointerNames(field) : [field];
}

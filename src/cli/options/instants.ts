// Instants and durations on the command line.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { noDuration, parseDuration } from '../../domain/duration.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { parseInstant } from '../../domain/instant.ts';

/** `now`, or ISO 8601 with a zone. */
export function instantArgument(option: string, text: string, now: Instant): Instant {
  if (text === 'now') return now;
  const instant = parseInstant(text);
  if (instant === null)
    throw new LaunchwallError(
      'usage',
      `${option}: "${text}" is no instant: write now, or 2026-12-01T15:00:00Z`,
    );
  return instant;
}

export function durationArgument(option: string, text: string): Milliseconds {
  const duration = parseDuration(text);
  if (duration === null || duration === 0)
    throw new LaunchwallError('usage', `${option}: ${noDuration(text, '30s, 2m or 1h30m')}`);
  return duration;
}

/** As a duration, and `0s` for none at all. */
export function spanArgument(option: string, text: string): Milliseconds {
  return parseDuration(text) === 0 ? 0 : durationArgument(option, text);
}

export function numberArgument(option: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new LaunchwallError('usage', `${option}: "${text}" is no number from ${least} to ${most}`);
  return value;
}

export function wholeNumberArgument(option: string, text: string, least: number, most: number): number {
  const value = numberArgument(option, text, least, most);
  if (!Number.isInteger(value))
    throw new LaunchwallError('usage', `${option}: "${text}" is no whole number from ${least} to ${most}`);
  return value;
}

// Instants and durations on the command line.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import { parseDuration } from '../domain/duration.ts';
import { LaunchwallError } from '../domain/errors.ts';

/** `now`, or ISO 8601 with a zone. */
export function instantArgument(option: string, text: string, now: Instant): Instant {
  if (text === 'now') return now;
  const instant = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant))
    throw new LaunchwallError(
      'usage',
      `${option}: "${text}" is no instant: write now, or 2026-12-01T15:00:00Z`,
    );
  return instant;
}

export function durationArgument(option: string, text: string): Milliseconds {
  const duration = parseDuration(text);
  if (duration === null)
    throw new LaunchwallError('usage', `${option}: "${text}" is no duration: write 30s, 2m or 1h30m`);
  return duration;
}

export function numberArgument(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new LaunchwallError('usage', `${option}: "${text}" is no number from ${least} to ${most}`);
  return value;
}

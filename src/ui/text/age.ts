// Ages and countdowns as the wall shows them. All of them derive from the board's instant, never from the machine's.

import { formatDuration } from '../../domain/duration.ts';
import type { Iso } from '../../rules/board.ts';

/** Milliseconds from `from` to `to`; 0 when it lies in the future. */
export function between(from: Iso, to: Iso): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

/**
 * How long ago, coarsely: `<1m`, `3m`, `2h10m`, `3d4h`. Coarse on purpose: an age that ticks in every row would
 * rewrite the whole screen each second.
 */
export function coarseAge(span: number): string {
  return span < 60_000 ? '<1m' : formatDuration(Math.floor(span / 60_000) * 60_000);
}

/** Seconds and two units, for the few ages that are watched as they grow: `42s`, `3m10s`, `2h10m`. */
export function fineAge(span: number): string {
  return span < 1_000 ? '0s' : formatDuration(span);
}

/** `14:18`, `1:02:03`, `3d 04:05:06`: whole seconds, rounded up, so that 0:00 means the time is over. */
export function clockSpan(span: number): string {
  const seconds = Math.ceil(Math.max(0, span) / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}

export interface Countdown {
  readonly text: string;
  readonly overdue: boolean;
}

/** What is left until the deadline, or by how much it has passed. */
export function countdown(deadline: Iso, at: Iso): Countdown {
  const left = Date.parse(deadline) - Date.parse(at);
  return left >= 0
    ? { text: `respond in ${clockSpan(left)}`, overdue: false }
    : { text: `overdue by ${clockSpan(-left)}`, overdue: true };
}

/** `14:31:25` of an instant as the board writes it. */
export function timeOf(iso: Iso): string {
  return iso.slice(11, 19);
}

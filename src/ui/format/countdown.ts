// Time until an instant and past it: `14:18`, `2h10m`, `overdue by 2:03`.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { Iso } from '../../rules/board.ts';

const hourMs = 3_600_000;

/** Below an hour minutes and seconds, `0:07`, `14:18`; above it `2h10m`, `1d4h`. Never more than there is: rounded down. */
export function formatCountdown(span: Milliseconds): string {
  const seconds = Math.floor(Math.max(0, span) / 1_000);
  if (seconds * 1_000 >= hourMs) return formatDuration(seconds * 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How a deadline stands at an instant. On the deadline itself it is overdue. */
export interface Deadline {
  readonly overdue: boolean;
  /** `respond in 14:18`, `overdue by 2:03`. */
  readonly text: string;
}

export function deadline(respondBy: Iso, at: Iso): Deadline {
  const left = instantOf(respondBy) - instantOf(at);
  return left > 0
    ? { overdue: false, text: `respond in ${formatCountdown(left)}` }
    : { overdue: true, text: `overdue by ${formatCountdown(-left)}` };
}

export function instantOf(iso: Iso): Instant {
  return Date.parse(iso);
}

/** How long ago, never negative, as people say it: `42s`, `7m12s`. */
export function agoText(since: Iso, at: Iso): string {
  const span = Math.max(0, instantOf(at) - instantOf(since));
  return span < 1_000 ? '0s' : formatDuration(span);
}

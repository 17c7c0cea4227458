// A machine that slept, or a program that was stopped, saw nothing in that time: that is said.

import { clockTime, type Instant, type Milliseconds } from '../domain/clock.ts';
import { formatDuration } from '../domain/duration.ts';

/** A tick that comes this much too late, in real milliseconds, is no busy moment. */
const lateMin: Milliseconds = 2_000;

export interface LateTick {
  /** When it was due, and when it came, in launch time. */
  readonly due: Instant;
  readonly now: Instant;
  /** Launch milliseconds in one real millisecond. */
  readonly scale: number;
  /** Real milliseconds by which it is late for the monotonic clock, which a machine that sleeps may stop. */
  readonly lagMs: Milliseconds;
}

/** What is said of it; null for a tick that is in time. */
export function standStillWords({ due, now, scale, lagMs }: LateTick): string | null {
  const late = Math.max((now - due) / scale, lagMs);
  if (late < lateMin) return null;
  const span = formatDuration(Math.round(late / 1_000) * 1_000);
  const between = `from ${clockTime(due)} to ${clockTime(now)}`;
  return lagMs >= lateMin
    ? `this program stood still for ${span} (${between}): it was stopped, or the machine slept; nothing was seen in that time`
    : `the machine's clock went ahead by ${span} (${between}): it slept, or its clock was set; nothing was seen in that time`;
}

// The clocks the program runs on. This file owns the machine's time and timers; nothing else asks for them.

import { performance } from 'node:perf_hooks';
import type { Cancel, Clock, Instant, Milliseconds } from '../domain/clock.ts';

/** The machine's own time. */
export function systemClock(): Clock {
  return scaledClock(1);
}

/**
 * Launch time that runs `scale` times as fast as the machine's, from `start` on.
 * @param start the launch instant at which it begins; the machine's time when left out.
 */
export function scaledClock(scale: number, start: Instant = Date.now()): Clock {
  const origin = performance.now();
  // At scale 1 the wall clock itself is followed, so that a corrected or suspended machine is seen as such.
  const now =
    scale === 1 ? Date.now : (): Instant => Math.round(start + (performance.now() - origin) * scale);
  return {
    scale,
    now,
    monotonic: () => performance.now(),
    after: (delay, run) => realTimer(delay / scale, run),
  };
}

function realTimer(delay: Milliseconds, run: () => void): Cancel {
  const timer = setTimeout(run, Math.max(0, delay));
  return () => clearTimeout(timer);
}

// The clocks the program runs on. This file owns the machine's time and timers; nothing else asks for them.

import type { Cancel, Clock, Instant, Milliseconds } from '../domain/clock.ts';

/** A wall clock further ahead of the monotonic one than this, in milliseconds, has been corrected, or we were suspended. */
const jumpMin = 1_000;

/**
 * The machine's own time, which never goes back and never stands still: a wall clock that is set back would make old
 * readings look fresh, so only steps ahead are followed (a corrected clock, a machine that slept).
 * @param zero the launch instant at which `processMs` was zero, for a thread that must have another one's time.
 */
export function systemClock(zero: Instant = Date.now() - processMs()): Clock {
  let origin = zero + processMs() - performance.now();
  return {
    scale: 1,
    now: () => {
      const ahead = Date.now() - (origin + performance.now());
      if (ahead > jumpMin) origin += ahead;
      return Math.round(origin + performance.now());
    },
    monotonic: () => performance.now(),
    after: realTimer,
  };
}

/**
 * Launch time that runs `scale` times as fast as the machine's, from `start` on.
 * @param start the launch instant at which it begins; the machine's time when left out.
 */
export function scaledClock(scale: number, start: Instant = Date.now()): Clock {
  const origin = performance.now();
  return {
    scale,
    now: () => Math.round(start + (performance.now() - origin) * scale),
    monotonic: () => performance.now(),
    after: (delay, run) => realTimer(delay / scale, run),
  };
}

/** Real milliseconds since an origin that all threads of this process have in common. */
export function processMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

/** A longer timer would run at once (setTimeout holds the delay in 31 bits): a month is waited for in parts. */
const timerMax: Milliseconds = 2 ** 31 - 1;

function realTimer(delay: Milliseconds, run: () => void): Cancel {
  let timer: NodeJS.Timeout;
  const wait = (left: Milliseconds): void => {
    const part = Math.min(Math.max(0, left), timerMax);
    timer = setTimeout(() => (left > part ? wait(left - part) : run()), part);
  };
  wait(delay);
  return () => clearTimeout(timer);
}

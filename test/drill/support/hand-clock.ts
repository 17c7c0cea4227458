// A clock that a test moves by hand; timers run in order as it passes them.

import type { Clock, Instant } from '../../../src/domain/clock.ts';

export interface HandClock extends Clock {
  advance(by: number): void;
  readonly pending: () => number;
}

export function handClock(start: Instant, scale = 1): HandClock {
  let now = start;
  const timers = new Set<{ at: Instant; run: () => void }>();
  return {
    scale,
    now: () => now,
    monotonic: () => now,
    after(delay, run) {
      const timer = { at: now + delay, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(by) {
      const end = now + by;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
    pending: () => timers.size,
  };
}

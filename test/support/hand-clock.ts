// A clock that a test moves by hand; timers run in order as it passes them.

import type { Clock, Instant } from '../../src/domain/clock.ts';

export interface HandClock extends Clock {
  advance(by: number): void;
  /** The same, and whatever each timer sets going is waited for before the next one. */
  pass(by: number): Promise<void>;
  /** The machine sleeps: time has gone on, and no timer has run. */
  sleep(by: number): void;
  readonly pending: () => number;
}

/** Everything that needs no time has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function handClock(start: Instant, scale = 1): HandClock {
  let now = start;
  const timerUntil = (end: Instant): (() => void) | null => {
    const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    if (next === undefined) return null;
    timers.delete(next);
    now = Math.max(now, next.at);
    return next.run;
  };
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
      for (let run = timerUntil(end); run !== null; run = timerUntil(end)) run();
      now = end;
    },
    async pass(by) {
      const end = now + by;
      await turn();
      for (let run = timerUntil(end); run !== null; run = timerUntil(end)) {
        run();
        await turn();
      }
      now = end;
    },
    sleep(by) {
      now += by;
    },
    pending: () => timers.size,
  };
}

// The machine's time as the program takes it: never back, ahead at once; and timers longer than the machine's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scaledClock, systemClock } from '../../src/engine/clocks.ts';

const noon = Date.UTC(2026, 11, 1, 12);

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

/** The wall clock is corrected by this much; the monotonic one goes on. */
function correct(by: number): void {
  vi.setSystemTime(Date.now() + by);
}

test('time goes on as the machine’s does', () => {
  const clock = systemClock();
  expect(clock.now()).toBe(noon);
  vi.advanceTimersByTime(61_000);
  expect(clock.now()).toBe(noon + 61_000);
});

test('a wall clock that is set back does not make old readings fresh', () => {
  const clock = systemClock();
  vi.advanceTimersByTime(10_000);
  correct(-3_600_000);
  expect(clock.now()).toBe(noon + 10_000);
  vi.advanceTimersByTime(10_000);
  expect(clock.now()).toBe(noon + 20_000);
});

test('a machine that slept, or whose clock was slow, makes readings old at once', () => {
  const clock = systemClock();
  correct(3_600_000);
  expect(clock.now()).toBe(noon + 3_600_000);
  correct(-3_600_000);
  expect(clock.now()).toBe(noon + 3_600_000);
  vi.advanceTimersByTime(500);
  expect(clock.now()).toBe(noon + 3_600_500);
});

test('whatever the wall clock does, time never goes back and never stands still', () => {
  const clock = systemClock();
  let before = clock.now();
  for (const by of [900, -900, 5_000, -70_000, 1, -1, 86_400_000, -86_400_000, 999, 1_001]) {
    correct(by);
    vi.advanceTimersByTime(7);
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(before + 7);
    before = now;
  }
});

test('a drill runs faster, and its timers too', () => {
  const clock = scaledClock(20, noon);
  let ran = false;
  clock.after(20_000, () => (ran = true));
  vi.advanceTimersByTime(999);
  expect([clock.now(), ran]).toEqual([noon + 19_980, false]);
  vi.advanceTimersByTime(1);
  expect([clock.now(), ran]).toEqual([noon + 20_000, true]);
});

test('a timer of sixty days runs after sixty days, and can be taken back in each of its parts', () => {
  const days = 86_400_000;
  const clock = systemClock();
  const ran: string[] = [];
  clock.after(60 * days, () => ran.push('kept'));
  const cancel = clock.after(60 * days, () => ran.push('taken back'));
  vi.advanceTimersByTime(59 * days);
  expect(ran).toEqual([]);
  cancel();
  vi.advanceTimersByTime(days);
  expect(ran).toEqual(['kept']);
  expect(vi.getTimerCount()).toBe(0);
});

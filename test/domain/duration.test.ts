// Durations: what is read, what is printed back, what people see.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  durationMeant,
  exactDuration,
  formatDuration,
  parseDuration,
  printDuration,
} from '../../src/domain/duration.ts';

test.each([
  ['15 min', '15m'],
  ['15min', '15m'],
  ['1 hour 30 minutes', '1h30m'],
  ['1 h and 30 min', '1h30m'],
  ['2 Days, 4 hrs', '2d4h'],
  ['1,5 h', '1.5h'],
  ['200 msec', '200ms'],
  ['PT1H30M', '1h30m'],
  ['P2DT4H', '2d4h'],
  ['15', null],
  ['2 business days', null],
  ['1 month', null],
  ['15 min or so', null],
  ['', null],
])('who writes %j means %j', (text, meant) => {
  expect(durationMeant(text)).toBe(meant);
});

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['1.5s', 1_500],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    [' 5m ', 300_000],
  ])('%s', (text, duration) => {
    expect(parseDuration(text)).toBe(duration);
  });

  it.each(['', '10', 'm', '10 m', '-5s', '5x', '1e3s', '5mm', '5m3'])('not %s', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), (duration) => {
        expect(parseDuration(printDuration(duration))).toBe(duration);
      }),
    );
  });
});

it.each([
  [0, '0s'],
  [450, '450ms'],
  [59_999, '59s'],
  [60_000, '1m'],
  [432_000, '7m12s'],
  [7_980_000, '2h13m'],
  [90_000_000, '1d1h'],
  [-5, '0s'],
])('%d ms is shown as %s', (duration, text) => {
  expect(formatDuration(duration)).toBe(text);
});

it.each([
  [0, '0s'],
  [450, '450ms'],
  [6_900, '6.9s'],
  [12_500, '12.5s'],
  [61_050, '1m1.05s'],
  [90_000, '1m30s'],
  [94_200_000, '1d2h10m'],
])('%i ms that were set are shown as %s, and read back', (duration, text) => {
  expect(exactDuration(duration)).toBe(text);
  expect(parseDuration(text)).toBe(duration);
});

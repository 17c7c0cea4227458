// Instants and durations as people write them, and what is none.
import { expect, test } from 'vitest';
import { parseDuration } from '../../src/domain/duration.ts';
import { parseInstant } from '../../src/domain/instant.ts';

test.each([
  ['2026-12-01T15:00:00Z', Date.UTC(2026, 11, 1, 15)],
  ['2026-12-01 16:00+01:00', Date.UTC(2026, 11, 1, 15)],
  ['2028-02-29T00:00:00.5Z', Date.UTC(2028, 1, 29, 0, 0, 0, 500)],
  ['2026-02-29T00:00:00Z', null],
  ['2026-02-30T15:00:00Z', null],
  ['2026-13-01T15:00:00Z', null],
  ['2026-12-01T25:00:00Z', null],
  ['2026-12-01T15:00:00', null],
  ['1764601200000', null],
  ['', null],
])('the instant %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each([
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['0s', 0],
  ['36500d', 36_500 * 86_400_000],
  // No calendar reaches that far: an instant that lies so long ahead cannot be written.
  ['36501d', null],
  ['99999999999d', null],
  ['-5m', null],
  ['5', null],
  ['5 m', null],
])('the duration %s', (text, duration) => {
  expect(parseDuration(text)).toBe(duration);
});

// Instants as they are written: what a Date says, in any year.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockTime, isoInstant } from '../../src/domain/clock.ts';

const edges = [
  '0000-12-31',
  '0001-01-01',
  '1900-02-28',
  '2000-02-29',
  '2026-11-22',
  '2100-02-28',
  '9999-12-31',
  '+010000-01-01',
];

test('any instant is written as a Date writes it', () => {
  const near = fc
    .record({
      edge: fc.constantFrom(...edges.map((day) => Date.parse(day))),
      off: fc.integer({ min: -3e8, max: 3e8 }),
    })
    .map(({ edge, off }) => edge + off);
  const any = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(
    fc.property(fc.oneof(near, any, fc.date({ noInvalidDate: true }).map(Number)), (instant) => {
      expect(isoInstant(instant)).toBe(new Date(instant).toISOString());
    }),
    { numRuns: 5_000 },
  );
});

test('a time of day is of UTC', () => {
  expect(clockTime(Date.UTC(2026, 11, 1, 14, 31, 25, 999))).toBe('14:31:25');
});

test('what is no instant is refused', () => {
  expect(() => isoInstant(Number.NaN)).toThrow(RangeError);
});

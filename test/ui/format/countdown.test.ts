import { expect, test } from 'vitest';
import { agoText, deadline, formatCountdown } from '../../../src/ui/format/countdown.ts';

test.each([
  [858_000, '14:18'],
  [858_999, '14:18'],
  [7_000, '0:07'],
  [0, '0:00'],
  [-5, '0:00'],
  [3_599_999, '59:59'],
  [3_600_000, '1h'],
  [7_800_000, '2h10m'],
  [100_800_000, '1d4h'],
])('%i ms are %s', (span, text) => {
  expect(formatCountdown(span)).toBe(text);
});

test.each([
  ['2026-12-01T14:46:25.000Z', 'respond in 14:18', false],
  ['2026-12-01T14:32:07.000Z', 'overdue by 0:00', true],
  ['2026-12-01T14:30:04.000Z', 'overdue by 2:03', true],
  ['2026-12-01T18:32:07.000Z', 'respond in 4h', false],
])('a deadline at %s, seen at 14:32:07, is %s', (respondBy, text, overdue) => {
  expect(deadline(respondBy, '2026-12-01T14:32:07.000Z')).toEqual({ text, overdue });
});

test('says how long ago', () => {
  expect(agoText('2026-12-01T14:31:25.000Z', '2026-12-01T14:32:07.000Z')).toBe('42s');
  expect(agoText('2026-12-01T14:32:07.000Z', '2026-12-01T14:32:07.400Z')).toBe('0s');
  expect(agoText('2026-12-01T14:33:00.000Z', '2026-12-01T14:32:07.000Z')).toBe('0s');
});

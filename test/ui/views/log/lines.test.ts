// The latest transitions: the newest instant first, whenever it was told.
import { expect, test } from 'vitest';
import { latestLines } from '../../../../src/ui/views/log/lines.ts';
import type { Transition } from '../../../../src/rules/board.ts';

const transition = (at: string, title: string): Transition => ({
  at: `2026-12-01T${at}.000Z`,
  kind: 'metric',
  metric: title,
  title,
  from: 'green',
  to: 'unknown',
  new: true,
  reason: 'too old',
});

const told = [
  transition('19:35:00', 'C'),
  transition('19:30:49', 'A'),
  transition('19:31:00', 'B'),
  transition('19:31:00', 'D'),
];

test.each([40, 120])('%i columns: by their instants, those of one instant as they came', (columns) => {
  const text = latestLines(told, columns, 12).map((line) => line.map((one) => one.text).join(''));
  expect(
    text.filter((line) => /^\d/.test(line)).map((line) => line.replaceAll(/ +too old| +$/g, '').at(-1)),
  ).toEqual(['C', 'B', 'D', 'A']);
});

test('no more than there are rows for', () => {
  expect(latestLines(told, 120, 2)).toHaveLength(2);
});

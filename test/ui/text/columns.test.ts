// Widths, cutting and padding, also of wide characters; room that stays the same while the numbers and ages in a sentence change.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clip,
  columnsOf,
  drawable,
  fit,
  fitRight,
  steadyLines,
  wrap,
  wrapSteadily,
} from '../../../src/ui/text/columns.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 80 });
const anyColumns = fc.integer({ min: 0, max: 60 });

test.each<[string, number]>([
  ['', 0],
  ['Queue depth', 11],
  ['●▲✖◌ ▁█ ╭╮', 10],
  ['結算', 4],
  ['é', 1],
  ['🚀 launch', 9],
  ['ﾊﾝｶｸ', 4],
  ['𝒳', 1],
])('%s takes %i cells', (text, columns) => {
  expect(columnsOf(drawable(text))).toBe(columns);
});

test.each<[string, string]>([
  ['a\nb\tc', 'a b c'],
  ['\u001B[31mred', ' [31mred'],
  ['👩‍🚀', '👩🚀'],
  ['⚠️', '⚠'],
  ['a\u202Eb', 'ab'],
  ['\uD800x', 'x'],
  ['a\u0487b', 'ab'],
])('%j is drawn as %j', (text, drawn) => {
  expect(drawable(text)).toBe(drawn);
});

test.each<[string, number, string]>([
  ['Ledger balance', 14, 'Ledger balance'],
  ['Ledger balance', 8, 'Ledger…'],
  ['Ledger balance', 7, 'Ledger…'],
  ['結算延遲', 5, '結算…'],
  ['結算延遲', 4, '結…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%s in %i cells is %s', (text, columns, clipped) => {
  expect(clip(text, columns)).toBe(clipped);
});

test('nothing is ever wider than its room, and what is filled is exactly as wide', () => {
  fc.assert(
    fc.property(anyText, anyColumns, (text, columns) => {
      expect(columnsOf(clip(text, columns))).toBeLessThanOrEqual(columns);
      expect(columnsOf(fit(text, columns))).toBe(columns);
      expect(columnsOf(fitRight(text, columns))).toBe(columns);
      for (const line of wrap(text, columns, 3)) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
      expect(wrap(text, columns, 3).length).toBeLessThanOrEqual(3);
    }),
  );
});

test('a text is broken between words, and the last line says that it was cut', () => {
  expect(wrap('640 > 500 since 14:28:57 (3m10s); red at 14:34:55', 20, 3)).toEqual([
    '640 > 500 since',
    '14:28:57 (3m10s);',
    'red at 14:34:55',
  ]);
  expect(wrap('one two three four', 9, 2)).toEqual(['one two', 'three fo…']);
  expect(wrap('https://example.com/a/very/long/path', 12, 9)).toEqual([
    'https://exam',
    'ple.com/a/ve',
    'ry/long/path',
  ]);
});

test('a sentence takes as many lines now as when its numbers and ages have grown', () => {
  const sentence = (value: string, age: string): string =>
    `${value} > 500 since 14:28:57 (${age}); red at 14:34:55 unless it falls below 500`;
  const lines = ['8', '42', '999', '1234'].flatMap((value) =>
    ['8s', '59s', '1m', '9m59s', '10m', '59m59s'].map((age) => steadyLines(sentence(value, age), 30, 5)),
  );
  expect(new Set(lines)).toEqual(new Set([3]));
});

test('what it has no words for is blank, what has no room is cut', () => {
  expect(wrapSteadily('up for 8s', 10, 3)).toEqual(['up for 8s', '']);
  expect(wrapSteadily('one two three four', 5, 2)).toEqual(['one', 'two…']);
});

// Sizes that stay the same while the numbers and ages in a sentence change.
import { expect, test } from 'vitest';
import { steadyLines, wrapSteadily } from '../../../src/ui/text/columns.ts';

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

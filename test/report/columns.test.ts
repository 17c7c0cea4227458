// Columns line up whatever the letters.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignColumns, columnsOf } from '../../src/report/columns.ts';

test.each([
  ['abc', 3],
  ['●▲✖◌', 4],
  ['漢字', 4],
  ['é', 1],
  ['🚀', 2],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('the second column begins at the same place in each row', () => {
  const word = fc.string({ unit: fc.constantFrom('a', '漢', '●', '🚀'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const lines = alignColumns(words.map((text) => [text, '|']));
      expect(new Set(lines.map((line) => columnsOf(line))).size).toBe(1);
    }),
  );
});

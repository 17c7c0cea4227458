// Columns line up whatever the letters.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '../../src/domain/cells.ts';
import { alignColumns } from '../../src/report/columns.ts';

test('the second column begins at the same place in each row', () => {
  const word = fc.string({ unit: fc.constantFrom('a', '漢', '●', '🚀', '䷀', '☰', '👩‍🚀'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const lines = alignColumns(words.map((text) => [text, '|']));
      expect(new Set(lines.map((line) => columnsOf(line))).size).toBe(1);
    }),
  );
});

// Words as they are drawn: a level each, the one seen last on top, and never as gaps.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curveRows } from '../../../src/ui/text/dots.ts';
import { levelsOf, type Plotted } from '../../../src/ui/text/levels.ts';
import { sparkline } from '../../../src/ui/text/sparkline.ts';

test.each<[readonly Plotted[], number, readonly (number | null)[], readonly string[] | null]>([
  [[1, null, 2], 4, [1, null, 2], null],
  [[null, null], 4, [null, null], null],
  [['primary'], 4, [0], ['primary']],
  [['primary', null, 'replica', 'primary'], 4, [1, null, 0, 1], ['replica', 'primary']],
  [['v1', 'v2', 'v3', 'v4'], 3, [0, 0, 1, 2], ['…', 'v3', 'v4']],
  [['v1', 'v2'], 1, [0, 1], ['…', 'v2']],
  [[3, 'off'], 4, [0, 1], ['3', 'off']],
])('%j on %i levels', (values, levelsMax, levels, words) => {
  expect(levelsOf(values, levelsMax)).toEqual({ values: levels, words });
});

test('a word is never drawn as a gap, and a gap never as a word', () => {
  const word = fc.constantFrom('primary', 'replica', 'v1', '');
  fc.assert(
    fc.property(fc.array(fc.option(word), { minLength: 1, maxLength: 30 }), (values) => {
      fc.pre(values.some((value) => value !== null));
      expect(sparkline(values, values.length)).toBe(
        values.map((value) => (value === null ? '·' : '─')).join(''),
      );
      const dots = curveRows(values, Math.ceil(values.length / 2), 3).join('');
      expect(dots.trim()).not.toBe('');
    }),
  );
});

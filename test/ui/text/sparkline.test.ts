// Sparklines: peaks, gaps, constant series.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from '../../../src/ui/text/sparkline.ts';
import { narrowText } from '../../support/any-text.ts';

const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity, NaN: notANumber } = Number;

test.each<[string, readonly (number | null)[], number, string]>([
  ['rises', [1, 2, 3, 4, 5, 6, 7, 8], 8, '▂▃▄▅▆▇██'],
  ['rises through zero', [-1, 0, 1], 3, '▁▅█'],
  ['rises by less than a third, from where it begins', [80, 90, 100], 3, '▁▅█'],
  ['is younger than its cells', [1, 2], 5, '   ▅█'],
  ['is constant', [5, 5, 5], 3, '▅▅▅'],
  ['is constant and negative', [-5, -5], 2, '▅▅'],
  ['is constantly zero', [0, 0], 2, '▁▁'],
  ['only trembles', [1000, 1001, 1000, 999], 4, '▅▅▅▄'],
  ['has gaps', [1, null, 2], 3, '▅·█'],
  ['has only gaps', [null, null], 3, ' ··'],
  ['is empty', [], 3, '   '],
  ['is one point', [7], 3, '  ▅'],
  ['keeps its peak when pooled', [0, 0, 0, 9, 0, 0, 0, 0], 4, '▁█▁▁'],
  ['is infinite for a moment', [1, infinity, 2, minusInfinity], 4, '▅██▁'],
  ['is infinite throughout', [infinity, infinity], 2, '██'],
  ['is not a number for a moment', [1, notANumber, 2], 3, '▅·█'],
  ['spans all doubles', [-Number.MAX_VALUE, 0, Number.MAX_VALUE], 3, '▁▅█'],
  ['has no room', [1, 2], 0, ''],
])('a series that %s', (_, values, width, drawn) => {
  expect(sparkline(values, width)).toBe(drawn);
});

test('keeps the trough where the alert is below', () => {
  expect(sparkline([9, 9, 9, 1, 9, 9, 9, 9], 4, 'min')).toBe('█▁██');
});

test('always fills its cells with narrow characters', () => {
  const value = fc.option(fc.double(), { nil: null });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 400 }), fc.integer({ min: 0, max: 120 }), (values, width) => {
      const drawn = sparkline(values, width);
      expect(drawn).toHaveLength(width);
      expect(drawn).toMatch(narrowText);
    }),
  );
});

test('a peak in any place of any flat series is seen in any width', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 400 }),
      fc.nat(),
      fc.integer({ min: 2, max: 120 }),
      (length, place, width) => {
        const values = Array.from({ length }, (_, index) => (index === place % length ? 9 : 1));
        expect(sparkline(values, width)).toContain('█');
      },
    ),
  );
});

import * as fc from 'fast-check';
import { Box, Text, renderToString } from 'ink';
import { expect, test } from 'vitest';
import { cut, fit, wrapText } from '../../../src/ui/format/fit.ts';
import { sliceWidth, textWidth } from '../../../src/ui/format/width.ts';
import { anyText, unusualTexts } from '../../support/any-text.ts';

/** How wide Ink takes the text to be: the frame that it draws around it. */
function inkWidth(text: string): number {
  const drawn = renderToString(
    <Box alignSelf="flex-start" borderStyle="single">
      <Text>{text}</Text>
    </Box>,
    { columns: 500 },
  );
  return (drawn.split('\n')[0] ?? '').length - 2;
}

test.each([
  ['plain', 5],
  ['✖ ▲ ● ◌ → … │ ╭ ▁█ ⣿', 20],
  ['世界', 4],
  ['한국어', 6],
  ['é', 1],
  ['\u0065\u0301', 1],
  ['🚀', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇨🇭', 2],
  ['1\uFE0F\u20E3', 2],
  ['ﾊﾞ', 2],
  ['ｆｕｌｌ', 8],
  ['नमस्ते', 3],
  ['مرحبا', 5],
  ['\u200B', 0],
])('%s takes %i cells, and Ink agrees', (text, cells) => {
  expect(textWidth(text)).toBe(cells);
  expect(inkWidth(`${text}.`)).toBe(cells + 1);
});

test('cuts and pads', () => {
  expect(fit('abc', 5)).toBe('abc  ');
  expect(fit('abc', 5, 'right')).toBe('  abc');
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('ab cdef', 4)).toBe('ab… ');
  expect(fit('世界世界', 4)).toBe('世… ');
  expect(fit('abc', 1)).toBe('…');
  expect(fit('abc', 0)).toBe('');
  expect(cut('abc', -1)).toBe('');
});

test('breaks at blanks, and long words within', () => {
  expect(wrapText('-0.0042 is not 0 since 14:31:25', 16)).toEqual(['-0.0042 is not 0', 'since 14:31:25']);
  expect(wrapText('kubectl set-image-deployment', 10)).toEqual(['kubectl', 'set-image-', 'deployment']);
  expect(wrapText('one two three four', 8, 2)).toEqual(['one two', 'three …']);
  expect(wrapText('one two three four', 5, 2)).toEqual(['one', 'two …']);
  expect(wrapText('世界', 1)).toEqual(['…']);
  expect(wrapText('', 10)).toEqual([]);
});

test('whatever the text: fit fills, cut and wrap never pass the width, nothing of a short text is lost', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 60 }), (text, width) => {
      expect(textWidth(fit(text, width))).toBe(width);
      expect(textWidth(cut(text, width))).toBeLessThanOrEqual(width);
      expect(textWidth(sliceWidth(text, width))).toBeLessThanOrEqual(width);
      const rows = wrapText(text, width, 3);
      expect(rows.length).toBeLessThanOrEqual(3);
      for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(width);
      const unbroken = (shown: string): string => shown.replaceAll(/\s/g, '');
      expect(unbroken(wrapText(text, width + 3).join(''))).toBe(unbroken(text));
    }),
  );
});

test('Ink takes every text of a known script for as wide as we do', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...unusualTexts, 'plain'), { maxLength: 6 }), (parts) => {
      const text = `${parts.join('_')}.`;
      expect(inkWidth(text)).toBe(textWidth(text));
    }),
    { numRuns: 50 },
  );
});

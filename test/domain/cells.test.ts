// There is one width of a text: that of Ink's string-width, but for the letters of a cluster beyond the first. What is measured faster, cut, filled or aligned comes to the same, for
// every code point of Unicode and for whatever is drawn as one of several.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignColumns } from '../../src/report/columns.ts';
import { fastWidth } from '../../src/ui/ink/fast-width.ts';
import { isLoneText } from '../../src/domain/one-cell.ts';
import { columnsOf as cellsOf } from '../../src/domain/cells.ts';
import { clip, columnsOf, drawable, fit, wrap } from '../../src/ui/text/columns.ts';
import { realStringWidth } from '../support/real-width.ts';

const fast = fastWidth(realStringWidth);
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const clustersOf = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Ink puts each cluster into a cell at least (its output stage). */
const cellsOfInk = (text: string): number =>
  clustersOf(text).reduce((sum, cluster) => sum + Math.max(1, realStringWidth(cluster)), 0);

/** Of these string-width counts the first letter, and terminals draw all: there it is ours that is right. */
const hasMoreLetters = (text: string): boolean =>
  clustersOf(text).some(
    (cluster) => (cluster.match(/(?![\u1160-\u11ff\ud7b0-\ud7fb])[\p{L}\p{RI}]/gu) ?? []).length > 1,
  );

const aligned = (text: string): number =>
  (alignColumns([[text, '|'], ['']])[0] ?? '').length - text.length - 3;

const codePoints = Array.from({ length: 0x11_0000 }, (_, point) => String.fromCodePoint(point));

const clusters = [
  '👩‍🚀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '❤️', '⚠️', '⚠\ufe0e', '👍🏽', '1️⃣', '#\u20e3', '🇨🇭', '🇦🇦', '🇦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'e\u0301', 'a\u0300\u0301\u0302', '\u0301', ' \u0301', 'ก็', 'กำ', 'नि', 'क्ष', 'க்ஷ', 'ৰ্য', '\u0d4eക',
  '\u1100', '\u1161', '\u1100\u1161', '\u1100\u1161\u11a8', '\u1100\u1100\u1161', '가\u11a8', '\ua960\ud7b0\ud7cb',
  'ﾊﾞ', 'か\u3099', '䷀', '☰', '⚏', '漢\ufe00', '葛\u{e0100}', '\r\n', '\u200d', '\ud83d', 'लॉ',
]; // prettier-ignore

const anyClusters = fc
  .array(
    fc.oneof(
      fc.constantFrom(...clusters),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom('a', ' ', '漢', '●', '…'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('of every code point', () => {
  test('the fast width is the real one', () => {
    expect(codePoints.filter((text) => fast(text) !== realStringWidth(text))).toEqual([]);
  }, 120_000);

  test('what is drawn takes the cells that Ink gives it', () => {
    const drawn = codePoints.map(drawable).filter((text) => text !== '');
    expect(drawn.filter((text) => columnsOf(text) !== cellsOfInk(text))).toEqual([]);
  }, 120_000);

  test('the next column begins behind it', () => {
    const sample = codePoints.filter((text, point) => point % 97 === 0 && realStringWidth(text) > 0);
    expect(sample.filter((text) => aligned(`${text}x`) !== 0)).toEqual([]);
  });

  test('those that stand alone are clusters, of a cell or two, beside each other', () => {
    const lone = codePoints.filter(isLoneText);
    expect(lone.length).toBeGreaterThan(80_000);
    expect(lone.filter((text) => realStringWidth(text) < 1)).toEqual([]);
    for (const text of [lone.join(''), lone.toReversed().join('')])
      expect(clustersOf(text)).toHaveLength(lone.length);
    const kinds = ['a', '#', '漢', 'か', '한', '🚀', '👍', '☝', 'Ж', '！', '●'];
    const beside = lone.map((text) => kinds.map((kind) => text + kind + text).join(''));
    expect(beside.filter((text) => clustersOf(text).length !== kinds.length * 3)).toEqual([]);
  }, 120_000);
});

describe('of any clusters', () => {
  test('all functions agree with string-width, and with the cells of Ink where they are drawn', () => {
    fc.assert(
      fc.property(anyClusters, fc.integer({ min: 0, max: 30 }), (text, columns) => {
        expect(fast(text)).toBe(realStringWidth(text));
        const line = drawable(text);
        expect(drawable(line)).toBe(line);
        if (!hasMoreLetters(line)) expect(columnsOf(line)).toBe(cellsOfInk(line));
        expect(columnsOf(line)).toBeGreaterThanOrEqual(cellsOfInk(line));
        expect(cellsOf(line)).toBe(columnsOf(line));
        expect(cellsOfInk(clip(text, columns))).toBeLessThanOrEqual(columns);
        expect(columnsOf(fit(text, columns))).toBe(columns);
        if (!hasMoreLetters(line)) expect(cellsOfInk(fit(text, columns))).toBe(columns);
        for (const part of wrap(text, columns, 4)) expect(cellsOfInk(part)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each(clusters)('%j', (text) => {
    expect(fast(text)).toBe(realStringWidth(text));
    const line = drawable(text);
    if (!hasMoreLetters(line)) expect(columnsOf(line)).toBe(cellsOfInk(line));
  });

  test.each([
    ['क्ष', 2],
    ['நி', 2],
    ['🇦🇦', 2],
    ['🇨🇭', 2],
    ['한', 2],
    ['\u1112\u1161\u11ab', 2],
  ])('%s takes %i cells', (text, cells) => {
    expect(columnsOf(text)).toBe(cells);
  });

  test('a cut goes through none of them', () => {
    expect(clip('\u1100\u1161\u11a8가각', 4)).toBe('\u1100\u1161\u11a8…');
    expect(columnsOf(drawable('กำกำกำ'))).toBe(6);
    expect(clip('नमस्तेनमस्ते', 4)).toBe('नम…');
    expect(clip('नमस्तेनमस्ते', 5)).toBe('नमस्ते…');
  });
});

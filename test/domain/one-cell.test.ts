// Every character that counts as one cell is one, for the real string-width and the real segmenter; and whatever the program
// itself draws is such a character, because one that is not costs a start 25 ms.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isOneCellText, isStandingAloneText } from '../../src/domain/one-cell.ts';
import { realStringWidth } from '../support/real-width.ts';
import { sourceFiles, withoutComments } from '../support/source-files.ts';

const everyUnit = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
const oneCell = everyUnit.filter(isOneCellText);
const standingAlone = everyUnit.filter(isStandingAloneText);
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const clusters = (text: string): number => Array.from(segmenter.segment(text)).length;

describe('the range', () => {
  test('is wide enough to be worth it, and each of its characters is one cell', () => {
    expect(oneCell.length).toBeGreaterThan(1_500);
    expect(oneCell.filter((character) => realStringWidth(character) !== 1)).toEqual([]);
  });

  test('holds characters that stand alone beside any other of it', () => {
    for (const first of standingAlone) {
      // Each against a sample of all kinds, before it and behind it.
      const text = ['a', '0', '#', '©', '\n', '\u0001', '─', '☓', '↔', '⠿', '✖', '⏎', first]
        .filter((other) => isStandingAloneText(other))
        .map((other) => first + other)
        .join('');
      expect(clusters(text), JSON.stringify(first)).toBe(text.length);
    }
    const all = standingAlone.join('');
    expect(clusters(all)).toBe(all.length);
    const reversed = standingAlone.toReversed().join('');
    expect(clusters(reversed)).toBe(reversed.length);
  });

  test.each(['\r', '\u00ad', '\u200d', '\u0301', '\ufe0f', '👍'[0], '漢', 'ع', '\u25fd', '\u25fe', '⌚'])(
    'leaves out %j',
    (character) => {
      expect(isOneCellText(character ?? '')).toBe(false);
    },
  );
});

describe('what the program draws', () => {
  test.each([...'●▲✖◌─│╭╮╰╯├┤┬┴┼━█▇▆▅▄▃▂▁▌▐░▒▓⠀⠿⣿↑↓←→…·▸⏎–—≤≥≠≈∞±×'])('%s is one cell', (glyph) => {
    expect(isOneCellText(glyph)).toBe(true);
  });

  test('no character in the code of ui, rules, engine, cli and domain leaves the range', () => {
    const beyond = sourceFiles(['src/ui', 'src/rules', 'src/engine', 'src/cli', 'src/domain']).flatMap(
      (file) =>
        [...withoutComments(readFileSync(file, 'utf8'))]
          .filter((character) => character !== '\n' && character !== '\t' && !isOneCellText(character))
          .map((character) => `${file}: ${character} U+${character.codePointAt(0)?.toString(16)}`),
    );
    expect(beyond).toEqual([]);
  });
});

// Lines as cells and cells as lines: the same answers as the real functions, whatever the text and whatever was asked before.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fastCells, isCleanText, type Cell } from '../../../src/ui/ink/fast-cells.ts';
import { realCells as real, realSanitizer } from '../../support/real-cells.ts';
import { terminalText } from '../../support/terminal-text.ts';

const sequence = fc.constantFrom(
  ...'0 1 2 22 3 4 7 27 9 31 39 91 41 49 38;5;200 48;2;1;20;255'.split(' '),
  ...'1;31 0;7 38;5 4;58;5;1 5 999 58;5;3 59 22;1 1;;2 01 38;2;1;2'.split(' '),
  '',
);
const word = fc.stringMatching(/^[ -~│█▁●✔]{0,12}$/u);
const piece = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 4, arbitrary: sequence.map((codes) => `\u001b[${codes}m`) },
  { weight: 1, arbitrary: terminalText },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\u001b]8;;https://a.b\u0007',
      '\u001b]8;;\u0007',
      '\u001b[2J',
      '\u001b',
      '\u009b1m',
      '\n',
    ),
  },
);
const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

const bare = (cells: readonly Cell[]): unknown =>
  cells.map(({ type, value, fullWidth, styles }) => ({
    type,
    value,
    fullWidth,
    styles: styles.map(({ code, endCode }) => ({ code, endCode })),
  }));

/** As Ink's output stage makes it: with a list of styles of its own. */
const blank = (): Cell => ({ type: 'char', value: ' ', fullWidth: false, styles: [] });

describe('cells', () => {
  test('of any line, and the text of any cells, are what the real functions give', () => {
    const fast = fastCells(real);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const all = lines.map((text) => fast.cellsOf(text));
        const expected = lines.map((text) => real.cellsOf(text));
        expect(all.map(bare)).toEqual(expected.map(bare));
        // Pieces of several lines in one row, as the screen puts them together.
        const row = all.flatMap((cells, index) => [...cells.slice(index), blank()]);
        const expectedRow = expected.flatMap((cells, index) => [...cells.slice(index), blank()]);
        expect(fast.textOf(row)).toBe(real.textOf(expectedRow));
      }),
      { numRuns: 3_000, seed: 5 },
    );
  });

  test('are one object where they are equal', () => {
    const fast = fastCells(real);
    const [a, b] = fast.cellsOf('\u001b[1m\u001b[31mx\u001b[39m\u001b[31mx');
    expect(a).toBe(b);
    expect(fast.cellsOf(' ')[0]).toBe(fast.cellsOf('\u001b[1mx\u001b[22m ')[1]);
  });

  test('of a style never seen are left to the real functions once too many are known', () => {
    const spied = { cellsOf: vi.fn(real.cellsOf), textOf: real.textOf };
    const fast = fastCells(spied);
    const colours = Array.from(
      { length: 700 },
      (_, index) => `\u001b[38;2;${index % 250};${Math.floor(index / 250)};7mx`,
    );
    for (const text of colours) expect(bare(fast.cellsOf(text))).toEqual(bare(real.cellsOf(text)));
    spied.cellsOf.mockClear();
    fast.cellsOf(colours[0] ?? '');
    expect(spied.cellsOf).not.toHaveBeenCalled();
    fast.cellsOf(colours[699] ?? '');
    expect(spied.cellsOf).toHaveBeenCalled();
  });
});

describe('what is known to be clean', () => {
  test('Ink would leave as it is', () => {
    fc.assert(
      fc.property(line, (text) => {
        if (isCleanText(text)) expect(realSanitizer(text)).toBe(text);
      }),
      { numRuns: 3_000, seed: 6 },
    );
  });

  test('is what a wall draws, and nothing else', () => {
    for (const clean of ['', 'a b', '\u001b[1m\u001b[38;5;200ma│\u001b[39m'])
      expect(isCleanText(clean)).toBe(true);
    for (const text of ['a\u001b[2Jb', 'a\tb', 'a\u0007', 'e\u0301', '\u001b[4:3ma', '\u001b[ma'])
      expect(isCleanText(text)).toBe(false);
  });
});

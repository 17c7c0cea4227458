// One line turned into another: the same cells as if it were written anew, with few bytes.
import fc from 'fast-check';
import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { cellwiseUpdate, joinedJumps } from '../../../src/ui/ink/line-update.ts';
import { styledCells } from '../../../src/ui/ink/styled-cells.ts';

const columns = 24;
const whole = (_: string, next: string): string => `\u001b[1G\u001b[K${next}`;
const update = cellwiseUpdate(whole);

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;

describe('cellwiseUpdate', () => {
  test.each([
    ['nothing', 'abc', 'abc', ''],
    ['one cell', 'abc', 'abd', '\u001b[3Gd'],
    ['two cells near each other', 'abcdef', 'xbcdey', '\u001b[1Gxbcdey'],
    ['two cells far apart', 'a.........b', 'x.........y', '\u001b[1Gx\u001b[11Gy'],
    ['a longer line', 'ab', 'abcd', '\u001b[3Gcd'],
    ['a shorter line', 'abcdef', 'ab', '\u001b[3G\u001b[K'],
    ['another end', 'abcdef', 'abx', '\u001b[3Gx\u001b[K'],
    ['a blank line', 'abc', '', '\u001b[1G\u001b[K'],
    ['a colour', 'abc', `a${red('b')}c`, '\u001b[2G\u001b[31mb\u001b[m'],
    ['a style that is added', 'ab', red(`a${bold('b')}`), '\u001b[1G\u001b[31ma\u001b[1mb\u001b[m'],
    ['wide characters, left to Ink', 'ab', '漢', '\u001b[1G\u001b[K漢'],
    [
      'more than the terminal is wide, left to Ink',
      'ab',
      'x'.repeat(25),
      `\u001b[1G\u001b[K${'x'.repeat(25)}`,
    ],
  ])('%s', (_, previous, next, bytes) => {
    expect(update(previous, next, columns)).toBe(bytes);
  });

  test('shows what writing the line anew would show, whatever the lines are', async () => {
    const style = fc.constantFrom(
      (text: string) => text,
      red,
      bold,
      (text: string) => `\u001b[7m${text}\u001b[27m`,
      (text: string) => `\u001b[38;2;10;20;30m${text}\u001b[39m`,
      (text: string) => `\u001b[48;5;200m${bold(text)}\u001b[49m`,
    );
    const part = fc.tuple(style, fc.string({ unit: fc.constantFrom('a', 'b', ' ', '█', '●'), maxLength: 6 }));
    const line = fc
      .array(part, { maxLength: 4 })
      .map((parts) => parts.map(([draw, text]) => draw(text)).join(''));
    await fc.assert(
      fc.asyncProperty(line, line, async (previous, next) => {
        expect(await shown(previous + update(previous, next, columns))).toBe(await shown(next));
      }),
      { numRuns: 400 },
    );
  });
});

describe('styledCells', () => {
  test('reads styles however they are written', () => {
    const cells = styledCells('\u001b[1;31ma\u001b[0mb\u001b[38;5;203mc\u001b[39;1md\u001b[22me');
    expect(cells).toEqual({ text: 'abcde', styles: ['1;31', '', '38;5;203', '1', ''] });
  });

  test.each(['漢', 'a\u001b[2Kb', '\u001b[58;5;1mx', '\u001b[38;9mx', '\u001b]8;;x\u0007y', 'a\tb'])(
    'gives up on %j',
    (line) => {
      expect(styledCells(line)).toBeNull();
    },
  );
});

test('jumps over unchanged lines become one', () => {
  expect(joinedJumps('a\u001b[E\u001b[E\u001b[Eb\u001b[Ec')).toBe('a\u001b[3Eb\u001b[Ec');
});

/** The cells of the first line after these bytes, and that the terminal is back in its own style. */
async function shown(bytes: string): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 3, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(`${bytes}\u001b[2;1HX`, resolve));
  const cellAt = (row: number, column: number): string => {
    const cell = terminal.buffer.active.getLine(row)?.getCell(column);
    const text = cell?.getChars() || ' ';
    const ground = [cell?.getBgColorMode(), cell?.getBgColor(), cell?.isInverse()];
    const ink = [cell?.getFgColorMode(), cell?.getFgColor(), cell?.isBold()];
    return [text, ...ground, ...(text === ' ' ? [] : ink)].join();
  };
  const cells = Array.from({ length: columns }, (_, column) => cellAt(0, column));
  const after = cellAt(1, 0);
  terminal.dispose();
  return [...cells, after].join('|');
}

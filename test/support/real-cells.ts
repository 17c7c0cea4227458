// The functions for styled cells that Ink itself uses, and its removal of whatever is no style, whatever this project's own dependencies are.
import type { Cell, CellFunctions } from '../../src/ui/ink/fast-cells.ts';
import { assertStock } from './stock.ts';

interface AnsiTokenize {
  tokenize(text: string): readonly unknown[];
  styledCharsFromTokens(tokens: readonly unknown[]): readonly Cell[];
  styledCharsToString(cells: readonly Cell[]): string;
}

// Beside Ink, or within it where another version stands beside.
const name = '@alcalzone/ansi-tokenize';
const place = import.meta.resolve(name, import.meta.resolve('ink'));
const module: unknown = await import(place);
const ansi = module as AnsiTokenize;
assertStock(name, () => ansi.tokenize('a'));

export const realCells: CellFunctions = {
  cellsOf: (text) => ansi.styledCharsFromTokens(ansi.tokenize(text)),
  textOf: (cells) => ansi.styledCharsToString(cells),
};

const sanitizer: unknown = await import(new URL('sanitize-ansi.js', import.meta.resolve('ink')).href);
export const realSanitizer = (sanitizer as { default: (text: string) => string }).default;

// One row of the screen, prepared as one string: parts with a style each, cut and filled to exactly the cells there are.

import type { Style, Theme } from '../theme.ts';
import { clip, columnsOf, drawable } from './columns.ts';

/** In cells. For a screen it is the area between header and footer, and the screen fills it exactly. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Part {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Part[];

export function part(text: string, style: Style = {}): Part {
  return { text: drawable(text), style };
}

export function lineColumns(line: Line): number {
  return line.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

/** The parts cut to `columns` cells and, with `fill`, blanks behind them up to there. */
export function drawLine(line: Line, columns: number, theme: Theme, { fill = false } = {}): string {
  const kept = clipLine(line, columns);
  const drawn = kept.map(({ text, style }) => theme.paint(text, style)).join('');
  return fill ? drawn + ' '.repeat(Math.max(0, columns - lineColumns(kept))) : drawn;
}

/** `left` at the left and `right` at the right end of `columns` cells. `left` is cut first; `right` goes where there is no room for it. */
export function justify(left: Line, right: Line, columns: number): Line {
  const rightColumns = lineColumns(right);
  if (rightColumns === 0 || rightColumns + 4 > columns) return clipLine(left, columns);
  const room = columns - rightColumns - 1;
  const kept = clipLine(left, room);
  return [...kept, part(' '.repeat(columns - rightColumns - lineColumns(kept))), ...right];
}

/** The parts that fit into `columns` cells, the last one clipped. */
export function clipLine(line: Line, columns: number): Line {
  const kept: Part[] = [];
  let left = columns;
  for (const { text, style } of line) {
    if (left <= 0) break;
    const shown = clip(text, left);
    left -= columnsOf(shown);
    kept.push({ text: shown, style });
    if (shown !== text) break;
  }
  return kept;
}

/** A piece of a line that may be left out: the highest rank goes first. */
export interface Piece {
  readonly rank: number;
  readonly line: Line;
}

/** Which pieces fit into `columns` with `gap` between them; what does not is left out, highest rank first, the last one never. */
export function keepPieces(pieces: readonly Piece[], columns: number, gap: string): ReadonlySet<Piece> {
  const kept = pieces.filter(({ line }) => lineColumns(line) > 0);
  const total = (): number =>
    kept.reduce((sum, { line }) => sum + lineColumns(line), 0) + Math.max(0, kept.length - 1) * gap.length;
  while (kept.length > 1 && total() > columns) {
    const worst = kept.reduce((a, b) => (b.rank >= a.rank ? b : a));
    kept.splice(kept.indexOf(worst), 1);
  }
  return new Set(kept);
}

/** The pieces that fit, as one line. */
export function fitPieces(pieces: readonly Piece[], columns: number, gap: string): Line {
  return [...keepPieces(pieces, columns, gap)].flatMap(({ line }, index) =>
    index === 0 ? line : [part(gap), ...line],
  );
}

// The last line: the keys of this screen from the key table; or the filter that is being typed, or the answer to the last key,
// which takes a few lines where it is long: what is wrong stands at its end, and a command or a path is not to be guessed.

import type { ReactNode } from 'react';
import { wrap } from '../format/columns.ts';
import { drawLine, fitPieces, part, type Line, type Piece } from '../format/line.ts';
import { keysOn } from '../keys.ts';
import type { Theme } from '../theme.ts';
import type { Size, ViewMessage, ViewState } from '../view.ts';
import { DrawnLines } from './drawn-lines.tsx';

export interface FooterProps {
  readonly view: ViewState;
  readonly hasFaults: boolean;
  /** The whole terminal. */
  readonly screen: Size;
  readonly theme: Theme;
}

const messageRowsMax = 3;
/** On a lower screen a message has one line. */
const messageRowsFrom = 16;

export function Footer({ view, hasFaults, screen, theme }: FooterProps): ReactNode {
  const { columns } = screen;
  const lines = footerLines(view, hasFaults, screen).map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={lines} columns={columns} rows={lines.length} />;
}

/** Rows that the footer takes on this screen. */
export function footerRows(view: ViewState, screen: Size): number {
  return view.message === null ? 1 : messageLines(view.message, screen).length;
}

function footerLines(view: ViewState, hasFaults: boolean, screen: Size): readonly Line[] {
  return view.message === null
    ? [footerLine(view, hasFaults, screen.columns)]
    : messageLines(view.message, screen);
}

export function footerLine(view: ViewState, hasFaults: boolean, columns: number): Line {
  if (view.filtering) return filterLine(view, columns);
  const pieces = keysOn(view.screen, hasFaults).flatMap(({ hint }): Piece[] =>
    hint === null
      ? []
      : [
          {
            rank: hint.rank,
            line: [part(hint.key, { bold: true }), part(` ${hint.word}`, { token: 'dim' })],
          },
        ],
  );
  return [part(' '), ...fitPieces(pieces, columns - 2, '  ')];
}

function filterLine({ filter, screen }: ViewState, columns: number): Line {
  // The end of a long filter is what is being typed.
  const shown = filter.slice(-Math.max(1, columns - 52));
  const picking = screen === 'profiles';
  return [
    part(picking ? ' type to narrow: ' : ' / ', { token: 'accent', bold: true }),
    part(shown),
    part(' ', { inverse: true }),
    part('   Enter', { bold: true }),
    part(picking ? ' watch  ' : ' keep  ', { token: 'dim' }),
    part('Esc', { bold: true }),
    part(picking ? ' back' : ' clear', { token: 'dim' }),
  ];
}

function messageLines({ level, text }: ViewMessage, { columns, rows }: Size): readonly Line[] {
  const token = level === 'error' ? 'red' : level === 'warning' ? 'amber' : 'green';
  const glyph = level === 'error' ? '✖' : level === 'warning' ? '▲' : '✓';
  const said = wrap(text, columns - 4, rows < messageRowsFrom ? 1 : messageRowsMax);
  return (said.length === 0 ? [''] : said).map((words, row) => [
    part(row === 0 ? ` ${glyph} ` : '   ', { token, bold: true }),
    part(words),
  ]);
}

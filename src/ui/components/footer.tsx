// The last line: the keys of this screen from the key table; or the filter that is being typed, or the answer to the last key.

import type { ReactNode } from 'react';
import { clip } from '../format/columns.ts';
import { drawLine, fitPieces, part, type Line, type Piece } from '../format/line.ts';
import { keysOn } from '../keys.ts';
import type { Theme } from '../theme.ts';
import type { ViewMessage, ViewState } from '../view.ts';
import { DrawnLines } from './drawn-lines.tsx';

export interface FooterProps {
  readonly view: ViewState;
  readonly hasFaults: boolean;
  readonly columns: number;
  readonly theme: Theme;
}

export function Footer({ view, hasFaults, columns, theme }: FooterProps): ReactNode {
  const line = footerLine(view, hasFaults, columns);
  return <DrawnLines lines={[drawLine(line, columns, theme)]} columns={columns} rows={1} />;
}

export function footerLine(view: ViewState, hasFaults: boolean, columns: number): Line {
  if (view.filtering) return filterLine(view.filter, columns);
  if (view.message !== null) return messageLine(view.message);
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

function filterLine(filter: string, columns: number): Line {
  // The end of a long filter is what is being typed.
  const shown = filter.slice(-Math.max(1, columns - 40));
  return [
    part(' / ', { token: 'accent', bold: true }),
    part(shown),
    part(' ', { inverse: true }),
    part('   Enter', { bold: true }),
    part(' keep  ', { token: 'dim' }),
    part('Esc', { bold: true }),
    part(' clear', { token: 'dim' }),
  ];
}

function messageLine({ level, text }: ViewMessage): Line {
  const token = level === 'error' ? 'red' : level === 'warning' ? 'amber' : 'green';
  const glyph = level === 'error' ? '✖' : level === 'warning' ? '▲' : '✓';
  return [part(` ${glyph} `, { token, bold: true }), part(clip(text, 1_000))];
}

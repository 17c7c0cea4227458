// The last line: the keys of this screen from the key table; or the filter that is being typed, or the answer to the last key,
// which takes a few lines where it is long: what is wrong stands at its end, and a command or a path is not to be guessed.

import type { ReactNode } from 'react';
import { wrap, columnsOf, drawable } from '../../text/columns.ts';
import {
  drawLine,
  fitPieces,
  justify,
  lineColumns,
  part,
  type Line,
  type Piece,
  type Size,
} from '../../text/line.ts';
import { keysOn, type Present } from '../../keys/table.ts';
import type { Prompt, Field } from '../../keys/prompt.ts';
import type { Theme } from '../../theme.ts';
import type { ViewMessage, ViewState } from '../../keys/view.ts';
import { DrawnLines } from '../../text/rows.tsx';

export interface FooterProps {
  readonly view: ViewState;
  readonly hasFaults: boolean;
  /** The whole terminal. */
  readonly screen: Size;
  readonly theme: Theme;
}

/** On a lower screen there is only the answer, without its question. */
const promptRowsFrom = 8;
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
  if (view.prompt !== null) return promptLines(view.prompt, screen).length;
  return view.message === null ? 1 : messageLines(view.message, screen).length;
}

function footerLines(view: ViewState, hasFaults: boolean, screen: Size): readonly Line[] {
  if (view.prompt !== null) return promptLines(view.prompt, screen);
  return view.message === null
    ? [footerLine(view, screen.columns, { hasFaults })]
    : messageLines(view.message, screen);
}

export function footerLine(view: ViewState, columns: number, { hasFaults }: Present): Line {
  if (view.filtering) return filterLine(view, columns);
  const pieces = keysOn(view.screen, { hasFaults }).flatMap(({ hint }): Piece[] =>
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
  const picking = screen === 'profiles';
  return [
    part(picking ? ' type to narrow: ' : ' / ', { token: 'accent', bold: true }),
    ...fieldParts({ text: filter, cursor: Array.from(filter).length }, Math.max(2, columns - 52)),
    part('   Enter', { bold: true }),
    part(picking ? ' watch  ' : ' keep  ', { token: 'dim' }),
    part('Esc', { bold: true }),
    part(picking ? ' back' : ' clear', { token: 'dim' }),
  ];
}

/** The question, or what was wrong with the answer; below it the answer as it is typed. */
function promptLines(prompt: Prompt, { columns, rows }: Size): readonly Line[] {
  const { question, problem, text, hint } = prompt;
  const asked: Line =
    problem === null
      ? [part(' ? ', { token: 'accent', bold: true, inverse: true }), part(` ${question}`, { bold: true })]
      : [part(' ✖ ', { token: 'red', bold: true, inverse: true }), part(` ${problem}`, { bold: true })];
  const keys: Line = [
    part('Enter', { bold: true }),
    part(' take  ', { token: 'dim' }),
    part('Esc', { bold: true }),
    part(' leave it ', { token: 'dim' }),
  ];
  const field = fieldParts(prompt, Math.max(8, columns - lineColumns(keys) - 8));
  const line: Line = [
    part('   › ', { token: 'accent', bold: true }),
    ...field,
    ...(text === '' ? [part(` ${hint}`, { token: 'dim' })] : []),
  ];
  const typed = justify(line, keys, columns);
  return rows < promptRowsFrom ? [justify(asked, [], columns), typed].slice(-1) : [asked, typed];
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

/** At most `columns` cells, the cursor always among them; `…` stands for what is cut at the left. */
export function fieldParts({ text, cursor }: Field, columns: number): Line {
  const characters = Array.from(text);
  let before = characters.slice(0, cursor).map(drawable);
  const under = drawable(characters[cursor] ?? ' ');
  const after = characters.slice(cursor + 1).map(drawable);
  const room = Math.max(1, columns - Math.max(1, columnsOf(under)));
  let left = before.join('');
  if (columnsOf(left) > room) {
    while (before.length > 0 && columnsOf(before.join('')) > room - 1) before = before.slice(1);
    left = `…${before.join('')}`;
  }
  let right = '';
  for (const character of after) {
    if (columnsOf(left) + columnsOf(right) + columnsOf(character) > room) break;
    right += character;
  }
  return [part(left), part(under === '' ? ' ' : under, { inverse: true }), part(right)];
}

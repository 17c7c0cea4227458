// The latest transitions, newest first: when, what, from which status to which, and why.

import { statusGlyph, type Status } from '../../../domain/status.ts';
import type { Transition } from '../../../rules/board.ts';
import { statusToken } from '../../theme.ts';
import { timeOf } from '../../text/age.ts';
import { fit, wrap } from '../../text/columns.ts';
import { part, type Line, type Part } from '../../text/line.ts';

/** A reason has lines of its own below the title up to so many columns, from so many rows on. */
const below = [
  { columnsMax: 75, rowsMin: 4 },
  { columnsMax: 110, rowsMin: 10 },
] as const;
const reasonLinesMax = 2;
const indent = '         ';

/** At most `rows` lines, for `columns` cells. */
export function latestLines(found: readonly Transition[], columns: number, rows: number): readonly Line[] {
  if (rows <= 0) return [];
  // A late reading tells of an instant before what has been told already; each one has a line at the least.
  const transitions = found.slice(0, rows).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  if (transitions.length === 0) return [[part('No status has changed yet.', { token: 'dim' })]];
  return below.some(({ columnsMax, rowsMin }) => columns <= columnsMax && rows >= rowsMin)
    ? belowLines(transitions, columns, rows)
    : besideLines(transitions, columns);
}

/** Each transition with its reason on the lines below it; the last one that is begun is shown as far as it goes. */
function belowLines(transitions: readonly Transition[], columns: number, rows: number): readonly Line[] {
  const lines: Line[] = [];
  for (const transition of transitions) {
    if (lines.length >= rows) break;
    lines.push([
      part(`${timeOf(transition.at)} `, { token: 'dim' }),
      stateMark(transition.from, false),
      part('→', { token: 'dim' }),
      stateMark(transition.to, true),
      part(` ${transition.title}`, transition.kind === 'metric' ? {} : { bold: true }),
      part(transition.kind === 'metric' ? '' : ` ${transition.to}`, { token: 'dim' }),
    ]);
    for (const text of wrap(transition.reason, columns - indent.length, reasonLinesMax))
      lines.push([part(indent), part(text, { token: 'dim' })]);
  }
  return lines.slice(0, rows);
}

function besideLines(shown: readonly Transition[], columns: number): readonly Line[] {
  const longest = shown.reduce((most, { title }) => Math.max(most, title.length), 8);
  const title = Math.min(longest, Math.max(12, Math.floor(columns * 0.38)));
  return shown.map((transition) => [
    part(`${timeOf(transition.at)} `, { token: 'dim' }),
    stateMark(transition.from, false),
    part('→', { token: 'dim' }),
    stateMark(transition.to, true),
    part(` ${fit(transition.title, title)} `, transition.kind === 'metric' ? {} : { bold: true }),
    part(transition.kind === 'metric' ? transition.reason : `${transition.to} · ${transition.reason}`, {
      token: 'dim',
    }),
  ]);
}

function isStatus(word: string): word is Status {
  return Object.hasOwn(statusGlyph, word);
}

/** One cell: a status' glyph; `!` for what opened or became active, `…` for pending, `○` for what ended. */
function stateMark(state: string, now: boolean): Part {
  if (isStatus(state))
    return part(statusGlyph[state], { token: now ? statusToken(state) : 'dim', bold: now });
  if (state === 'open' || state === 'active') return part('!', { token: 'red', bold: true });
  return part(state === 'pending' ? '…' : '○', { token: 'dim' });
}

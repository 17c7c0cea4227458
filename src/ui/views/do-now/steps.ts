// Everything there is to do now as lines: each incident and hint with its reason, whom to tell, and its numbered steps.

import { statusGlyph } from '../../../domain/status.ts';
import type { Board } from '../../../rules/board.ts';
import { mutedTroubles } from '../../../domain/muted.ts';
import type { Style } from '../../theme.ts';
import { timeOf } from '../../text/age.ts';
import { columnsOf, wrap } from '../../text/columns.ts';
import { commandsOf, pickedCommand } from './items.ts';
import { doNow, type DoEntry, type DoEntryStep } from './do-now.ts';
import { justify, lineColumns, part, type Line } from '../../text/line.ts';

const faint: Style = { dim: true };
/** Nothing that is to be done is cut: a text takes as many rows as it needs. */
const allRows = Number.POSITIVE_INFINITY;
const stepIndent = 8;

export interface DoLines {
  readonly lines: readonly Line[];
  /** Where the marked command begins and ends in `lines`, the end not included; null where there is none. */
  readonly marked: { readonly from: number; readonly to: number } | null;
}

/** @param picked the key of the command that was picked out; when it is gone the first one is marked, which is what the copy key takes then. */
export function doLines(board: Board, picked: string | null, columns: number): DoLines {
  const entries = doNow(board);
  if (entries.length === 0) return { lines: nothingToDo(board), marked: null };
  const markedKey = pickedCommand(commandsOf(board), picked)?.key ?? null;
  const lines: Line[] = [];
  let marked: DoLines['marked'] = null;
  for (const entry of entries) {
    lines.push([]);
    lines.push(...headLines(entry, columns));
    for (const [index, step] of entry.steps.entries()) {
      const isMarked = step.command !== null && step.command === markedKey;
      const stepLines = linesOfStep(step, index + 1, isMarked, entry.pending, columns);
      if (isMarked) marked = { from: lines.length, to: lines.length + stepLines.length };
      lines.push(...stepLines);
    }
  }
  return { lines, marked };
}

function nothingToDo(board: Board): readonly Line[] {
  const { unknown, amber } = board.counts;
  const muted = mutedTroubles(board);
  const doubt =
    board.verdict === 'unknown' || unknown > 0
      ? `${statusGlyph.unknown} ${unknown} unknown: what cannot be read may hide something to do.`
      : amber > 0
        ? `${statusGlyph.amber} ${amber} amber: no incident and no hint on them.`
        : '';
  return [
    [],
    [part(' Nothing to do now: no incident is open, no hint holds, none is pending.', { bold: true })],
    [part(` ${doubt}`, { token: board.verdict === 'amber' ? 'amber' : 'unknown' })],
    ...(muted === ''
      ? []
      : [[part(` ${statusGlyph.red} ${muted}: the verdict leaves that out.`, { token: 'red', bold: true })]]),
  ];
}

function entryStyle({ pending, kind }: DoEntry): Style {
  if (pending) return { token: 'amber' };
  return { token: kind === 'incident' || kind === 'rollback' ? 'red' : 'amber', bold: true };
}

function headLines(entry: DoEntry, columns: number): readonly Line[] {
  const style = entryStyle(entry);
  const glyph = entry.pending ? statusGlyph.amber : statusGlyph.red;
  const since = `${entry.pending ? 'pending ' : ''}since ${timeOf(entry.since)}`;
  const badge = entry.pending ? style : { ...style, inverse: true };
  const title: Line = [
    part(' '),
    part(` ${glyph} ${entry.label} `, badge),
    part(` ${entry.title}`, entry.pending ? {} : { bold: true }),
  ];
  return [
    ...besideOrBelow(
      title,
      entry.countdown === null ? [since] : [since, entry.countdown],
      { ...style, bold: true, inverse: entry.overdue },
      columns,
    ),
    ...texts(entry.reason, '', faint, columns),
    ...(entry.tell === null ? [] : texts(entry.tell, 'tell', { token: 'accent' }, columns)),
    ...(entry.steps.length === 0 ? texts('The profile names no steps for this.', '', faint, columns) : []),
  ];
}

/** A title that leaves no room beside it has its times below, a line each. */
function besideOrBelow(
  title: Line,
  times: readonly string[],
  style: Style,
  columns: number,
): readonly Line[] {
  const right = part(` ${times.join(' · ')} `, style);
  if (lineColumns(title) + columnsOf(right.text) < columns) return [justify(title, [right], columns)];
  const indent = part(' '.repeat(stepIndent - 1));
  return [title, ...times.map((time) => [indent, part(` ${time} `, style)])];
}

function texts(text: string, name: string, style: Style, columns: number): readonly Line[] {
  return wrap(text, columns - stepIndent - 1, allRows).map((row, index) => [
    part((index === 0 ? ` ${name} ` : '').padStart(stepIndent), { ...style, bold: true }),
    part(row, style),
  ]);
}

function linesOfStep(
  { text, run }: DoEntryStep,
  number: number,
  isMarked: boolean,
  pending: boolean,
  columns: number,
): readonly Line[] {
  const style: Style = pending ? faint : {};
  const said = wrap(text, columns - stepIndent - 1, allRows).map((row, index) => [
    part((index === 0 ? `${number}  ` : '').padStart(stepIndent), { ...style, bold: !pending }),
    part(row, style),
  ]);
  if (run === null) return said;
  const sign = isMarked ? ' ▸ y  $ ' : '      $ ';
  const commands = wrap(run, columns - columnsOf(sign) - 1, allRows).map((row, index) => [
    part(index === 0 ? sign : ' '.repeat(columnsOf(sign)), { token: 'accent', bold: isMarked }),
    part(row, isMarked ? { bold: true, inverse: true } : { ...style, token: pending ? 'dim' : 'accent' }),
  ]);
  return [...said, ...commands];
}

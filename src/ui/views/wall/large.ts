// A problem as the largest thing of the wall: framed by how bad it is, with its value, its rule, its chart and its whole reason.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { statusToken, type Style } from '../../theme.ts';
import { clip, columnsOf, wrap } from '../../text/columns.ts';
import { justify, lineColumns, part, type Line } from '../../text/line.ts';
import { cutName } from '../../text/names.ts';
import { saidWords } from '../words/metric.ts';
import { chartInput, chartLines } from '../metric/chart.ts';
import { bareReason } from '../words/reason.ts';
import { ageParts, openClass, type Problem } from './problems.ts';

/** Frame, value, a chart of three rows with its axis, the reason. */
export const largeRowsLeast = 8;

/** Cells of a value before what it is held to. */
const valueLeast = 9;

const edges = {
  red: ['┏━', '━┓', '┗', '┛', '━', '┃'],
  unknown: ['┌╌', '╌┐', '└', '┘', '╌', '╎'],
  amber: ['┌─', '─┐', '└', '┘', '─', '│'],
} as const;

/** Exactly `rows` lines of exactly `columns` cells; at least `largeRowsLeast` rows. */
export function largeLines(
  problem: Problem,
  snapshot: WallSnapshot,
  columns: number,
  rows: number,
): readonly Line[] {
  const { metric } = problem;
  const status = metric.status === 'red' || metric.status === 'unknown' ? metric.status : 'amber';
  const [topLeft, topRight, bottomLeft, bottomRight, across, down] = edges[status];
  const style: Style = { token: statusToken(status) };
  const inner = columns - 4;
  const level = openClass(metric, snapshot);
  const right: Line = [
    part(' '),
    ...ageParts(metric, snapshot.board.at, Math.floor(columns / 2)),
    part(level === null ? ' ' : ` ${level} `, { bold: true }),
  ];
  const name = cutName(metric.title, Math.max(1, columns - 9 - lineColumns(right)));
  const title: Line = [
    part(' '),
    part(`${statusGlyph[status]} `, { ...style, bold: true }),
    part(name, { bold: true }),
    part(' '),
  ];
  const fill = Math.max(0, columns - 4 - lineColumns(title) - lineColumns(right));
  const reason = wrap(bareReason(metric), inner, 2);
  const waiting = waitingLines(problem, inner);
  const said = wrap(saidWords(metric), inner, 1).map((words): Line => [part(words, { token: 'accent' })]);
  const chartRows = Math.max(0, rows - 3 - reason.length - waiting.length - said.length);
  const body: readonly Line[] = [
    valueLine(problem, inner, style),
    ...(chartRows >= 3 ? chartLines(chartInput(snapshot, metric, { columns: inner, rows: chartRows })) : []),
    ...reason.map((words): Line => [part(words)]),
    ...waiting,
    ...said,
  ];
  return [
    [part(topLeft, style), ...title, part(across.repeat(fill), style), ...right, part(topRight, style)],
    ...Array.from({ length: rows - 2 }, (_, row): Line => {
      const line = body[row] ?? [];
      const rest = part(' '.repeat(Math.max(0, inner - lineColumns(line))));
      return [part(`${down} `, style), ...line, rest, part(` ${down}`, style)];
    }),
    [part(bottomLeft + across.repeat(columns - 2) + bottomRight, style)],
  ];
}

/** `-0.0042   target == 0 · alert != 0 for 2 samples`. */
function valueLine({ metric }: Problem, columns: number, style: Style): Line {
  const { display, target, alert } = metric;
  const bounds = [target === null ? '' : `target ${target}`, alert === null ? '' : `alert ${alert}`]
    .filter(Boolean)
    .join(' · ');
  const value = display === null ? 'no value yet' : metric.status === 'unknown' ? `was ${display}` : display;
  const shown = value + ' '.repeat(Math.max(0, valueLeast - columnsOf(value)));
  return justify(
    [part(shown, { ...style, bold: true }), part(' '), part(bounds, { token: 'dim' })],
    [],
    columns,
  );
}

/** `◌ 9 depend on it: API latency · Error rate · …`. */
function waitingLines({ dependants }: Problem, columns: number): readonly Line[] {
  if (dependants.length === 0) return [];
  const names = dependants.map(({ title }) => title).join(' · ');
  return wrap(`◌ ${dependants.length} unknown because of it: ${names}`, columns, 3).map((words) => [
    part(clip(words, columns), { token: 'unknown' }),
  ]);
}

// One metric as a tile: title and word in the edge, then value, curve, bounds, and the reason for everything not green.

import type { Iso, MetricState } from '../../../rules/board.ts';
import { statusToken, type Theme } from '../../theme.ts';
import { curveRows, curveValues } from '../../text/dots.ts';
import { frame } from '../../text/frame.ts';
import { columnsOf, drawable, steadyLines, wrapSteadily } from '../../text/columns.ts';
import { clipLine, justify, lineColumns, part, type Line } from '../../text/line.ts';
import {
  boundParts,
  glyphOf,
  isProblem,
  saidBriefly,
  saidWords,
  sinceText,
  statusWord,
  valueParts,
} from '../words/metric.ts';
import type { Plotted } from '../../text/levels.ts';
import { sparkline } from '../../text/sparkline.ts';

export interface TileContext {
  readonly at: Iso;
  readonly theme: Theme;
  readonly selected: boolean;
  /** The newest `count` values, oldest first. */
  values(metric: string, count: number): readonly Plotted[];
}

/** Narrower than this a curve says nothing. */
const curveColumnsMin = 6;
/** Longer sentences are cut on a tile; the metric's own screen has them whole. */
const reasonLinesMax = 5;

/** Rows in which a problem's tile of so many columns says everything: frame, value, bounds, the whole reason. */
export function tileRowsWanted(metric: MetricState, columns: number): number {
  const bounds = metric.target === null && metric.alert === null ? 0 : 1;
  return 3 + bounds + steadyLines(metric.reason, columns - 4, reasonLinesMax);
}

/** Exactly `rows` drawn lines of exactly `columns` cells. */
export function tileLines(
  metric: MetricState,
  columns: number,
  rows: number,
  context: TileContext,
): readonly string[] {
  const { at, theme, selected } = context;
  const token = statusToken(metric.status);
  const problem = isProblem(metric);
  return frame(
    tileBody(metric, columns - 4, rows - 2, context),
    {
      columns,
      rows,
      title: [
        part(`${glyphOf(metric)} `, { token, bold: problem }),
        part(metric.title, problem || selected ? { token: problem ? token : 'title', bold: true } : {}),
      ],
      titleRight: wordLines(metric, at),
      bottomRight: edgeWords(metric, at, columns, rows),
      style: selected ? { token: 'accent', bold: true } : problem ? { token } : { token: 'border' },
      heavy: selected,
    },
    theme,
  );
}

/** In the lower edge: what people have said of it; else its bounds where they have no row, else its group. */
function edgeWords(metric: MetricState, at: Iso, columns: number, rows: number): Line {
  const said = saidWords(metric);
  if (said !== '') {
    const fits = columnsOf(said) <= columns - 8;
    return clipLine([part(fits ? said : saidBriefly(metric), { token: 'accent', bold: true })], columns - 8);
  }
  return rows === 3 ? clipLine(boundParts(metric, at, columns - 8), columns - 8) : groupLine(metric, rows);
}

function groupLine({ group }: MetricState, rows: number): Line {
  return group === null || rows < 5 ? [] : [part(group, { token: 'dim' })];
}

function wordLines(metric: MetricState, at: Iso): readonly Line[] {
  const { status } = metric;
  if (status === null) return [];
  if (!isProblem(metric)) return [[part(statusWord(metric), { token: 'dim' })]];
  const since = sinceText(metric, at);
  const style = { token: statusToken(status), bold: true };
  return [`${statusWord(metric)} ${since}`, `${status} ${since}`, status].map((word) => [part(word, style)]);
}

/** Whether the upper edge of a tile has room for a word beside the title (frame.ts). */
function wordBeside(metric: MetricState, columns: number, at: Iso): boolean {
  const shortest = wordLines(metric, at).at(-1);
  if (shortest === undefined || !isProblem(metric)) return true;
  return columnsOf(drawable(metric.title)) + 2 + lineColumns(shortest) + 9 <= columns;
}

function shortWord({ status }: MetricState): Line {
  return status === null ? [] : [part(status, { token: statusToken(status), bold: true })];
}

function tileBody(metric: MetricState, columns: number, rows: number, context: TileContext): readonly Line[] {
  if (rows <= 0 || columns <= 0) return [];
  const { at } = context;
  const value = wordBeside(metric, columns + 4, at)
    ? valueParts(metric, at)
    : justify(valueParts(metric, at), shortWord(metric), columns);
  const bounds = boundParts(metric, at, columns);
  const hasBounds = lineColumns(bounds) > 0;
  const problem = isProblem(metric);
  // The reason begins with the value.
  if (rows === 1 && problem) return [[part(metric.reason)]];
  // The reason is worth more than the bounds: it names the one that matters.
  const reasonWanted = problem ? steadyLines(metric.reason, columns, reasonLinesMax) : 0;
  const boundsShown = hasBounds && rows >= 2 + reasonWanted;
  const reasonRoom = Math.min(reasonLinesMax, rows - 1 - (boundsShown ? 1 : 0));
  const reason = problem ? wrapSteadily(metric.reason, columns, reasonRoom) : [];
  const spare = rows - 1 - (boundsShown ? 1 : 0) - reason.length;
  const below: Line[] = [...(boundsShown ? [bounds] : []), ...reason.map((text) => [part(text)])];
  if (spare < 1) return [withCurve(metric, value, columns, context), ...below];
  const curve =
    spare === 1
      ? [sparkline(context.values(metric.id, columns), columns)]
      : curveRows(context.values(metric.id, curveValues(columns)), columns, spare);
  return [value, ...curve.map((text) => [part(text, curveStyle(metric, spare > 1))]), ...below];
}

function withCurve(metric: MetricState, value: Line, columns: number, context: TileContext): Line {
  const room = Math.min(Math.max(24, Math.floor(columns * 0.6)), columns - lineColumns(value) - 2);
  if (room < curveColumnsMin) return value;
  const curve = sparkline(context.values(metric.id, room), room);
  return justify(value, [part(curve, curveStyle(metric, false))], columns);
}

/** Dots need a brighter grey than blocks to be seen. */
function curveStyle(metric: MetricState, dots: boolean): Line[number]['style'] {
  return metric.status === 'red' || metric.status === 'amber'
    ? { token: statusToken(metric.status) }
    : { token: dots ? 'dim' : 'border' };
}

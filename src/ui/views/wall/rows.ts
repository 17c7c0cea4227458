// One metric as a row of the list, or as a cell of the compact lines below the tiles. Stable columns left, volatile ones right.

import type { Iso, MetricState } from '../../../rules/board.ts';
import { statusToken } from '../../theme.ts';
import { columnsOf, drawable, fit, fitRight, wrap, steadyLines } from '../../text/columns.ts';
import { clipLine, drawLine, lineColumns, part, type Line } from '../../text/line.ts';
import {
  boundParts,
  glyphOf,
  isProblem,
  pendingText,
  saidBriefly,
  saidWords,
  sinceText,
  statusWord,
  valueParts,
} from '../words/metric.ts';
import { sparkline } from '../../text/sparkline.ts';
import type { TileContext } from './tiles.ts';

/** How the list's columns are cut, the same for every row of it. */
export interface RowColumns {
  readonly title: number;
  readonly value: number;
  readonly curve: number;
  /** Bounds or reason. */
  readonly words: number;
  readonly since: number;
}

const sinceColumns = 7;
const titleColumnsMin = 12;
/** Narrower lists have a title and a value, and reasons only below them. */
const wordsFrom = 56;
const titleColumnsMax = 28;

export function rowColumns(metrics: readonly MetricState[], columns: number): RowColumns {
  if (columns < wordsFrom) return { title: columns - 3 - 1 - 12, value: 12, curve: 0, words: 0, since: 0 };
  const longest = metrics.reduce(
    (most, { title }) => Math.max(most, columnsOf(drawable(title))),
    titleColumnsMin,
  );
  const title = Math.min(longest, titleColumnsMax, Math.max(8, Math.floor(columns * 0.3)));
  const value = columns >= 100 ? 20 : 13;
  const curve = columns >= 100 ? 16 : columns >= 70 ? 9 : 0;
  // Marker, glyph, and the blanks between the columns.
  const fixed = 3 + title + 1 + value + (curve > 0 ? curve + 2 : 1) + sinceColumns + 2;
  return { title, value, curve, words: Math.max(0, columns - fixed), since: sinceColumns };
}

/** The metric's line and, with `rows` 2 or 3, the reason on the lines below it. */
export function rowLines(
  metric: MetricState,
  columns: number,
  rows: number,
  cut: RowColumns,
  context: TileContext,
): readonly string[] {
  const { theme, at, selected } = context;
  const token = statusToken(metric.status);
  const problem = isProblem(metric);
  const first: Line = [
    part(selected ? '▸' : ' ', { token: 'accent', bold: true }),
    part(`${glyphOf(metric)} `, { token, bold: problem }),
    part(fit(metric.title, cut.title), titleStyle(metric, selected)),
    part(' '),
    valueCell(metric, cut.value, context),
    ...curveCell(metric, cut.curve, context),
    ...wordsCell(metric, cut.words, rows > 1, context),
    ...(cut.since > 0
      ? [
          part(
            fitRight(problem ? sinceText(metric, at) : '', cut.since + 1),
            problem ? { token } : { token: 'dim' },
          ),
        ]
      : []),
  ];
  if (rows < 2) return [drawLine(first, columns, theme)];
  const reason = wrap(saidReason(metric), columns - 4, rows - 1);
  return Array.from({ length: rows }, (_, row) =>
    drawLine(row === 0 ? first : [part(`   ${reason[row - 1] ?? ''}`)], columns, theme),
  );
}

function titleStyle(metric: MetricState, selected: boolean): Line[number]['style'] {
  const problem = isProblem(metric);
  return {
    ...(problem ? { token: statusToken(metric.status) } : {}),
    bold: problem || selected,
    underline: selected,
  };
}

function valueCell(metric: MetricState, columns: number, { at }: TileContext): Line[number] {
  const [value] = valueParts(metric, at);
  const text = metric.status === 'unknown' ? (metric.display ?? '–') : (value?.text ?? '');
  return part(fitRight(text, columns), value?.style ?? {});
}

function curveCell(metric: MetricState, columns: number, context: TileContext): Line {
  if (columns === 0) return [part(' ')];
  const curve = sparkline(context.values(metric.id, columns), columns);
  const loud = metric.status === 'red' || metric.status === 'amber';
  return [part(`  ${curve}`, { token: loud ? statusToken(metric.status) : 'border' })];
}

/** What there is to say in the room there is: the reason if it has no line of its own, else word and bounds. */
function wordsCell(metric: MetricState, columns: number, reasonBelow: boolean, { at }: TileContext): Line {
  if (columns <= 2) return [];
  const room = columns - 2;
  const words =
    isProblem(metric) && !reasonBelow
      ? reasonLine(metric, at)
      : saidWords(metric) !== ''
        ? saidLine(metric, room, at)
        : isProblem(metric)
          ? statusLine(metric, room, at)
          : boundParts(metric, at, room, { brief: room < 40 });
  return [part('  '), ...filled(words, room)];
}

/** The sentence, after who has acknowledged it and until when; that it is muted it says itself. */
function saidReason(metric: MetricState): string {
  return metric.ack === null ? metric.reason : `${saidWords({ ...metric, mute: null })} · ${metric.reason}`;
}

/** What people have said of a metric, and the bounds where there is room: below it stands the sentence, if it is a problem. */
function saidLine(metric: MetricState, columns: number, at: Iso): Line {
  const problem = isProblem(metric);
  const status: Line = problem
    ? [part(`${metric.status ?? ''} · `, { token: statusToken(metric.status), bold: true })]
    : [];
  const whole = saidWords(metric);
  const fits = !problem && columnsOf(whole) <= columns;
  const lead: Line = [...status, part(fits ? whole : saidBriefly(metric), { token: 'accent', bold: true })];
  const room = columns - lineColumns(lead) - 2;
  const bounds = boundParts(metric, at, room, { brief: true });
  return lineColumns(bounds) > room ? lead : [...lead, part('  '), ...bounds];
}

function reasonLine(metric: MetricState, at: Iso): Line {
  const pending = pendingText(metric, at);
  return [
    ...(pending === '' ? [] : [part(`${pending} · `, { token: 'red', bold: true })]),
    part(saidReason(metric)),
  ];
}

function statusLine(metric: MetricState, columns: number, at: Iso): Line {
  const word = part(statusWord(metric), { token: statusToken(metric.status), bold: true });
  // The countdown says that it is pending, and until when.
  const lead = pendingText(metric, at) === '' ? word : part(metric.status ?? '', word.style);
  const room = columns - lineColumns([lead]) - 2;
  const bounds = boundParts(metric, at, room);
  return lineColumns(bounds) > room ? [lead] : [lead, part('  '), ...bounds];
}

function filled(line: Line, columns: number): Line {
  const kept = clipLine(line, columns);
  return [...kept, part(' '.repeat(Math.max(0, columns - lineColumns(kept))))];
}

/** From so many columns on a compact cell has a curve, and from so many on its bounds too. */
const compactCurveFrom = 44;
const compactBoundsFrom = 60;

/** Lines that a reason may have below its row. */
const reasonLinesMax = 2;

/** Lines that the metric's reason takes below its row, the same from second to second; none for a healthy one. */
export function reasonLinesWanted(metric: MetricState, columns: number): number {
  return isProblem(metric) ? Math.max(1, steadyLines(saidReason(metric), columns - 4, reasonLinesMax)) : 0;
}

/** A healthy metric in one cell of the compact lines: glyph, title, value, and a curve and its bounds where there is room. Filled. */
export function compactCell(metric: MetricState, columns: number, context: TileContext): string {
  const { theme, selected, at } = context;
  const value = metric.display ?? '–';
  const said = saidBriefly(metric);
  const curve = columns >= compactCurveFrom ? 10 : 0;
  const bounds = columns >= compactBoundsFrom ? Math.min(24, Math.floor(columns * 0.2)) : 0;
  const valueColumns = Math.min(14, Math.max(8, Math.floor(columns * 0.3)));
  const title = columns - 3 - valueColumns - (curve > 0 ? curve + 1 : 0) - (bounds > 0 ? bounds + 2 : 0) - 2;
  return drawLine(
    [
      part(selected ? '▸' : ' ', { token: 'accent', bold: true }),
      part(`${glyphOf(metric)} `, { token: statusToken(metric.status) }),
      part(fit(said === '' ? metric.title : `${said}: ${metric.title}`, Math.max(1, title)), {
        bold: selected,
        underline: selected,
      }),
      part(' '),
      part(fitRight(value, valueColumns), { bold: true }),
      ...(curve > 0 ? curveCell(metric, curve, context) : []),
      ...(bounds > 0 ? [part('  '), ...filled(boundParts(metric, at, bounds, { brief: true }), bounds)] : []),
    ],
    columns,
    theme,
    { fill: true },
  );
}

// A metric's history as a chart of plain text: the value as a line of braille dots, the thresholds as lines across, clock times
// below. Every sample rules from its own instant to the next one's, at most as long as it is fresh; a gap stays a gap.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Point, Threshold } from '../../engine/snapshot.ts';
import { Canvas, type ChartRun } from './chart-canvas.ts';
import {
  axisNumber,
  axisTime,
  shareOf,
  axisValues,
  levelSpan,
  timeSpan,
  valueSpan,
  type Span,
  type ValueSpan,
} from './chart-scale.ts';
import { clip, columnsOf, drawable, fit, fitRight } from './columns.ts';
import { levelsOf } from './levels.ts';
import { DotGrid } from './dots.ts';

export interface ChartInput {
  /** Oldest first. */
  readonly points: readonly Point[];
  readonly thresholds: readonly Threshold[];
  /** The metric's own. */
  readonly unit: string | null;
  /** The right end of the time axis: now. */
  readonly until: Instant;
  /** How long a value rules when nothing follows it. */
  readonly staleAfter: Milliseconds;
  readonly columns: number;
  readonly rows: number;
}

const lineGlyph = { target: '┄', alert: '━' } as const;
/** Narrower charts name their thresholds in the line itself, wider ones in a gutter beside it. */
const gutterFromColumns = 50;
const columnsMin = 12;
const rowsMin = 3;

/** Exactly `rows` rows of exactly `columns` cells; blank where there is not even room for axes. */
export function chart(given: ChartInput): readonly (readonly ChartRun[])[] {
  const { columns, rows } = given;
  if (columns < columnsMin || rows < rowsMin)
    return Array.from({ length: Math.max(0, rows) }, () => [{ text: ' '.repeat(columns), role: 'axis' }]);
  const canvas = new Canvas(columns, rows);
  const { input, values } = inNumbers(given);
  const times = timeSpan(input.points, input.until);
  const plot = plotArea(input, values);
  drawThresholds(canvas, plot, input.thresholds, values);
  drawData(canvas, plot, input, values, times);
  drawValueAxis(canvas, plot, values);
  drawTimeAxis(canvas, plot, times);
  drawNow(canvas, plot, input, values, times);
  return canvas.runs();
}

/** The input with a height for each point. */
interface NumberInput extends ChartInput {
  readonly points: readonly (Point & { readonly value: number | null })[];
}

function inNumbers(input: ChartInput): { readonly input: NumberInput; readonly values: ValueSpan } {
  const { values, words } = levelsOf(
    input.points.map(({ value }) => value),
    input.rows - 2,
  );
  const points = input.points.map((point, index) => ({ ...point, value: values[index] ?? null }));
  const span = words === null ? valueSpan(points, input.thresholds) : levelSpan(words.length);
  return { input: { ...input, points }, values: { ...span, unit: input.unit, words } };
}

interface Plot {
  readonly left: number;
  readonly columns: number;
  readonly rows: number;
  /** Where the gutter's text begins, and how wide it is; 0 for none. */
  readonly gutter: number;
  readonly gutterColumns: number;
}

function plotArea({ columns, rows, thresholds, points }: NumberInput, values: ValueSpan): Plot {
  const labels = [...axisValues(values), ...thresholds.map(({ value }) => value)];
  const labelColumns = Math.max(
    ...labels.filter(Number.isFinite).map((value) => columnsOf(axisNumber(value, values))),
  );
  const left = Math.min(labelColumns, Math.floor(columns / 3)) + 1;
  const newest = points.findLast(({ value }) => value !== null);
  const names = [...thresholds.map(nameOf), newest === undefined ? '' : `now ${newest.text}`];
  const widest = Math.max(...names.map((name) => columnsOf(drawable(name))));
  const gutterColumns =
    columns >= gutterFromColumns && widest > 0 ? Math.min(widest + 3, Math.floor(columns / 4)) : 0;
  return {
    left,
    columns: columns - left - gutterColumns,
    rows: rows - 2,
    gutter: columns - gutterColumns,
    gutterColumns,
  };
}

function nameOf({ kind, text }: Threshold): string {
  return `${kind} ${text}`;
}

function rowOf(value: number, plot: Plot, values: ValueSpan): number {
  return Math.floor(dotOf(value, plot.rows * 4, values) / 4);
}

/** The dot's row from the top. */
function dotOf(value: number, dots: number, values: ValueSpan): number {
  return Math.round((1 - shareOf(value, values)) * (dots - 1));
}

/** Targets first, so that where two lines fall together the alert's is the one that is seen. */
function drawThresholds(
  canvas: Canvas,
  plot: Plot,
  thresholds: readonly Threshold[],
  values: ValueSpan,
): void {
  const ordered = thresholds.toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === 'alert' ? 1 : -1));
  const names = new Map<number, ChartRun>();
  for (const threshold of ordered) {
    const { kind, value } = threshold;
    if (value > values.high || value < values.low) continue;
    const row = rowOf(value, plot, values);
    canvas.write(plot.left, row, lineGlyph[kind].repeat(plot.columns), kind);
    canvas.write(0, row, `${axisLabel(value, plot, values)}┤`, kind);
    const before = names.get(row);
    names.set(row, { text: nameOf(threshold), role: kind });
    if (before === undefined || plot.gutterColumns === 0) continue;
    const beside = [row + 1, row - 1].find((free) => free >= 0 && free < plot.rows && !names.has(free));
    if (beside !== undefined) names.set(beside, before);
  }
  for (const threshold of ordered) {
    const above = threshold.value > values.high;
    if (!above && !(threshold.value < values.low)) continue;
    let row = above ? 0 : plot.rows - 1;
    while (names.has(row)) row += above ? 1 : -1;
    if (row >= 0 && row < plot.rows)
      names.set(row, { text: `${above ? '↑' : '↓'} ${nameOf(threshold)}`, role: threshold.kind });
  }
  for (const [row, { text, role }] of names) {
    if (plot.gutterColumns > 0) canvas.write(plot.gutter, row, fit(` ${text}`, plot.gutterColumns), role);
    else canvas.write(plot.left + 1, row, clip(` ${text} `, plot.columns - 2), role);
  }
}

function axisLabel(value: number, plot: Plot, values: ValueSpan): string {
  return fitRight(axisNumber(value, values), plot.left - 1);
}

function drawData(canvas: Canvas, plot: Plot, input: NumberInput, values: ValueSpan, times: Span): void {
  const grid = new DotGrid(plot.columns, plot.rows);
  const xOf = (at: Instant): number => Math.round(shareOf(at, times) * (grid.width - 1));
  const axisRow = plot.rows;
  let held: { readonly y: number; readonly to: Instant; readonly x: number } | null = null;
  for (const { at, value } of input.points) {
    const x = xOf(at);
    if (held) grid.across(held.x, Math.min(x, xOf(held.to) + 1), held.y);
    if (value === null || Number.isNaN(value)) {
      canvas.write(plot.left + Math.floor(x / 2), axisRow, '·', 'gap');
      held = null;
      continue;
    }
    const y = dotOf(value, grid.height, values);
    if (held && at <= held.to) grid.down(x, held.y, y);
    grid.dot(x, y);
    held = { y, x, to: at + input.staleAfter };
  }
  if (held) grid.across(held.x, xOf(Math.min(held.to, input.until)) + 1, held.y);
  for (let row = 0; row < plot.rows; row++)
    for (let column = 0; column < plot.columns; column++) {
      const glyph = grid.glyph(column, row);
      if (glyph !== null) canvas.write(plot.left + column, row, glyph, 'data');
    }
}

/** The newest value: a dot at its end of the curve, and the number beside it where the gutter has no name there. */
function drawNow(canvas: Canvas, plot: Plot, input: NumberInput, values: ValueSpan, times: Span): void {
  const last = input.points.findLast(({ value }) => value !== null && Number.isFinite(value));
  if (last === undefined || last.value === null) return;
  const row = rowOf(last.value, plot, values);
  const stale = last !== input.points.at(-1) || last.at + input.staleAfter < input.until;
  const at = stale ? last.at : input.until;
  const column = Math.min(plot.columns - 1, Math.floor(shareOf(at, times) * plot.columns));
  canvas.write(plot.left + column, row, stale ? '○' : '●', 'now');
  if (plot.gutterColumns === 0 || stale) return;
  const free = [row, row - 1, row + 1].find(
    (near) =>
      near >= 0 && near < plot.rows && canvas.isBlank(plot.gutter, plot.gutter + plot.gutterColumns, near),
  );
  if (free !== undefined)
    canvas.write(plot.gutter, free, clip(` now ${last.text}`, plot.gutterColumns), 'now');
}

function drawValueAxis(canvas: Canvas, plot: Plot, values: ValueSpan): void {
  for (let row = 0; row < plot.rows; row++) canvas.writeIfBlank(plot.left - 1, row, '│');
  const label = (row: number, value: number): void => {
    if (!canvas.isBlank(0, plot.left - 1, row)) return;
    canvas.write(0, row, `${axisLabel(value, plot, values)}┤`, 'axis');
  };
  for (const value of axisValues(values)) label(rowOf(value, plot, values), value);
  if (!values.words && plot.rows >= 7 && plot.rows % 2 === 1)
    label((plot.rows - 1) / 2, values.low / 2 + values.high / 2);
}

/** One label at each end, and between them as many as stand apart. */
function drawTimeAxis(canvas: Canvas, plot: Plot, times: Span): void {
  const line = plot.rows;
  canvas.write(plot.left - 1, line, '└', 'axis');
  for (let column = 0; column < plot.columns; column++) canvas.writeIfBlank(plot.left + column, line, '─');
  const width = axisTime(times.high, times).length;
  const right = plot.left + plot.columns - width;
  if (right < plot.left) return;
  const between = Math.max(1, Math.floor((right - plot.left) / (width + 14)));
  if (right < plot.left + width + 1) {
    canvas.write(right, line + 1, axisTime(times.high, times), 'axis');
    return;
  }
  for (let tick = 0; tick <= between; tick++) {
    const start = Math.round(plot.left + ((right - plot.left) * tick) / between);
    const edge = tick === 0 ? 0 : tick === between ? width - 1 : Math.floor(width / 2);
    const share = (start + edge - plot.left) / Math.max(1, plot.columns - 1);
    const instant = times.low + Math.min(1, Math.max(0, share)) * (times.high - times.low);
    canvas.write(start, line + 1, axisTime(Math.round(instant), times), 'axis');
  }
}

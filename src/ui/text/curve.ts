// A metric's newest values as a line of braille dots over a few rows: for the shape, not for reading values off.

import { DotGrid } from './dots.ts';
import { levelsOf, type Plotted } from './levels.ts';
import { spanOf } from './sparkline.ts';

/** Values that a curve of so many columns shows: two a cell. */
export function curveValues(columns: number): number {
  return columns * 2;
}

/**
 * @param values oldest first; null is a gap and stays blank; each word has a level of its own.
 * @returns `rows` strings of exactly `columns` cells, the newest value at the right end.
 */
export function curveRows(values: readonly Plotted[], columns: number, rows: number): readonly string[] {
  const grid = new DotGrid(columns, rows);
  const shown = levelsOf(values.slice(-grid.width), grid.height).values;
  const { low, high } = spanOf(shown);
  const offset = grid.width - shown.length;
  let before: number | null = null;
  for (const [index, value] of shown.entries()) {
    const y = value === null || Number.isNaN(value) ? null : dotRow(value, low, high, grid.height);
    if (y !== null) grid.down(offset + index, before ?? y, y);
    before = y;
  }
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => grid.glyph(column, row) ?? ' ').join(''),
  );
}

function dotRow(value: number, low: number, high: number, height: number): number {
  if (!Number.isFinite(value)) return value > 0 ? 0 : height - 1;
  const span = high / 2 - low / 2;
  const share = span > 0 ? (value / 2 - low / 2) / span : 0;
  return Math.max(0, Math.min(height - 1, Math.round((1 - share) * (height - 1))));
}

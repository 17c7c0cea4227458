// A grid of dots drawn as braille, two dots across and four down in each cell; and a metric's newest values as a line of them, for the
// shape, not for reading values off.

import { levelsOf, type Plotted } from './levels.ts';
import { spanOf } from './sparkline.ts';

const dotsAcross = 2;
const dotsDown = 4;
// The bit of each dot, by its column and row within the cell (Unicode's numbering of the eight dots).
const bits: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

export class DotGrid {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  readonly #columns: number;
  readonly #cells: Uint8Array;

  /** In cells. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.width = columns * dotsAcross;
    this.height = rows * dotsDown;
    this.#cells = new Uint8Array(columns * rows);
  }

  /** What lies outside of the grid is not drawn. */
  dot(x: number, y: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const cell = Math.floor(y / dotsDown) * this.#columns + Math.floor(x / dotsAcross);
    this.#cells[cell] = (this.#cells[cell] ?? 0) | (bits[x % dotsAcross]?.[y % dotsDown] ?? 0);
  }

  /** Level from `from` up to, not including, `to`. */
  across(from: number, to: number, y: number): void {
    for (let x = Math.max(0, from); x < Math.min(to, this.width); x++) this.dot(x, y);
  }

  /** Upright, both ends included. */
  down(x: number, from: number, to: number): void {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) this.dot(x, y);
  }

  /** The cell's glyph, or null where no dot is set. */
  glyph(column: number, row: number): string | null {
    const cell = this.#cells[row * this.#columns + column] ?? 0;
    return cell === 0 ? null : String.fromCharCode(0x2800 + cell);
  }
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

// What a size of terminal allows: whether there is room for a wall, and how wide a panel at the right is.

import type { Size } from '../text/line.ts';

/** `line`: too small for a wall, one line; `list`: rows; `tiles`: tiles with a column beside them. */
export type Shape = 'line' | 'list' | 'tiles';

export const smallest: Size = { columns: 40, rows: 10 };
const tilesFrom: Size = { columns: 100, rows: 30 };

export function shapeOf({ columns, rows }: Size): Shape {
  if (columns < smallest.columns || rows < smallest.rows) return 'line';
  return columns >= tilesFrom.columns && rows >= tilesFrom.rows ? 'tiles' : 'list';
}

/** Columns of the panel at the right (do now, latest) where there is one. */
export function besideColumns(columns: number): number {
  return columns <= 120 ? Math.floor(columns * 0.42) : 50 + Math.floor((columns - 120) / 5);
}

// Text in columns for a terminal or a pipe: widths by what a character takes up on the screen.

import { columnsOf } from '../domain/cells.ts';

/** Rows as lines, each column as wide as its widest cell, two blanks between; the last column is left ragged. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columnsOf(text));
  return rows.map((row) =>
    row
      .map((text, index) => text + ' '.repeat((widths[index] ?? 0) - columnsOf(text)))
      .join('  ')
      .trimEnd(),
  );
}

// Text into a given number of cells: cut with `…`, padded, or broken into rows. Wide characters count two.

import { sliceWidth, textWidth } from './width.ts';

export type Align = 'left' | 'right';

/** At most `width` cells; what is too long ends with `…`. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (textWidth(text) <= width) return text;
  return width === 1 ? '…' : `${sliceWidth(text, width - 1).trimEnd()}…`;
}

/** Exactly `width` cells: cut, or padded with blanks. */
export function fit(text: string, width: number, align: Align = 'left'): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - textWidth(shown)));
  return align === 'left' ? shown + blanks : blanks + shown;
}

/**
 * Broken at blanks into rows of at most `width` cells; a word that is longer than a row is broken within.
 * What does not go into `rowsMax` rows is cut with `…`.
 */
export function wrapText(text: string, width: number, rowsMax = Number.POSITIVE_INFINITY): readonly string[] {
  if (width <= 0 || rowsMax <= 0) return [];
  const rows: string[] = [];
  let row = '';
  const flush = (): void => {
    rows.push(row);
    row = '';
  };
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (textWidth(joined) <= width) {
      row = joined;
      continue;
    }
    if (row !== '') flush();
    let rest = word;
    while (textWidth(rest) > width) {
      // A character wider than the whole row still has to go somewhere: it is shown as `…`.
      const head = sliceWidth(rest, width);
      if (head === '') return [...rows, '…'].slice(0, rowsMax);
      rows.push(head);
      rest = rest.slice(head.length);
    }
    row = rest;
  }
  if (row !== '') flush();
  if (rows.length <= rowsMax) return rows;
  const last = rows[rowsMax - 1] ?? '';
  return [...rows.slice(0, rowsMax - 1), cut(`${last} …`, width)];
}

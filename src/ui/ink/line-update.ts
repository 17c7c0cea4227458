// Turns one line on the screen into another with few bytes: only the cells that changed are written. Ink writes a line from
// its first change to its end, which on a wall of tiles is every tile to the right of the one that changed.
// The build puts this in front of Ink's own (scripts/cures.ts), which answers for whatever is not plain cells.

import { styledCells, type Style, type StyledCells } from './styled-cells.ts';

/** What to write, with the cursor anywhere on the line, to make `next` of `previous`; it ends in the terminal's own style. */
export type LineUpdate = (previous: string, next: string, columns: number | undefined) => string;

/** Equal cells between two changes that are cheaper to write again than to jump over. */
const gapCellsMax = 4;
const eraseToEnd = '\u001b[K';
const ownStyle = '\u001b[m';

export function cellwiseUpdate(ink: LineUpdate): LineUpdate {
  return (previous, next, columns) => {
    const before = styledCells(previous);
    const after = styledCells(next);
    const fits =
      columns !== undefined && Math.max(before?.text.length ?? 0, after?.text.length ?? 0) <= columns;
    return before === null || after === null || !fits
      ? ink(previous, next, columns)
      : writtenCells(before, after);
  };
}

function writtenCells(before: StyledCells, after: StyledCells): string {
  const blankFrom = blankEnd(after);
  let output = '';
  let style: Style = '';
  /** The column behind the last cell that was written. */
  let column = -1;
  for (let index = 0; index < blankFrom; index++) {
    if (sameCell(before, after, index)) continue;
    const gap = column >= 0 && index - column <= gapCellsMax ? column : index;
    if (gap === index && column !== index) output += moveTo(index);
    for (let cell = gap; cell <= index; cell++) {
      const wanted = after.styles[cell] ?? '';
      output += styleChange(style, wanted) + after.text.charAt(cell);
      style = wanted;
    }
    column = index + 1;
  }
  if (style !== '') output += ownStyle;
  if (blankEnd(before) > blankFrom) output += (column === blankFrom ? '' : moveTo(blankFrom)) + eraseToEnd;
  return output;
}

/** Where the line's blank end begins. */
function blankEnd({ text, styles }: StyledCells): number {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === ' ' && styles[end - 1] === '') end--;
  return end;
}

/** Beyond its end a line is blank. */
function sameCell(before: StyledCells, after: StyledCells, index: number): boolean {
  return (
    (before.text.charAt(index) || ' ') === after.text.charAt(index) &&
    (before.styles[index] ?? '') === after.styles[index]
  );
}

function moveTo(column: number): string {
  return `\u001b[${column + 1}G`;
}

/** What is only added is added; anything else begins anew. */
function styleChange(from: Style, to: Style): string {
  if (from === to) return '';
  if (to === '') return ownStyle;
  if (from === '') return `\u001b[${to}m`;
  return to.startsWith(`${from};`) ? `\u001b[${to.slice(from.length + 1)}m` : `\u001b[0;${to}m`;
}

/** One jump over several unchanged lines instead of one for each. */
export function joinedJumps(output: string): string {
  // oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
  return output.replaceAll(/(?:\u001b\[E){2,}/g, (jumps) => `\u001b[${jumps.length / 3}E`);
}

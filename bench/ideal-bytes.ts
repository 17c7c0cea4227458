// The fewest bytes that turn one screen into the next, cell by cell: the floor that an update's bytes are held against.
import xterm, { type IBufferCell } from '@xterm/headless';

/** A gap of equal cells this short is cheaper to write again than to jump over. */
const gapCellsMax = 4;

interface Cell {
  readonly text: string;
  readonly style: string;
}

/** Feeds what was written to a terminal; one entry for each chunk: the bytes that the change of the screen needed. */
export async function idealBytes(
  chunks: readonly string[],
  columns: number,
  rows: number,
): Promise<number[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const needed: number[] = [];
  let before = cellsOf(terminal);
  for (const chunk of chunks) {
    await new Promise<void>((resolve) => terminal.write(chunk, resolve));
    const after = cellsOf(terminal);
    needed.push(bytesBetween(before, after));
    before = after;
  }
  terminal.dispose();
  return needed;
}

function cellsOf(terminal: xterm.Terminal): Cell[][] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = buffer.getLine(buffer.baseY + row);
    return Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column);
      return {
        text: cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' '),
        style: cell ? styleOf(cell) : '',
      };
    });
  });
}

/** As long as the escape sequence that would set it. */
function styleOf(cell: IBufferCell): string {
  const color = (isDefault: boolean, isRgb: boolean, value: number, code: number): string =>
    isDefault
      ? ''
      : isRgb
        ? `${code};2;${value >> 16};${(value >> 8) & 255};${value & 255}`
        : `${code};5;${value}`;
  return [
    cell.isBold() ? '1' : '',
    cell.isDim() ? '2' : '',
    cell.isItalic() ? '3' : '',
    cell.isUnderline() ? '4' : '',
    cell.isInverse() ? '7' : '',
    color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), 38),
    color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), 48),
  ]
    .filter((part) => part !== '')
    .join(';');
}

function bytesBetween(before: readonly (readonly Cell[])[], after: readonly (readonly Cell[])[]): number {
  let bytes = 0;
  let style = '';
  for (const [row, cells] of after.entries()) {
    let written = -Infinity;
    for (const [column, cell] of cells.entries()) {
      const old = before[row]?.[column];
      if (old?.text === cell.text && old.style === cell.style) continue;
      const gap = column - written - 1;
      bytes += gap > gapCellsMax ? `\u001b[${row + 1};${column + 1}H`.length : Math.max(0, gap);
      if (cell.style !== style) bytes += `\u001b[0;${cell.style}m`.length;
      style = cell.style;
      bytes += Buffer.byteLength(cell.text);
      written = column;
    }
  }
  return bytes;
}

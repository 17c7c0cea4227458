// A styled line as cells, and cells as a styled line: what Ink's output stage does for every text of a frame. Lines of plain
// colours and characters of one cell, which is nearly everything a wall shows, are read here; all others are left to the real functions.
// The build puts this in front of @alcalzone/ansi-tokenize where Ink's output stage uses it (scripts/cures.ts).
//
// Equal cells are one object, and equal styles one array: a row is compared cell by cell at no cost, and the way from one
// style to another is worked out once.

import { isOneCellText } from '../../domain/one-cell.ts';

/** A cell as @alcalzone/ansi-tokenize makes it. Shared: nobody may change it. */
export interface Cell {
  readonly type: 'char';
  readonly value: string;
  readonly fullWidth: boolean;
  readonly styles: readonly StyleCode[];
  /** Set on the cells that are made here: certain to be one column wide. */
  readonly isOneCell?: true;
}

export interface StyleCode {
  readonly code: string;
  readonly endCode: string;
}

export interface CellFunctions {
  /** The visible characters of a text with styles, in order. */
  readonly cellsOf: (text: string) => readonly Cell[];
  /** A text that shows these cells. */
  readonly textOf: (cells: readonly Cell[]) => string;
}

/** Most styles that are remembered; a wall has some fifty. Beyond it the real functions do the work. */
const stylesMax = 500;

/** Colours and styles as chalk writes them. The codes that end nothing and begin nothing are left to the real function too. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const styleSequence = /\u001b\[\d{1,3}(?:;\d{1,3})*m/y;

interface Style {
  readonly codes: readonly StyleCode[];
  readonly cells: Map<string, Cell>;
  /** The style after a sequence that follows this one. */
  readonly next: Map<string, Style>;
  /** What is written between a cell of this style and one of another, by the other's codes. */
  readonly ways: Map<readonly StyleCode[], string>;
  /** What is written before a first cell and after a last one. */
  readonly open: string;
  readonly close: string;
}

/** Stands for a cell where only what is written around it is asked for; no text of a wall contains it. */
const mark = '\u0001';

// oxlint-disable-next-line max-lines-per-function -- it is the small functions that it holds, over tables that only they read
export function fastCells(real: CellFunctions): CellFunctions {
  const styles = new Map<string, Style>();
  const byCodes = new WeakMap<readonly StyleCode[], Style>();

  const around = (codes: readonly (readonly StyleCode[])[]): string[] =>
    real
      .textOf(codes.map((list) => ({ type: 'char', value: mark, fullWidth: false, styles: list })))
      .split(mark);

  const styleOf = (codes: readonly StyleCode[]): Style | null => {
    const [open = '', close = ''] = around([codes]);
    const key = codes.map(({ code, endCode }) => `${code} ${endCode}`).join('\n');
    const known = styles.get(key);
    if (known) return known;
    if (styles.size >= stylesMax) return null;
    const style = { codes, cells: new Map(), next: new Map(), ways: new Map(), open, close };
    styles.set(key, style);
    byCodes.set(codes, style);
    return style;
  };

  const nextStyle = (style: Style, sequence: string): Style | null => {
    const known = style.next.get(sequence);
    if (known) return known;
    const [cell] = real.cellsOf(`${style.codes.map(({ code }) => code).join('')}${sequence}x`);
    const next = cell ? styleOf(cell.styles) : null;
    if (next) style.next.set(sequence, next);
    return next;
  };

  const cellIn = (style: Style, value: string): Cell => {
    const known = style.cells.get(value);
    if (known) return known;
    const cell: Cell = { type: 'char', value, fullWidth: false, styles: style.codes, isOneCell: true };
    style.cells.set(value, cell);
    return cell;
  };

  /** Null where the text is not for us to read. */
  const read = (text: string): readonly Cell[] | null => {
    const cells: Cell[] = [];
    let style: Style | null = plain;
    for (let index = 0; index < text.length;) {
      if (text.charCodeAt(index) === 0x1b) {
        styleSequence.lastIndex = index;
        const sequence = styleSequence.exec(text)?.[0];
        style = sequence === undefined ? null : nextStyle(style, sequence);
        if (sequence === undefined || style === null) return null;
        index += sequence.length;
        continue;
      }
      const escape = text.indexOf('\u001b', index);
      const end = escape === -1 ? text.length : escape;
      if (!isOneCellText(text.slice(index, end))) return null;
      for (; index < end; index++) cells.push(cellIn(style, text.charAt(index)));
    }
    return cells;
  };

  /** Ink's own blanks have a list each, and nothing in it. */
  const knownStyle = (codes: readonly StyleCode[]): Style | undefined =>
    codes.length === 0 ? plain : byCodes.get(codes);

  const write = (cells: readonly Cell[]): string | null => {
    let text = '';
    let before: Style | null = null;
    for (const cell of cells) {
      if (cell.styles !== before?.codes) {
        const style = knownStyle(cell.styles);
        if (style === undefined) return null;
        text += before === null ? style.open : wayBetween(before, style);
        before = style;
      }
      text += cell.value;
    }
    return before === null ? '' : text + before.close;
  };

  const wayBetween = (from: Style, to: Style): string => {
    const known = from.ways.get(to.codes);
    if (known !== undefined) return known;
    const way = around([from.codes, to.codes])[1] ?? '';
    from.ways.set(to.codes, way);
    return way;
  };

  const none: readonly StyleCode[] = [];
  const plain: Style = {
    codes: none,
    cells: new Map(),
    next: new Map(),
    ways: new Map(),
    open: '',
    close: '',
  };
  styles.set('', plain);
  byCodes.set(none, plain);

  return {
    cellsOf: (text) => read(text) ?? real.cellsOf(text),
    textOf: (cells) => write(cells) ?? real.textOf(cells),
  };
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const chalkSequences = /\u001b\[\d{1,4}(?:;\d{1,4})*m/g;

/** Whether Ink's removal of whatever is not a style would leave the text as it is; false where that is not known at a glance. */
export function isCleanText(text: string): boolean {
  return isOneCellText(text.replace(chalkSequences, ''));
}

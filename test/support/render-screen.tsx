// Draws a node on a real cell buffer: overflow, erasing and resizing are seen as a person would see them.

import { PassThrough, Writable } from 'node:stream';
import { Terminal, type IBufferCell } from '@xterm/headless';
import { render } from 'ink';
import type { ReactNode } from 'react';

/** One cell of the terminal. Colours are `#rrggbb`, `ansi:N` (0 to 255), or null for the terminal's own. */
export interface ScreenCell {
  readonly char: string;
  readonly fg: string | null;
  readonly bg: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
}

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Off for a node smaller than the screen whose place in the normal buffer matters. */
  readonly alternateScreen?: boolean;
}

export interface Screen {
  /** What is seen, a line a row, without blanks at the ends of rows and without the empty rows at the end. */
  screen(): string;
  /** One row, without blanks at its end. */
  line(y: number): string;
  cell(x: number, y: number): ScreenCell;
  /** The first cell at which this text begins on the screen; throws when it is not to be seen. */
  find(text: string): { readonly x: number; readonly y: number };
  /** The first cell of this text. */
  cellOf(text: string): ScreenCell;
  /** UTF-8 bytes written to the terminal so far. */
  bytes(): number;
  /** Writes keys as a terminal sends them (`\u001B[A` is the up arrow) and waits for the frame that follows. */
  press(keys: string | Uint8Array): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  rerender(node: ReactNode): Promise<void>;
  /** Waits until everything that is under way has been drawn. */
  settle(): Promise<void>;
  /** Waits until the screen shows this; throws with the screen when it has not within `timeoutMs`. */
  until(expected: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Throws when any frame so far was taller or wider than the terminal. */
  assertFits(): void;
  /** Whether the terminal shows the alternate screen now. */
  inAlternateScreen(): boolean;
  close(): Promise<void>;
}

/** The keys that tests press, as a terminal sends them. */
export const keys = {
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  pageUp: '\u001B[5~',
  pageDown: '\u001B[6~',
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  backspace: '\u007F',
  ctrlC: '\u0003',
} as const;

/** Where Ink writes: a terminal of this size. Bytes are counted on the way in. */
class ScreenOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  bytes = 0;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.columns = terminal.cols;
    this.rows = terminal.rows;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = chunk.toString();
    this.bytes += Buffer.byteLength(text);
    this.#terminal.write(text, done);
  }
}

/** Where Ink reads keys from: what a terminal in raw mode is to a program. */
class ScreenInput extends PassThrough {
  readonly isTTY = true;
  setRawMode(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Draws `node` as the whole screen; `close()` it at the test's end. */
export async function renderScreen(node: ReactNode, options: ScreenOptions = {}): Promise<Screen> {
  const { columns = 80, rows = 24, alternateScreen = true } = options;
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const overflow = watchOverflow(terminal);
  const stdout = new ScreenOutput(terminal);
  const stdin = new ScreenInput();
  const app = render(node, {
    stdout,
    stdin,
    interactive: true,
    alternateScreen,
    incrementalRendering: true,
    maxFps: 1_000,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const drained = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve));
  // Key handlers are armed in the effect flush, one turn after the frame; then Ink is flushed, then xterm's own queue.
  const settle = async (): Promise<void> => {
    await turn();
    await turn();
    await app.waitUntilRenderFlush();
    await drained();
  };
  const view = reader(terminal);
  await settle();
  return {
    ...view,
    settle,
    bytes: () => stdout.bytes,
    assertFits: () => overflow.assert(),
    inAlternateScreen: () => terminal.buffer.active.type === 'alternate',
    async until(expected, timeoutMs = 40_000) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        await settle();
        const seen = view.screen();
        if (typeof expected === 'string' ? seen.includes(expected) : expected.test(seen)) return;
        if (performance.now() > deadline)
          throw new Error(`${String(expected)} was not on the screen:\n${seen}`);
      }
    },
    async press(keys) {
      stdin.write(keys);
      await turn();
      await settle();
    },
    async resize(newColumns, newRows) {
      // Ink repaints the old frame once before React hears of the new size; that moment is not the screen's fault.
      overflow.watching = false;
      terminal.resize(newColumns, newRows);
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      stdout.emit('resize');
      await settle();
      overflow.watching = true;
    },
    async rerender(next) {
      app.rerender(next);
      await settle();
    },
    async close() {
      app.unmount();
      await app.waitUntilExit();
      await drained();
      terminal.dispose();
    },
  };
}

function reader(terminal: Terminal): Pick<Screen, 'screen' | 'line' | 'cell' | 'find' | 'cellOf'> {
  const line = (y: number): string =>
    // A row that was made narrower keeps its old cells for a while, out of sight.
    bufferLine(terminal, y)?.translateToString(true, 0, terminal.cols).trimEnd() ?? '';
  const lines = (): string[] => Array.from({ length: terminal.rows }, (_, y) => line(y));
  const cell = (x: number, y: number): ScreenCell => {
    const found = bufferLine(terminal, y)?.getCell(x);
    if (!found) throw new Error(`no cell at ${x},${y} of ${terminal.cols}×${terminal.rows}`);
    return readCell(found);
  };
  const find = (text: string): { x: number; y: number } => {
    for (let y = 0; y < terminal.rows; y++) {
      const index = line(y).indexOf(text);
      if (index >= 0) return { x: columnOf(terminal, y, index), y };
    }
    throw new Error(`"${text}" is not on the screen:\n${lines().join('\n')}`);
  };
  return {
    line,
    cell,
    find,
    screen: () => lines().join('\n').trimEnd(),
    cellOf(text) {
      const { x, y } = find(text);
      return cell(x, y);
    },
  };
}

function bufferLine(terminal: Terminal, y: number): ReturnType<Terminal['buffer']['active']['getLine']> {
  return terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);
}

/** The column in which the character at this index of the row's text stands: wide ones take two, combined ones one. */
function columnOf(terminal: Terminal, y: number, index: number): number {
  let seen = 0;
  for (let x = 0; x < terminal.cols; x++) {
    if (seen >= index) return x;
    const cell = bufferLine(terminal, y)?.getCell(x);
    if (cell && cell.getWidth() > 0) seen += cell.getChars().length || 1;
  }
  return terminal.cols - 1;
}

function readCell(cell: IBufferCell): ScreenCell {
  return {
    char: cell.getChars() || ' ',
    fg: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    bg: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
    underline: cell.isUnderline() !== 0,
  };
}

function colour(isRgb: boolean, isPalette: boolean, value: number): string | null {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  return isPalette ? `ansi:${value}` : null;
}

/** Notes a frame that was too tall (the terminal had to scroll) or too wide (a row went on in the next). */
function watchOverflow(terminal: Terminal): { watching: boolean; assert(): void } {
  let first: string | null = null;
  const watch = {
    watching: true,
    assert(): void {
      if (first !== null) throw new Error(first);
    },
  };
  const note = (what: string): void => {
    if (watch.watching) first ??= `a frame was ${what} than ${terminal.cols}×${terminal.rows}`;
  };
  // Entering the alternate screen is told as a scroll too, but from the top: a real one happens on the last row.
  terminal.onScroll(() => {
    const { type, cursorY } = terminal.buffer.active;
    if (type === 'alternate' && cursorY === terminal.rows - 1) note('taller');
  });
  terminal.onWriteParsed(() => {
    if (terminal.buffer.active.type !== 'alternate') return;
    for (let y = 0; y < terminal.rows; y++) if (bufferLine(terminal, y)?.isWrapped) note('wider');
  });
  return watch;
}

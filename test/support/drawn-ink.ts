// Draws the same rows with any Ink (the installed one, the bundle's, a patched one), and what a terminal shows of what it wrote.
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import type * as ink from 'ink';
import type * as react from 'react';
import { terminalText } from './terminal-text.ts';

export type InkAndReact = Pick<typeof ink, 'Box' | 'Text' | 'render' | 'renderToString'> &
  Pick<typeof react, 'createElement'>;

export interface Row {
  readonly text: string;
  readonly color?: string;
  readonly wrap?: 'wrap' | 'truncate' | 'truncate-middle';
}

export const row = fc.record({
  text: terminalText,
  color: fc.constantFrom('red', '#12ab56', 'ansi256(200)'),
  wrap: fc.constantFrom('wrap' as const, 'truncate' as const, 'truncate-middle' as const),
});

const terminalRows = 30;

/** The rows in a box of this width, as one text. */
export function drawn(library: InkAndReact, rows: readonly Row[], columns: number): string {
  return library.renderToString(tree(library, rows, columns), { columns });
}

function tree({ createElement, Box, Text }: InkAndReact, rows: readonly Row[], width: number) {
  return createElement(
    Box,
    { flexDirection: 'column', borderStyle: 'round', width },
    ...rows.map(({ text, ...style }, key) => createElement(Text, { key, ...style }, text)),
  );
}

/** Draws one frame after the other on a terminal of this width; what was written for each, and at the end. */
export async function written(library: InkAndReact, frames: readonly (readonly Row[])[], columns: number) {
  const writes: string[] = [];
  let bytes = '';
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows: terminalRows,
    write: (chunk: string, done?: () => void) => {
      bytes += chunk;
      if (typeof done === 'function') done();
      return true;
    },
  });
  const app = library.render(tree(library, frames[0] ?? [], columns), {
    stdout: stdout as never,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    patchConsole: false,
    maxFps: 1_000,
  });
  for (const rows of frames) {
    app.rerender(tree(library, rows, columns));
    await app.waitUntilRenderFlush();
    writes.push(bytes);
    bytes = '';
  }
  app.unmount();
  await app.waitUntilExit();
  return [...writes, bytes];
}

/** What a terminal shows after each of these: every cell with its style. */
export async function screensOf(writes: readonly string[], columns: number): Promise<string[]> {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: terminalRows,
    allowProposedApi: true,
    convertEol: true,
  });
  const screens: string[] = [];
  for (const chunk of writes) {
    await new Promise<void>((resolve) => terminal.write(chunk, resolve));
    screens.push(cellsOf(terminal));
  }
  terminal.dispose();
  return screens;
}

function cellsOf(terminal: xterm.Terminal): string {
  const { active } = terminal.buffer;
  const rows = Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    return Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column);
      if (!cell) return '';
      const colours = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
      const shown = cell.getChars() || ' ';
      // The colour of a blank is not seen.
      return shown === ' '
        ? ` ${colours.slice(2).join()}${cell.isInverse()}`
        : `${shown}${colours.join()}${cell.isBold()}`;
    }).join('|');
  });
  return `${rows.join('\n')}\n${active.cursorX},${active.cursorY}`;
}

// The bundle's Ink draws the same frames as Ink itself, whatever the texts are; and it starts without fetch and without the
// real segmenter.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import * as stockInk from 'ink';
import * as stockReact from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.ts';
import { terminalText } from '../support/terminal-text.ts';

type InkAndReact = Pick<typeof stockInk, 'Box' | 'Text' | 'render' | 'renderToString'> &
  Pick<typeof stockReact, 'createElement'>;

const terminalRows = 30;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(root, 'dist.cures-'));
const stock: InkAndReact = { ...stockInk, ...stockReact };
let cured: InkAndReact;

beforeAll(async () => {
  await build({
    ...bundleOptions(),
    stdin: {
      contents: `export { Box, Text, render, renderToString } from 'ink'; export { createElement } from 'react';`,
      resolveDir: root,
    },
    outdir: folder,
    entryNames: 'cured',
    outExtension: { '.js': '.mjs' },
  });
  const before = { fetch: globalThis.fetch, Segmenter: Intl.Segmenter };
  Object.assign(globalThis, { fetch: refuse });
  Object.assign(Intl, { Segmenter: refuse });
  try {
    cured = (await import(pathToFileURL(join(folder, 'cured.mjs')).href)) as InkAndReact;
  } finally {
    Object.assign(globalThis, { fetch: before.fetch });
    Object.assign(Intl, { Segmenter: before.Segmenter });
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// A function, because it is called as a constructor too.
function refuse(): never {
  throw new Error('nobody needs this to start');
}

interface Row {
  readonly text: string;
  readonly color: string;
  readonly wrap: 'wrap' | 'truncate' | 'truncate-middle';
}

function tree({ createElement, Box, Text }: InkAndReact, rows: readonly Row[], width: number) {
  return createElement(
    Box,
    { flexDirection: 'column', borderStyle: 'round', width },
    ...rows.map(({ text, color, wrap }, key) => createElement(Text, { key, color, wrap }, text)),
  );
}

/** Draws one frame after the other on a terminal of this width; what was written for each, and at the end. */
async function written(library: InkAndReact, frames: readonly (readonly Row[])[], columns: number) {
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

const row = fc.record({
  text: terminalText,
  color: fc.constantFrom('red', '#12ab56', 'ansi256(200)'),
  wrap: fc.constantFrom('wrap' as const, 'truncate' as const, 'truncate-middle' as const),
});

describe('Ink in the bundle', () => {
  test('lays out and draws every text as Ink does', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 3, max: 60 }), (rows, columns) => {
        expect(cured.renderToString(tree(cured, rows, columns), { columns })).toBe(
          stock.renderToString(tree(stock, rows, columns), { columns }),
        );
      }),
      { numRuns: 400, seed: 2 },
    );
  }, 60_000);

  test('shows the same cells after every frame, and in all writes no more', async () => {
    const frames = fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    const sum = { cured: 0, stock: 0 };
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 8, max: 60 }), async (list, columns) => {
        const ours = await written(cured, list, columns);
        const theirs = await written(stock, list, columns);
        expect(await screensOf(ours, columns)).toEqual(await screensOf(theirs, columns));
        sum.cured += ours.join('').length;
        sum.stock += theirs.join('').length;
      }),
      { numRuns: 80, seed: 3 },
    );
    expect(sum.cured).toBeLessThanOrEqual(sum.stock);
  }, 60_000);
});

/** What a terminal shows after each of these: every cell with its style. */
async function screensOf(writes: readonly string[], columns: number): Promise<string[]> {
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

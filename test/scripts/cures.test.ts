// The bundle's Ink writes the same bytes as Ink itself, frame by frame, whatever the texts are; and it starts without fetch
// and without the real segmenter.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import * as stockInk from 'ink';
import * as stockReact from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.ts';
import { terminalText } from '../support/terminal-text.ts';

type InkAndReact = Pick<typeof stockInk, 'Box' | 'Text' | 'render' | 'renderToString'> &
  Pick<typeof stockReact, 'createElement'>;

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
});

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

/** Draws one frame after the other on a terminal of this width; everything that was written. */
async function written(library: InkAndReact, frames: readonly (readonly Row[])[], columns: number) {
  let bytes = '';
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows: 30,
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
  }
  app.unmount();
  await app.waitUntilExit();
  return bytes;
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
  });

  test('writes the same bytes from frame to frame', async () => {
    const frames = fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 8, max: 60 }), async (list, columns) => {
        expect(await written(cured, list, columns)).toBe(await written(stock, list, columns));
      }),
      { numRuns: 120, seed: 3 },
    );
  });
});

// The bundle's Ink draws the same frames as Ink itself, whatever the texts are; each cure is at work in it, none in Ink itself,
// and one that no longer finds its place fails the build.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.ts';
import { curedCode, curedFileAt, curedFiles, cures, type Cure } from '../../scripts/cures.ts';
import { allCured, probed } from '../support/cure-probes.ts';
import { drawn, row, screensOf, written, type InkAndReact } from '../support/drawn-ink.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(root, 'dist.cures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundled(name: string, chosen: readonly Cure[], external: string[] = []): Promise<InkAndReact> {
  await build({
    ...bundleOptions(chosen),
    stdin: {
      contents: `export { Box, Text, render, renderToString } from 'ink'; export { createElement } from 'react';`,
      resolveDir: root,
    },
    outdir: join(folder, name),
    entryNames: 'ink',
    outExtension: { '.js': '.mjs' },
    external,
    logLevel: 'silent',
  });
  return (await import(pathToFileURL(join(folder, name, 'ink.mjs')).href)) as InkAndReact;
}

const { library: stock, probes: stockProbes } = await probed(async () => ({
  ...(await import('ink')),
  ...(await import('react')),
}));
const { library: cured, probes: curedProbes } = await probed(() => bundled('cured', cures));

describe('before anything is compared', () => {
  test('Ink itself is stock: it does all that the cures save', () => {
    expect(Object.keys(stockProbes)).toEqual(cures.map(({ name }) => name));
    expect(Object.entries(stockProbes).filter(([, times]) => times === 0)).toEqual([]);
  });

  test('the bundle is cured of all of it', () => {
    expect(curedProbes).toEqual(allCured);
  });

  test.each(cures.map(({ name }) => name))(
    'a bundle without the cure %s lacks it alone',
    async (name) => {
      const others = cures.filter((cure) => cure.name !== name);
      const { probes } = await probed(() => bundled(name, others));
      expect(Object.entries(probes).filter(([, times]) => times > 0)).toEqual([[name, expect.any(Number)]]);
    },
    60_000,
  );
});

describe('the table', () => {
  test('says why, and changes something, in each of its lines', () => {
    expect(cures.filter(({ cause, edits }) => cause === '' || edits.length === 0)).toEqual([]);
    expect(cures.flatMap(({ edits }) => edits.filter((edit) => edit.place === edit.replacement))).toEqual([]);
  });

  test.each(cures)('$name can be put in alone', (cure) => {
    for (const file of curedFiles([cure])) {
      const code = readFileSync(join(root, 'node_modules', file), 'utf8');
      expect(curedCode(file, code, [cure])).not.toBe(code);
    }
  });

  test('fails where a place is another, or stands there twice', () => {
    expect(() => curedCode('wrap-ansi/index.js', '')).toThrow(
      'wrap-ansi/index.js: the cure unicode-tables expects 1 times, and found 0 times: new Intl.Segmenter(; see scripts/cures.ts',
    );
    expect(() => curedCode('wrap-ansi/index.js', 'new Intl.Segmenter(); new Intl.Segmenter()')).toThrow(
      'found 2 times',
    );
  });

  test('fails a bundle into which one of its files does not come', async () => {
    await expect(bundled('lost', cures, ['string-width'])).rejects.toThrow(
      'string-width/index.js was cured 0 times, not once; see scripts/cures.ts',
    );
  }, 60_000);

  test.each([
    ['/a/node_modules/ink/build/output.js', 'ink/build/output.js'],
    ['C:\\a\\node_modules\\ink\\build\\output.js', 'ink/build/output.js'],
    ['/a/node_modules/ink/node_modules/string-width/index.js', 'string-width/index.js'],
    ['/a/node_modules/ink/build/index.js', null],
    ['/a/ink/build/output.js', null],
  ])('knows %s as %s', (path, file) => {
    expect(curedFileAt(path)).toBe(file);
  });
});

describe('Ink in the bundle', () => {
  test('lays out and draws every text as Ink does', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 3, max: 60 }), (rows, columns) => {
        expect(drawn(cured, rows, columns)).toBe(drawn(stock, rows, columns));
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

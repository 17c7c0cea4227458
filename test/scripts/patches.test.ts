// The patches that carry the cures upstream: each applies to the package as it is installed, and Ink with a cure's patches and
// nothing else draws as Ink does, and does no more of what that cure saves.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.ts';
import { curedFiles, cures } from '../../scripts/cures.ts';
import type { StringWidth } from '../../src/ui/ink/fast-width.ts';
import { probed } from '../support/cure-probes.ts';
import { drawn, row, screensOf, written, type InkAndReact } from '../support/drawn-ink.ts';
import { realStringWidth } from '../support/real-width.ts';
import { terminalText } from '../support/terminal-text.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const installed = join(root, 'node_modules');
const folder = mkdtempSync(join(root, 'dist.patches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface PackagePatch {
  readonly cure: string;
  readonly file: string;
  readonly package: string;
  readonly version: string;
}

const patches: readonly PackagePatch[] = readdirSync(join(root, 'patches'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: cure }) =>
    readdirSync(join(root, 'patches', cure)).map((name) => {
      const [, scope = '', bare = '', version = ''] = /^(?:(@[^+]+)\+)?([^@]+)@(.+)\.patch$/.exec(name) ?? [];
      const file = join(root, 'patches', cure, name);
      return { cure, file, package: scope === '' ? bare : `${scope}/${bare}`, version };
    }),
  );

/** As in a folder that is no repository, where what Git ignores is a file like any other. */
function apply(patch: string, to: string, ...options: readonly string[]): void {
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(to) };
  execFileSync('git', ['apply', ...options, patch], { cwd: to, env });
}

const packageOf = (file: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';

test('each package that a cure changes has a patch, and there are no others', () => {
  const wanted = cures.flatMap((cure) => [
    ...new Set(curedFiles([cure]).map((file) => `${cure.name} ${packageOf(file)}`)),
  ]);
  expect(patches.map((patch) => `${patch.cure} ${patch.package}`).toSorted()).toEqual(wanted.toSorted());
});

test.each(patches)('$file applies to the package as it is installed', (patch) => {
  const home = join(installed, patch.package);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  expect(version).toBe(patch.version);
  apply(patch.file, home, '--check');
});

test.each(patches)('$file says upstream what it is for, and nothing of us', (patch) => {
  const text = readFileSync(patch.file, 'utf8');
  const [head = ''] = text.split('\n---\n', 1);
  expect(head.split('\n')[0]).toMatch(`Subject: [PATCH ${patch.package} ${patch.version}] `);
  expect(head.split('\n').length).toBeGreaterThan(4);
  expect(text).not.toMatch(/launchwall|scripts\/|src\/ui|\bwalls?\b/i);
});

/** Whatever is patched, and what stands between: a package of this folder finds the others here. */
const together = [
  ...new Set([...cures.flatMap((cure) => curedFiles([cure])).map(packageOf), 'cli-truncate', 'widest-line']),
];

async function patchedInk(cure: string): Promise<InkAndReact> {
  const modules = join(folder, cure, 'node_modules');
  for (const name of together) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    cpSync(join(installed, name), join(modules, name), { recursive: true });
  }
  for (const patch of patches.filter((one) => one.cure === cure))
    apply(patch.file, join(modules, patch.package));
  await build({
    ...bundleOptions([]),
    stdin: {
      contents: `export { Box, Text, render, renderToString } from 'ink'; export { createElement } from 'react';
export { default as stringWidth } from 'string-width';`,
      resolveDir: join(folder, cure),
    },
    outfile: join(folder, cure, 'ink.mjs'),
    splitting: false,
  });
  return (await import(pathToFileURL(join(folder, cure, 'ink.mjs')).href)) as InkAndReact;
}

const stockInk = probed(async () => ({ ...(await import('ink')), ...(await import('react')) }));

describe.each(cures.map(({ name }) => name))('Ink with the patches of %s', async (cure) => {
  const { library: stock, probes: stockProbes } = await stockInk;
  const { library: patched, probes } = await probed(() => patchedInk(cure));

  test('does no more of what the cure saves, and all of the rest', () => {
    const saved = Object.entries(probes).filter(([name, times]) => times === 0 && stockProbes[name] !== 0);
    expect(saved).toEqual([[cure, 0]]);
  }, 60_000);

  test('lays out and draws every text as Ink does', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 3, max: 60 }), (rows, columns) => {
        expect(drawn(patched, rows, columns)).toBe(drawn(stock, rows, columns));
      }),
      { numRuns: 200, seed: 7 },
    );
  }, 60_000);

  test('shows the same cells after every frame', async () => {
    const frames = fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 8, max: 60 }), async (list, columns) => {
        const ours = await screensOf(await written(patched, list, columns), columns);
        expect(ours).toEqual(await screensOf(await written(stock, list, columns), columns));
      }),
      { numRuns: 40, seed: 8 },
    );
  }, 60_000);

  test('measures every text as string-width does', () => {
    const { stringWidth } = patched as InkAndReact & { readonly stringWidth: StringWidth };
    const options = fc.record({ ambiguousIsNarrow: fc.boolean(), countAnsiEscapeCodes: fc.boolean() });
    fc.assert(
      fc.property(terminalText, options, (text, chosen) => {
        expect(stringWidth(text, chosen)).toBe(realStringWidth(text, chosen));
      }),
      { numRuns: 1_000, seed: 9 },
    );
  }, 60_000);
});

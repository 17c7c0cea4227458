// What the bundle leaves out is left out, or the build fails: no filter that finds nothing any more passes in silence.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { leanPackages } from '../../scripts/lean-packages.ts';

const ours = {
  'src/sources/evm/address.ts': "import { isAddress } from 'viem/utils';",
  'src/profile/schema/json-schema.ts': "import { toJSONSchema } from 'zod/v4/core';",
  'src/report/board-schema.ts': "import { toJSONSchema } from 'zod/v4/core';",
};

/** What is told of a bundle of this program over these files. */
async function faultsOf(main: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-lean-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ ...files, 'main.ts': main })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const options = {
    bundle: true,
    write: false,
    logLevel: 'silent',
    platform: 'node',
    format: 'esm',
  } as const;
  const plugins = [leanPackages()];
  try {
    await build({ ...options, absWorkingDir: folder, entryPoints: ['main.ts'], plugins });
    return [];
  } catch (error) {
    const { errors = [] } = error as { errors?: readonly { readonly text: string }[] };
    return errors.map(({ text }) => text);
  }
}

test('a program without any of it is none of its business', async () => {
  expect(await faultsOf('export const a = 1;', ours)).toEqual([]);
});

test.each(Object.keys(ours))('%s that moved, or asks for it no more, is told', async (gone) => {
  const moved = Object.fromEntries(Object.entries(ours).filter(([name]) => name !== gone));
  const told = [expect.stringMatching(new RegExp(`^${gone}: .* asks for .*; see scripts/lean-packages.ts$`))];
  expect(await faultsOf('export const a = 1;', moved)).toEqual(told);
  expect(await faultsOf('export const a = 1;', { ...moved, [gone]: 'export const a = 1;' })).toEqual(told);
});

test('a zod whose files have other names is told, each of them', async () => {
  const zod = {
    'node_modules/zod/package.json': JSON.stringify({ name: 'zod', main: './elsewhere.js' }),
    'node_modules/zod/elsewhere.js': 'export const z = 1;',
  };
  const told = await faultsOf("import { z } from 'zod';\nconsole.log(z);", { ...ours, ...zod });
  expect(told).toHaveLength(3);
  expect(told.join('\n')).toMatch(/core.*index.*\n.*external.*\n.*schemas/);
});

// Builds the program into dist/: one ES module a part, what two parts share split off, every client of a source a part of
// its own that is loaded when a profile uses it. `npm run build`; `node scripts/build.mjs FOLDER` builds elsewhere.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, programParts } from './bundle-options.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? join(root, 'dist'));
const fresh = `${target}.${process.pid}`;
const old = `${fresh}.old`;

try {
  await bundle();
  await writeHelp();
  // Whoever runs the program meanwhile finds the old one or the new one, never half of it.
  if (existsSync(target)) await rename(target, old);
  await rename(fresh, target);
} finally {
  for (const folder of [fresh, old]) await rm(folder, { recursive: true, force: true });
}

async function bundle() {
  await mkdir(fresh, { recursive: true });
  await build({
    ...bundleOptions(),
    entryPoints: { main: 'src/main.ts', ...programParts },
    outdir: fresh,
  });
}

/** `launchwall --help` is answered from this file without loading the program; the program itself is the one that knows it. */
async function writeHelp() {
  const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env;
  const help = spawnSync(process.execPath, [join(fresh, 'main.js'), '--help'], {
    encoding: 'utf8',
    env: { ...environment, NODE_ENV: 'production', NO_COLOR: '1' },
    timeout: 20_000,
  });
  if (help.status !== 0 || help.stdout === '')
    throw new Error(`the built program does not answer --help (exit ${help.status}):\n${help.stderr}`);
  await writeFile(join(fresh, 'help.txt'), help.stdout);
}

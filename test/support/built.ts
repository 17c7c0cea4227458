// The built program, for tests that run it as a user does. `npm test` builds first; when the sources have changed since, or
// only these tests are run, it is built here.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from './source-files.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const executable = join(root, 'bin/launchwall.js');

/** Builds unless dist/ is newer than every file it is made from. */
export function ensureBuilt(): void {
  const builtAt = changedAt('dist/help.txt');
  if (sourceFiles(['src', 'scripts']).every((file) => changedAt(file) <= builtAt)) return;
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`the build failed:\n${build.stderr}`);
}

function changedAt(file: string): number {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

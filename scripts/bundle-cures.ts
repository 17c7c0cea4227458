// Puts the cures of Ink (scripts/cures.ts) into a bundle.

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { curedCode, curedFileAt, curedFiles, cures, type Cure } from './cures.ts';

/** @param chosen the cures that are put in: all, but where one is measured or tested. */
export function bundleCures(chosen: readonly Cure[] = cures): Plugin {
  return {
    name: 'cures',
    setup(build) {
      const files = curedFiles(chosen);
      const times = new Map<string, number>();
      build.onStart(() => times.clear());
      build.onLoad({ filter: pathsOf(files) }, async ({ path }) => {
        const file = curedFileAt(path);
        if (file === null) return undefined;
        times.set(file, (times.get(file) ?? 0) + 1);
        return { contents: curedCode(file, await readFile(path, 'utf8'), chosen), loader: 'js' };
      });
      build.onEnd(() => ({ errors: lost(files, times).map((text) => ({ text })) }));
    },
  };
}

/** What ends in one of these files' names. */
function pathsOf(files: readonly string[]): RegExp {
  const names = files.map((file) => file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]'));
  return new RegExp(`[\\\\/](?:${names.join('|')})$`);
}

/** Files that were cured more or less often than once; nothing of a bundle without Ink. */
function lost(files: readonly string[], times: ReadonlyMap<string, number>): readonly string[] {
  if (times.size === 0) return [];
  return files
    .filter((file) => times.get(file) !== 1)
    .map((file) => `${file} was cured ${times.get(file) ?? 0} times, not once; see scripts/cures.ts`);
}

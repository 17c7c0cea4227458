// Bundles a program of the bench as the program itself is bundled, with an executable beside it.
import { access, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions, programParts } from '../scripts/bundle-options.ts';
import { cures, type Cure } from '../scripts/cures.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Bundle {
  /** `bin/launchwall.js` over this program. */
  readonly executable: string;
  /** The bundled program itself. */
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * @param main the program's file, from the project's root.
 * @param chosen the cures of Ink that are put in.
 */
export async function bundleProgram(main: string, chosen: readonly Cure[] = cures): Promise<Bundle> {
  // Inside the project, so that what is left out of the bundle is found; Git ignores it.
  const folder = await mkdtemp(join(root, 'dist.bench-'));
  await build({
    ...bundleOptions(chosen),
    entryPoints: { main, ...programParts },
    outdir: join(folder, 'dist'),
    external: ['@xterm/headless'],
  });
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  return {
    executable: join(folder, 'bin/launchwall.js'),
    main: join(folder, 'dist/main.js'),
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The kinds of sources: a folder each, with its client. */
export async function clientKinds(): Promise<string[]> {
  const entries = await readdir(join(root, 'src/sources'), { withFileTypes: true });
  const kinds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  await Promise.all(kinds.map((kind) => access(join(root, 'src/sources', kind, 'client.ts'))));
  return kinds.toSorted();
}

// How the program is bundled; the bench and the tests bundle their programs in the same way.

import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { bundleCures } from './bundle-cures.ts';
import { cures, type Cure } from './cures.ts';
import { leanPackages } from './lean-packages.ts';

/** The program's parts that are begun by their files' names. */
export const programParts = {
  skeleton: 'src/ui/terminal/skeleton.ts',
  'poll-worker': 'src/cli/session/poll-worker.ts',
};

/** @param chosen the cures of Ink that are put in: all, but where one is measured or tested. */
export function bundleOptions(chosen: readonly Cure[] = cures): BuildOptions {
  return {
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // Node 22 knows them; taken for new, each literal would become a `new RegExp`, built anew wherever it is evaluated.
    supported: { 'regexp-unicode-property-escapes': true, 'regexp-set-notation': true },
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // CommonJS packages in the bundle ask for Node's own modules with `require`, which an ES module does not have.
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
    },
    legalComments: 'external',
    logLevel: 'warning',
    plugins: [bundleCures(chosen), leanPackages()],
  };
}

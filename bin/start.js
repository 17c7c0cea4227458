// What happens before the program is loaded, in the order in which it must happen: NODE_ENV, help and version without the
// program, the compile cache, the skeleton of the wall, and only then the program itself.

import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { compileCacheFolder } from './compile-cache.js';

// React reads it while it is loaded, and takes its development build (1.6 times the work a frame) when it is not set.
process.env.NODE_ENV ??= 'production';

const args = process.argv.slice(2);
const built = new URL('../dist/', import.meta.url);

if (!existsSync(new URL('main.js', built))) {
  process.stderr.write('launchwall is not built yet: run `npm run build` first.\n');
  process.exitCode = 70;
} else if (args.length === 1 && ['--help', '-h', 'help'].includes(args[0])) {
  // The build asked the program itself for this text.
  process.stdout.write(readFileSync(new URL('help.txt', built), 'utf8'));
} else if (args.length === 1 && ['--version', '-V'].includes(args[0])) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  keepCompiledCode();
  const { showSkeleton } = await import('../dist/skeleton.js');
  showSkeleton(args);
  await import('../dist/main.js');
}

/** Parsing the program costs 15 to 20 ms, with the cache 2. A cache that cannot be had is no reason not to start. */
function keepCompiledCode() {
  try {
    enableCompileCache(compileCacheFolder(process.env, process.platform));
  } catch {
    // A home that cannot be written to, or none at all.
  }
}

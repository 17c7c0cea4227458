// `npm run test:fast`: the pure parts and the views, for the working day. Its files share a worker: what they load is loaded once.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fastTests } from '../test/support/fast-tests.ts';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--no-isolate', ...fastTests(), ...process.argv.slice(2)],
  { cwd: resolve(import.meta.dirname, '..'), stdio: 'inherit' },
);
process.exitCode = status ?? 1;

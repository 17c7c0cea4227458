// Runs the checks under another Node: `node scripts/with-node.mjs 22.19.0`. That Node is fetched through npm into a cache of
// its own, beside nothing else; the project's dependencies stay as they are.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [version = '22.19.0'] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const folder = resolve(cacheHome, 'launchwall', `node-${version}`);
const node = join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(node)) {
  mkdirSync(folder, { recursive: true });
  run('npm', [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--allow-scripts=node',
    '--prefix',
    folder,
    `node@${version}`,
  ]);
}
run(node, ['--version']);
run(node, ['scripts/build.mjs']);
run(node, ['bin/launchwall.js', '--version']);
run(node, ['node_modules/vitest/vitest.mjs', 'run']);

/** Its children find this Node first, too. */
function run(command, args) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

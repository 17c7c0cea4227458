// Runs the checks under another Node: `node scripts/with-node.mjs 22.19.0`. That Node is fetched through npm into a cache of
// its own, beside nothing else; the project's dependencies stay as they are.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
  // The package fetches the binary in its install script, which npm runs only where that is allowed.
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', folder]);
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

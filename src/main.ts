// The composition root: hands the process to the command line, and sees to it that nothing ends without a word.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDirOf, type Context } from './cli/context.ts';
import { reportFailure } from './cli/failure.ts';
import { runProgram } from './cli/program.ts';

const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const context: Context = {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  shippedDir: fileURLToPath(new URL('../profiles', import.meta.url)),
  configDir: configDirOf(process.env),
  version: versionOf(manifest),
};

// Whoever reads our output may stop reading (`launchwall watch --json | head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : reportFailure(context, error));
});

process.exitCode = await runProgram(process.argv.slice(2), context);

function versionOf(json: unknown): string {
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : '0.0.0';
}

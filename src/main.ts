// The composition root: hands the process to the command line, and sees to it that nothing ends without a word.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDirOf, printNote, stateDirOf, type Context } from './cli/context.ts';
import { reportFailure } from './cli/failure.ts';
import { guardFaults } from './cli/fault-guard.ts';
import { outputTo } from './cli/output.ts';
import { SecretBook } from './domain/secret-book.ts';
import { runProgram } from './cli/program.ts';
import { catchStrayOutput } from './cli/stray-output.ts';

const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const context: Context = {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: outputTo(process.stdout),
  stderr: outputTo(process.stderr),
  terminal: process.stdout,
  shippedDir: fileURLToPath(new URL('../profiles', import.meta.url)),
  configDir: configDirOf(process.env),
  stateDir: stateDirOf(process.env),
  version: versionOf(manifest),
  secrets: new SecretBook(),
  faults: guardFaults((error) => process.exit(reportFailure(context, error))),
};

// Whoever reads our output may stop reading (`launchwall watch --json | head`), and a terminal may go: that is no fault, and
// what is being watched ends by itself. A check goes on to its exit code.
for (const stream of [process.stdin, process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') process.exit(reportFailure(context, error));
  });

catchStrayOutput((line) => printNote(context, line));

process.exitCode = await runProgram(process.argv.slice(2), context);

function versionOf(json: unknown): string {
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : '0.0.0';
}

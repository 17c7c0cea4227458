// Why a command could not be started, looked into only once it could not: `ENOENT` alone may mean four things.

import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { plainText } from '../../domain/text.ts';
import { codeOf } from '../../domain/thrown.ts';
import type { ProcessSetup } from './process.ts';

/** Most names on the PATH among which the nearest is looked for. */
const namesMax = 20_000;

const correctCwd = remedy('Correct the cwd in the profile, or make the folder.');
const correctCommand = remedy('Correct the command in the profile, or install it.');

export async function startFailure(error: unknown, setup: ProcessSetup): Promise<Gap> {
  const code = codeOf(error);
  if (code === 'E2BIG')
    return gap(
      'not_configured',
      'the command and its environment are too long for this machine',
      remedy('Shorten the command or its environment.'),
    );
  const cwd = await cwdProblem(setup.cwd);
  if (cwd) return cwd;
  if (typeof setup.command !== 'string') {
    const [file = ''] = setup.command;
    const problem = isPath(file)
      ? await fileProblem(resolve(setup.cwd, file))
      : await nameProblem(file, setup);
    if (problem) return problem;
  }
  return gap('unavailable', `the command could not be started${code === null ? '' : ` (${code})`}`);
}

async function cwdProblem(cwd: string): Promise<Gap | null> {
  const shown = plainText(cwd);
  try {
    if (!(await stat(cwd)).isDirectory())
      return gap('not_found', `the cwd ${shown} is no folder`, correctCwd);
    await access(cwd, constants.X_OK);
    return null;
  } catch (error) {
    return isMissing(error)
      ? gap('not_found', `the cwd ${shown} is not there`, correctCwd)
      : gap('denied', `this user may not enter the cwd ${shown}`, remedy('Let this user enter the cwd.'));
  }
}

/** Null when nothing is wrong with the file itself. */
async function fileProblem(path: string): Promise<Gap | null> {
  const shown = plainText(path);
  try {
    if ((await stat(path)).isDirectory())
      return gap('wrong_type', `${shown} is a folder, not a program`, correctCommand);
  } catch (error) {
    return isMissing(error)
      ? gap('not_found', `there is no program ${shown}`, correctCommand)
      : gap(
          'denied',
          `this user may not look at ${shown}`,
          remedy('Let this user read and run the program.'),
        );
  }
  try {
    await access(path, constants.X_OK);
  } catch {
    return gap(
      'denied',
      `${shown} is not executable: chmod +x`,
      remedy('Make it executable.', `chmod +x ${shellWord(path)}`),
    );
  }
  return gap(
    'not_found',
    `${shown} is there, but not the interpreter that its first line names`,
    remedy('Install the interpreter that its first line names.'),
  );
}

/** Of a name that is looked for on the command's PATH. */
async function nameProblem(name: string, { env, cwd }: ProcessSetup): Promise<Gap | null> {
  const folders = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => (folder === '' ? [] : [resolve(cwd, folder)]));
  const names = new Set<string>();
  for (const folder of folders) {
    const here = await readdir(folder).catch((): string[] => []);
    if (here.includes(name)) return fileProblem(join(folder, name));
    for (const other of here) if (names.size < namesMax) names.add(other);
  }
  const where = folders.length === 0 ? 'and PATH is empty' : 'on the PATH';
  return gap(
    'not_found',
    plainText(`there is no command "${name}" ${where}${didYouMean(name, names)}`),
    correctCommand,
  );
}

function isPath(file: string): boolean {
  return file.includes('/') || (process.platform === 'win32' && file.includes('\\'));
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

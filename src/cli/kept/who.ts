// Who ticks and signs: `--by`, else git's user.name, else what was told here before, else the person is asked, once.

import { execFile } from 'node:child_process';
import { LaunchwallError } from '../../domain/errors.ts';
import { plainText } from '../../domain/text.ts';
import { ask, canAsk } from '../ask.ts';
import type { Context } from '../context.ts';
import type { PreferenceStore } from './preferences.ts';

const nameLengthMax = 100;
/** Real milliseconds that git has to read a file. */
const gitTimeout = 2_000;

/** The name that is known without asking; null when there is none. */
export async function knownName(context: Context, preferences: PreferenceStore): Promise<string | null> {
  return (await gitName(context)) ?? preferences.get().name;
}

/** @throws LaunchwallError `usage` when nobody can be asked. */
export async function requireName(
  given: string | undefined,
  context: Context,
  preferences: PreferenceStore,
): Promise<string> {
  if (given !== undefined) return cleanName(given, '--by');
  const known = await knownName(context, preferences);
  if (known !== null) return known;
  if (!canAsk(context))
    throw new LaunchwallError('usage', 'who says so? Nobody’s name is known here', {
      hint: '--by NAME, or: git config --global user.name NAME',
    });
  const answer = await ask('Your name, for ticks and signatures (remembered): ', context);
  const name = cleanName(answer ?? '', 'your name');
  preferences.set({ name });
  return name;
}

/** @throws LaunchwallError when nothing is left of it. */
export function cleanName(text: string, what: string): string {
  const name = plainText(text, nameLengthMax);
  if (name === '') throw new LaunchwallError('usage', `${what}: a name has at least one letter`);
  return name;
}

function gitName({ cwd, env }: Context): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('git', ['config', '--get', 'user.name'], { cwd, env, timeout: gitTimeout }, (error, stdout) => {
      const name = error ? '' : plainText(stdout, nameLengthMax);
      resolve(name === '' ? null : name);
    });
  });
}

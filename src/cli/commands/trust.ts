// `launchwall trust PROFILE`: shows what a profile would run, asks, and remembers the answer until the profile's files change.

import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { exactDuration } from '../../domain/duration.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { quotedWord, shellWord } from '../../domain/shell-word.ts';
import { systemClock } from '../../engine/clocks.ts';
import { countedInWords } from '../../domain/plural.ts';
import { readMerged } from '../../profile/extends.ts';
import { Findings } from '../../profile/read/findings.ts';
import { findProfile } from '../../profile/read/find.ts';
import { loadProfile } from '../../profile/load.ts';
import type { Profile, ProfileCommand } from '../../profile/profile.ts';
import { ask, canAsk } from '../ask.ts';
import { result, printNote, type Context } from '../context.ts';
import { changesPrograms } from '../kept/loading-names.ts';
import { loadOptions, profileError } from '../profile-input.ts';
import { revoke, trust, trustFiles, trustOf } from '../kept/trust.ts';

export interface TrustArguments {
  readonly yes?: boolean;
  readonly list?: boolean;
  readonly revoke?: boolean;
}

export async function trustCommand(
  name: string | undefined,
  options: TrustArguments,
  context: Context,
): Promise<number> {
  if (options.list === true) {
    if (name !== undefined || options.revoke === true || options.yes === true)
      throw new LaunchwallError('usage', '--list stands alone: it lists every profile that is trusted');
    return list(context);
  }
  if (name === undefined)
    throw new LaunchwallError('usage', 'which profile is to be trusted?', {
      hint: '`launchwall profiles` lists them, `launchwall trust --list` those that are trusted.',
    });
  return options.revoke === true ? takeBack(name, context) : give(name, options.yes === true, context);
}

async function give(name: string, yes: boolean, context: Context): Promise<number> {
  // What would be run is shown as it is written: nothing of the environment is needed for that.
  const loaded = await loadProfile(name, { ...loadOptions(context), missingEnvironment: 'stand-in' });
  if (!loaded.ok) throw profileError(name, loaded.diagnostics);
  const { profile } = loaded;
  if (profile.commands.length === 0) {
    printNote(context, `launchwall: ${name} runs no commands: there is nothing to trust`);
    return 0;
  }
  for (const line of whatItRuns(profile, context)) result(context, line);
  if ((await trustOf(profile, context)) === 'trusted') {
    printNote(context, `launchwall: ${name} is trusted already`);
    return 0;
  }
  if (!yes && !(await isAgreed(context))) {
    printNote(context, `launchwall: ${name} is not trusted, and nothing of it is run`);
    return 1;
  }
  await trust(profile, systemClock().now(), context);
  printNote(
    context,
    `launchwall: ${name} is trusted to run ${countedInWords(profile.commands.length, 'command')} until one of its files changes`,
  );
  return 0;
}

/** @throws LaunchwallError `usage` where there is nobody to ask. */
async function isAgreed(context: Context): Promise<boolean> {
  if (!canAsk(context))
    throw new LaunchwallError('usage', 'there is no terminal to ask on', {
      hint: 'Read what would be run, and say --yes.',
    });
  const answer = await ask('Let this profile run them? [y/N] ', context);
  return /^y(?:es)?$/i.test((answer ?? '').trim());
}

async function takeBack(name: string, context: Context): Promise<number> {
  const found = await findProfile(name, loadOptions(context));
  // A profile that is gone may still be trusted, and must not be when it comes back.
  const path = found.ok ? found.path : resolve(context.cwd, name);
  if (await revoke(path, context)) printNote(context, `launchwall: ${name} is no longer trusted`);
  else if (found.ok) printNote(context, `launchwall: ${name} was not trusted`);
  else throw new LaunchwallError('profile', found.problem);
  return 0;
}

async function list(context: Context): Promise<number> {
  const entries = await trustFiles(context).all();
  for (const { path, digest, at } of entries) {
    const now = await readMerged(path, new Findings());
    const state = now.root === null ? 'gone' : now.content === digest ? 'trusted' : 'changed';
    result(context, `${state.padEnd(7)}  ${at.slice(0, 10)}  ${shellWord(path)}`);
  }
  if (entries.length === 0) printNote(context, 'launchwall: no profile is trusted to run commands');
  return 0;
}

function whatItRuns({ plan, commands, files }: Profile, context: Context): readonly string[] {
  const folder = dirname(files[0] ?? '.');
  return [
    `${plan.name} would run ${countedInWords(commands.length, 'command')} on this machine:`,
    ...commands.flatMap((command) => ['', ...linesOf(command, folder)]),
    '',
    `It is made of ${files.map((file) => shellWord(shownPath(file, context))).join(', ')}.`,
    'Only these files are remembered: what the programs themselves do may change without a word.',
    ...(commands.some(isMarked)
      ? [`${mark} changes what a program loads or runs, whatever its command line says`]
      : []),
    '',
  ];
}

const mark = '!';

function linesOf(
  { source, line, cwd, sets, passes, every, timeout }: ProfileCommand,
  folder: string,
): readonly string[] {
  const marked = (name: string): string => (changesPrograms(name) ? mark : ' ');
  return [
    `  ${source}: ${line}`,
    `    in ${shellWord(isAbsolute(cwd) || cwd.startsWith('$') ? cwd : resolve(folder, cwd))}`,
    `    every ${exactDuration(every)}, for ${exactDuration(timeout)} at the most`,
    '    environment: PATH, HOME, LANG, TERM',
    ...sets.map(({ name, value }) => `    ${marked(name)} ${shellWord(name)}=${quotedWord(value)}`),
    ...passes.map((name) => `    ${marked(name)} ${shellWord(name)} (passed on)`),
  ];
}

function isMarked({ sets, passes }: ProfileCommand): boolean {
  return [...sets.map(({ name }) => name), ...passes].some(changesPrograms);
}

function shownPath(path: string, { cwd }: Context): string {
  const near = relative(cwd, path);
  return near.startsWith('..') ? path : near;
}

// A command as people read it: on the wall, and before they trust a profile to run it.

import { quotedWord, shellWord } from '../../domain/shell-word.ts';
import { plainText } from '../../domain/text.ts';
import type { CommandFacts } from '../source.ts';

/** Longest command line on the wall. */
const placeMax = 120;

export type Command = string | readonly string[];

/** The command on one line, cut where it is long. */
export function shownCommand(command: Command): string {
  return plainText(typeof command === 'string' ? command : command.map(shellWord).join(' '), placeMax);
}

/**
 * In full: nothing of what is to be trusted may be hidden. No more is asked of the options than that: a variable may still
 * stand where something else will. Null where there is no command to be seen.
 */
export function commandFacts(options: unknown): CommandFacts | null {
  const command = fieldOf(options, 'command');
  if (typeof command !== 'string' && !Array.isArray(command)) return null;
  const cwd = fieldOf(options, 'cwd');
  const env = fieldOf(options, 'env');
  const pass = fieldOf(options, 'pass');
  return {
    line:
      typeof command === 'string'
        ? `sh -c ${quotedWord(command)}`
        : command.map((part) => shellWord(String(part))).join(' '),
    cwd: typeof cwd === 'string' ? cwd : '.',
    sets:
      typeof env === 'object' && env !== null
        ? Object.entries(env).map(([name, value]) => ({ name, value: String(value) }))
        : [],
    passes: Array.isArray(pass) ? pass.map(String) : [],
  };
}

function fieldOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

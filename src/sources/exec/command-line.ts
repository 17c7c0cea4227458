// A command as people read it: on the wall, and before they trust a profile to run it.

import { plainText } from '../../domain/text.ts';
import type { CommandFacts } from '../source.ts';

/** Longest command line on the wall. */
const placeMax = 120;

export type Command = string | readonly string[];

/** The command on one line, cut where it is long. */
export function shownCommand(command: Command): string {
  return plainText(typeof command === 'string' ? command : command.map(quoted).join(' '), placeMax);
}

/** Quoted as a shell would need it, so that it can be seen where an argument ends; a profile's `${NAME}` stays as it is. */
function quoted(argument: string): string {
  return /^(?:[\w@%+=:,./^-]|\$\{\w+(?::-[^{}]*)?\})+$/.test(argument) ? argument : quotedAlways(argument);
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
        ? `sh -c ${quotedAlways(visible(command))}`
        : visible(command.map((part) => quoted(String(part))).join(' ')),
    cwd: typeof cwd === 'string' ? visible(cwd) : '.',
    sets: typeof env === 'object' && env !== null ? Object.keys(env).map(visible) : [],
    passes: Array.isArray(pass) ? pass.map((name) => visible(String(name))) : [],
  };
}

function fieldOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

function quotedAlways(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What does not show itself is written out: a terminal must not show another command than the one that would be run. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? String.raw`\n` : `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}

// A command as people read it: on the wall, and before they trust a profile to run it.

import * as z from 'zod';
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

/** Only what is shown, and no more is asked of it: a variable may still stand where something else will. */
const raw = z.object({
  command: z.union([z.string(), z.array(z.coerce.string())]),
  cwd: z.string().default('.'),
  env: z.record(z.string(), z.unknown()).default({}),
  pass: z.array(z.string()).default([]),
});

/** In full: nothing of what is to be trusted may be hidden. Null where there is no command to be seen. */
export function commandFacts(options: unknown): CommandFacts | null {
  const parsed = raw.safeParse(options);
  if (!parsed.success) return null;
  const { command, cwd, env, pass } = parsed.data;
  return {
    line:
      typeof command === 'string'
        ? `sh -c ${quotedAlways(visible(command))}`
        : visible(command.map(quoted).join(' ')),
    cwd: visible(cwd),
    sets: Object.keys(env).map(visible),
    passes: pass.map(visible),
  };
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

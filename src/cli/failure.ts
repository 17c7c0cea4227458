// How the program ends when something is wrong: one clear sentence on stderr, and the exit code that belongs to it.

import { LaunchwallError } from '../domain/errors.ts';
import { plainText } from '../domain/text.ts';
import { printNote, type Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';

/** Says what went wrong; the exit code to end with. */
export function reportFailure(context: Context, error: unknown): number {
  if (error instanceof LaunchwallError && error.kind !== 'internal') {
    printNote(context, `launchwall: ${error.shortMessage}`);
    for (const line of error.details) printNote(context, line);
    if (error.hint !== null) printNote(context, error.hint);
    return exitCodes[error.kind];
  }
  const shown = error instanceof Error ? error : new Error(String(error));
  // Whatever failed may quote what it was given.
  const redact = (text: string): string => context.secrets?.redact(text) ?? text;
  printNote(context, `launchwall: internal fault: ${plainText(redact(shown.message))}`);
  for (const frame of framesOf(shown)) printNote(context, redact(frame));
  return exitCodes.internal;
}

/** The stack without the message that it begins with: that may be of several lines, which are not ours. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const begin = message === '' ? -1 : stack.indexOf(message);
  const frames = begin < 0 ? stack : stack.slice(begin + message.length);
  return frames.split('\n').filter((line) => /^\s+at /.test(line));
}

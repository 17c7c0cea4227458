// How the program ends when something is wrong: one clear sentence on stderr, and the exit code that belongs to it.

import { LaunchwallError } from '../domain/errors.ts';
import { plainText } from '../domain/text.ts';
import { say, type Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';

/** Says what went wrong; the exit code to end with. */
export function reportFailure(context: Context, error: unknown): number {
  if (error instanceof LaunchwallError && error.kind !== 'internal') {
    say(context, `launchwall: ${error.shortMessage}`);
    if (error.details !== null) say(context, error.details);
    if (error.hint !== null) say(context, error.hint);
    return exitCodes[error.kind];
  }
  const shown = error instanceof Error ? error : new Error(String(error));
  // Whatever failed may quote what it was given.
  const redact = (text: string): string => context.secrets?.redact(text) ?? text;
  say(context, `launchwall: internal fault: ${plainText(redact(shown.message))}`);
  if (shown.stack !== undefined) say(context, redact(shown.stack));
  return exitCodes.internal;
}

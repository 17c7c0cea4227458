// The first thing on the screen: one synchronous write, long before React is loaded, so that a person who starts the wall
// sees at once that it has started. It enters the alternate screen; Ink takes that over without a flicker.
//
// Whoever ends the program, or prints an error, before the wall is drawn calls `leaveSkeleton()` first: what is written to
// the alternate screen is gone when it is left.

import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { plainText } from '../../domain/text.ts';

/** Commands that draw no wall; every other first word is `watch`, `drill`, `replay` or the name of a profile. */
const commandsWithoutWall: ReadonlySet<string> = new Set([
  'check',
  'gate',
  'help',
  'init',
  'lint',
  'profiles',
  'report',
  'schema',
  'snapshot',
  'test',
]);

const wallCommands: ReadonlySet<string> = new Set(['watch', 'drill', 'replay']);

const subjectCharactersMax = 60;
const enterAlternateScreen = '\u001b[?1049h';
const hideCursor = '\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const clear = '\u001b[H\u001b[2J';
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const modeSequencesOnly = /^(?:\u001b\[\?\d+[hl])*$/;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What stands between us and the terminal. */
export interface SkeletonTerminal {
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
}

const processTerminal: SkeletonTerminal = {
  isTerminal: isatty(1),
  environment: process.env,
  write: (text) => writeSync(1, text),
};

let shownOn: SkeletonTerminal | null = null;

/** Draws the skeleton if these arguments ask for the wall and there is a terminal to draw it on. */
export function showSkeleton(args: readonly string[], terminal: SkeletonTerminal = processTerminal): void {
  const subject = wallSubject(args);
  if (subject === null || !terminal.isTerminal || !canDraw(terminal.environment)) return;
  try {
    terminal.write(skeletonText(subject));
  } catch {
    // A terminal that takes nothing now (EAGAIN) has no skeleton; the wall itself is written by the stream.
    return;
  }
  shownOn = terminal;
  process.on('exit', leaveSkeleton);
  // Node prints an uncaught error itself, right after this.
  process.on('uncaughtExceptionMonitor', leaveSkeleton);
  for (const signal of endingSignals) process.on(signal, endBySignal);
}

/** What the wall will be about: the profile's name, or `drill`; null when the arguments ask for no wall. */
export function wallSubject(args: readonly string[]): string | null {
  if (args.some((arg) => arg === '--json' || arg === '--help' || arg === '-h')) return null;
  const words = args.filter((arg) => !arg.startsWith('-'));
  const command = words[0] ?? '';
  // A command may stand behind an option's value. A skeleton too few costs nothing, one too many hides the command's output.
  if (!wallCommands.has(command) && words.some((word) => commandsWithoutWall.has(word))) return null;
  const subject = command === 'watch' || command === 'replay' ? (words[1] ?? '') : command;
  return plainText(subject).slice(0, subjectCharactersMax);
}

/** Where Ink draws nothing live, there is no skeleton either. */
function canDraw(environment: SkeletonTerminal['environment']): boolean {
  return environment['TERM'] !== 'dumb' && !environment['CI'];
}

function skeletonText(subject: string): string {
  const title = subject === '' ? 'LAUNCHWALL' : `LAUNCHWALL  ${subject}`;
  return `${enterAlternateScreen}${hideCursor}${clear} ${title}\r\n ◌ unknown  nothing has been read yet`;
}

/** Restores the normal screen, if the skeleton is what is shown. Safe to call at any time. */
export function leaveSkeleton(): void {
  const terminal = shownOn;
  forget();
  try {
    terminal?.write(leave);
  } catch {
    // The terminal is gone; there is nothing to restore.
  }
}

/** A stream that Ink writes to. */
interface Writable {
  write(chunk: string, ...rest: unknown[]): boolean;
}

/**
 * Hands the alternate screen over to Ink; call it right before `render()`. Ink's entering it once more would blank the
 * screen until the first frame is there, so that sequence is swallowed, and the first frame erases the skeleton in the
 * same write. The stream is itself again after that.
 */
export function handOverSkeleton(stream: Writable = process.stdout): void {
  if (shownOn === null) return;
  forget();
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    if (typeof chunk !== 'string' || modeSequencesOnly.test(chunk))
      return write(typeof chunk === 'string' ? chunk.replace(enterAlternateScreen, '') : chunk, ...rest);
    stream.write = write;
    return write(clear + chunk, ...rest);
  };
}

function forget(): void {
  shownOn = null;
  process.off('exit', leaveSkeleton);
  process.off('uncaughtExceptionMonitor', leaveSkeleton);
  for (const signal of endingSignals) process.off(signal, endBySignal);
}

/** Without our listener the signal ends the process as it would have. */
function endBySignal(signal: NodeJS.Signals): void {
  leaveSkeleton();
  process.kill(process.pid, signal);
}

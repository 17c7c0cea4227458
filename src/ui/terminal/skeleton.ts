// The first thing on the screen: one synchronous write, long before React is loaded, so that a person who starts the wall
// sees at once that it has started. It enters the alternate screen, and takes the keyboard (early-keys.ts) before that.
//
// What comes next is seen by the first write to stdout or stderr, so that nobody has to know of the skeleton: when it enters
// the alternate screen, it is Ink, which takes the screen over without a flicker; anything else is a result or an error, and
// the normal screen is there again before it is written, because what stands in the alternate one is gone when it is left.

import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { plainText } from '../../domain/text.ts';
import { takeKeys, type EarlyKeys, type Keyboard } from './early-keys.ts';

/** Commands that draw no wall; every other first word is `watch`, `drill` or the name of a profile. */
export const commandsWithoutWall: ReadonlySet<string> = new Set([
  'check',
  'checklist',
  'explain',
  'gate',
  'help',
  'lint',
  'profiles',
  'schema',
  'sign',
  'snapshot',
  'test',
  'tick',
  'trust',
]);

export const wallCommands: ReadonlySet<string> = new Set(['watch', 'drill']);

const subjectCharactersMax = 60;
const enterAlternateScreen = '\u001b[?1049h';
const hideCursor = '\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const clear = '\u001b[H\u001b[2J';
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const modeSequencesOnly = /^(?:\u001b\[\?\d+[hl])*$/;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A stream that the rest of the program writes to. */
interface Output {
  write(chunk: string | Uint8Array, ...rest: never[]): boolean;
}

/** What stands between us and the terminal. */
export interface SkeletonTerminal {
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
  /** The keys of the same terminal. */
  keyboard(): Keyboard;
  /** Stops us, and whoever started us (npm), as the terminal itself would. */
  stopGroup(): void;
  /** Asked for after the first paint only: to open them takes Node a while. */
  outputs(): readonly Output[];
}

const processTerminal: SkeletonTerminal = {
  isTerminal: isatty(0) && isatty(1),
  environment: process.env,
  write: (text) => writeSync(1, text),
  keyboard: () => process.stdin,
  stopGroup: () => void process.kill(0, 'SIGTSTP'),
  outputs: () => [process.stdout, process.stderr],
};

let shownOn: SkeletonTerminal | null = null;
let keys: EarlyKeys | null = null;

/** Draws the skeleton if these arguments ask for the wall and there is a terminal to draw it on. */
export function showSkeleton(args: readonly string[], terminal: SkeletonTerminal = processTerminal): void {
  const subject = wallSubject(args);
  if (subject === null || !terminal.isTerminal || terminal.environment['TERM'] === 'dumb') return;
  // Listeners first: a signal that comes right after the write must find the way back prepared.
  shownOn = terminal;
  process.on('exit', leaveSkeleton);
  // Node prints an uncaught error itself, right after this.
  process.on('uncaughtExceptionMonitor', leaveSkeleton);
  for (const signal of endingSignals) process.on(signal, endBySignal);
  process.on('SIGTSTP', stopBySignal);
  keys = takeKeys(terminal.keyboard(), {
    interrupt: () => void process.kill(process.pid, 'SIGINT'),
    stop: stopAlone,
  });
  try {
    terminal.write(skeletonText(subject));
  } catch {
    // A terminal that takes nothing now (EAGAIN) has no skeleton; the wall itself is written by the stream.
    forget();
    releaseKeys();
    return;
  }
  for (const output of terminal.outputs()) watchOutput(output);
}

/** What the wall will be about: the profile's name, or `drill`; null when the arguments ask for no wall. */
export function wallSubject(args: readonly string[]): string | null {
  if (args.some((arg) => arg === '--json' || arg === '--help' || arg === '-h')) return null;
  const words = args.filter((arg) => !arg.startsWith('-'));
  const command = words[0] ?? '';
  // A command may stand behind an option's value. A skeleton too few costs nothing, one too many hides the command's output.
  if (!wallCommands.has(command) && words.some((word) => commandsWithoutWall.has(word))) return null;
  const subject = command === 'watch' ? (words[1] ?? '') : command;
  return plainText(subject).slice(0, subjectCharactersMax);
}

function skeletonText(subject: string): string {
  const title = subject === '' ? 'LAUNCHWALL' : `LAUNCHWALL  ${subject}`;
  return `${enterAlternateScreen}${hideCursor}${clear} ${title}\r\n ◌ unknown  nothing has been read yet`;
}

/** Restores the normal screen and the keyboard, if the skeleton is what is shown. Safe to call at any time. */
export function leaveSkeleton(): void {
  const terminal = shownOn;
  forget();
  try {
    terminal?.write(leave);
    releaseKeys();
  } catch {
    // The terminal is gone; there is nothing to restore.
  }
}

function releaseKeys(): void {
  keys?.release();
  keys = null;
}

/**
 * Leaves the skeleton, or hands it over, when the stream is first written to. Ink's entering the alternate screen once more
 * would blank it until the first frame is there: that sequence is swallowed, and the first frame erases the skeleton in the
 * same write. The stream is itself again after that.
 */
function watchOutput(output: Output): void {
  const write = output.write.bind(output);
  let handingOver = false;
  const watched: Output['write'] = (chunk, ...rest) => {
    const draws = typeof chunk !== 'string' || !modeSequencesOnly.test(chunk);
    if (!draws && shownOn !== null && chunk.includes(enterAlternateScreen)) {
      forget();
      keys?.handOver();
      keys = null;
      handingOver = true;
      return write(chunk.replace(enterAlternateScreen, ''), ...rest);
    }
    // The terminal's modes may be set before the screen is taken over, and after it.
    if (!draws && (shownOn !== null || handingOver)) return write(chunk, ...rest);
    if (handingOver && typeof chunk === 'string') {
      handingOver = false;
      release();
      return write(clear + chunk, ...rest);
    }
    leaveSkeleton();
    release();
    return write(chunk, ...rest);
  };
  // Somebody may have put another function over it meanwhile; then it stays below and passes on.
  const release = (): void => {
    if (output.write === watched) output.write = write;
  };
  output.write = watched;
}

function forget(): void {
  shownOn = null;
  process.off('exit', leaveSkeleton);
  process.off('uncaughtExceptionMonitor', leaveSkeleton);
  for (const signal of endingSignals) process.off(signal, endBySignal);
  process.off('SIGTSTP', stopBySignal);
}

/** Without our listener the signal ends the process as it would have. */
function endBySignal(signal: NodeJS.Signals): void {
  leaveSkeleton();
  process.kill(process.pid, signal);
}

function stopBySignal(): void {
  stopAlone();
}

/**
 * Stops us with the normal screen shown; after `fg` the wall is drawn without a skeleton before it.
 * @returns false when the program listens to this signal by now: then it stops as soon as the wall is there.
 */
function stopAlone(): boolean {
  const terminal = shownOn;
  if (terminal === null || process.listeners('SIGTSTP').some((listener) => listener !== stopBySignal))
    return false;
  leaveSkeleton();
  terminal.stopGroup();
  return true;
}

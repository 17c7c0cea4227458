// What the end of a run means: whether its output counts, and one sentence where it does not.

import { constants } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import type { Answer } from '../../domain/answer.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { shownBytes } from '../body.ts';
import { drainedBytesMax } from './capture.ts';
import type { Process } from './process.ts';

/** Longest last line of stderr that goes into a sentence, in characters. */
const lastLineMax = 160;

/** The command ran to its own end with `code`. */
export interface Verdict {
  readonly code: number;
  readonly outputGap: Gap | null;
  readonly durationMs: number;
}

export interface Expected {
  readonly okExit: readonly number[];
  readonly expectExit?: readonly number[] | undefined;
}

/**
 * Of a command that did not run to its own end nothing counts.
 * @param run one that is over, or that has been given its time.
 */
export function verdictOf(run: Process, expected: Expected, timeout: Milliseconds): Answer<Verdict> {
  const { exit } = run;
  if (run.flooded) {
    const message = `it printed more than ${shownBytes(drainedBytesMax)} and was killed`;
    return { gap: gap('too_large', message) };
  }
  if (exit === null) {
    const message = `it had not ended after ${exactDuration(timeout)} and was told to (SIGTERM)`;
    return { gap: gap('timeout', message) };
  }
  const known = [...expected.okExit, ...(expected.expectExit ?? [])];
  const killer = exit.signal ?? (known.includes(exit.code ?? 0) ? null : signalOf(exit.code));
  if (killer !== null || exit.code === null)
    return { gap: gap('unavailable', killedSentence(killer ?? 'a signal')) };
  const { code, durationMs } = exit;
  return { value: { code, durationMs, outputGap: outputGap(run, code, expected) } };
}

function outputGap(run: Process, code: number, { okExit, expectExit = okExit }: Expected): Gap | null {
  if (!expectExit.includes(code)) {
    const reason = lastLine(run.stderr.bytes);
    const known = shellExits[code] === undefined ? '' : ` (${shellExits[code]})`;
    const says = reason === '' ? '' : `: ${reason}`;
    return gap('exit_code', `exit ${code}${known} where ${listed(expectExit)} is expected${says}`);
  }
  if (run.isOver) return null;
  const message = `it ended with ${code}, but what it left running still holds its output: nobody knows what is to come`;
  return gap('torn', message);
}

/** What shells, and most programs that start others, say with their exit. */
const shellExits: Readonly<Record<number, string>> = {
  126: 'not executable',
  127: 'command not found',
};

/** A shell ends with 128 and the signal's number when what it ran was killed. */
function signalOf(code: number | null): NodeJS.Signals | null {
  const number = (code ?? 0) - 128;
  for (const [name, value] of Object.entries(constants.signals))
    if (value === number && isSignal(name)) return name;
  return null;
}

function isSignal(name: string): name is NodeJS.Signals {
  return name in constants.signals;
}

function killedSentence(signal: string): string {
  const number = isSignal(signal) ? ` (${128 + constants.signals[signal]})` : '';
  return `killed by ${signal}${number}${signal === 'SIGKILL' ? ': out of memory?' : ''}`;
}

function listed(codes: readonly number[]): string {
  const last = codes.at(-1) ?? 0;
  return codes.length <= 1 ? String(last) : `${codes.slice(0, -1).join(', ')} or ${last}`;
}

/** The last line with a word in it: frames around an error say nothing. */
function lastLine(bytes: Uint8Array): string {
  const lines = stripVTControlCharacters(new TextDecoder().decode(bytes)).split('\n');
  return plainText(lines.findLast((line) => /[\p{L}\p{N}]/u.test(line)) ?? '', lastLineMax);
}

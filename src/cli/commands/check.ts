// `launchwall check PROFILE`: polls every source once, or for a while, prints the board, and exits with the verdict.

import { systemClock } from '../../engine/clocks.ts';
import type { Board } from '../../rules/board.ts';
import { textReport } from '../../report/text.ts';
import { result, say, type Context } from '../context.ts';
import { verdictExitCodes } from '../exit-codes.ts';
import { durationArgument } from '../instants.ts';
import { Session } from '../session.ts';
import { aborted, listenForStop } from '../stop-signal.ts';

export interface CheckArguments {
  readonly json?: boolean;
  readonly for?: string;
}

export async function check(profile: string, options: CheckArguments, context: Context): Promise<number> {
  const judged = await judgedBoard(profile, options.for ?? null, context);
  if ('interrupted' in judged) return judged.interrupted;
  const { board, redact } = judged;
  if (options.json === true) result(context, JSON.stringify(board, null, 2));
  else result(context, textReport(board, redact));
  return verdictExitCodes[board.verdict];
}

export interface JudgedBoard {
  readonly board: Board;
  readonly files: readonly string[];
  readonly redact: (text: string) => string;
}

/** A signal ended it before there was anything to judge by; the exit code that says so. */
export interface Interrupted {
  readonly interrupted: number;
}

/** Polls the profile's sources, once or for `duration`, and lets go of them; the board that follows. */
export async function judgedBoard(
  profile: string,
  duration: string | null,
  context: Context,
): Promise<JudgedBoard | Interrupted> {
  const clock = systemClock();
  const span = duration === null ? null : durationArgument('--for', duration);
  const request = { name: profile, clock };
  const session = await Session.open(request, context);
  const stop = listenForStop(context, clock);
  try {
    if (span === null) await Promise.race([session.engine.pollOnce(), aborted(stop.signal)]);
    else {
      const ended = new AbortController();
      const cancel = clock.after(span, () => ended.abort());
      await session.engine.start();
      await Promise.race([aborted(ended.signal), aborted(stop.signal)]);
      cancel();
    }
    if (stop.fault !== null) throw stop.fault.error;
    if (stop.interrupted !== null) return interruptedBy(stop.interrupted, context);
    return { board: session.snapshot.board, files: session.profile.files, redact: session.redact };
  } finally {
    stop.dispose();
    await session.close();
  }
}

function interruptedBy(code: number, context: Context): Interrupted {
  say(context, 'launchwall: interrupted before the polls had ended: there is no verdict');
  return { interrupted: code };
}

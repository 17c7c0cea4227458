// `launchwall check PROFILE`: polls every source once, or for a while, prints the board, and exits with the verdict.

import { systemClock } from '../../engine/clocks.ts';
import type { Board } from '../../rules/board.ts';
import type { Plan } from '../../rules/plan.ts';
import { textReport } from '../../report/text.ts';
import { result, say, type Context } from '../context.ts';
import { verdictExitCodes } from '../exit-codes.ts';
import { durationArgument } from '../instants.ts';
import { launchRequest, type LaunchArguments } from '../launch-options.ts';
import { Session } from '../session.ts';
import { aborted, listenForStop } from '../stop-signal.ts';

export interface CheckArguments extends LaunchArguments {
  readonly json?: boolean;
  readonly for?: string;
}

export async function check(profile: string, options: CheckArguments, context: Context): Promise<number> {
  const judged = await judgedBoard(profile, options, context);
  if ('interrupted' in judged) return judged.interrupted;
  const { board, redact } = judged;
  if (options.json === true) result(context, JSON.stringify(board, null, 2));
  else result(context, textReport(board, redact));
  return verdictExitCodes[board.verdict];
}

export interface JudgedBoard {
  readonly board: Board;
  readonly plan: Plan;
  /** The name of the launch. */
  readonly launch: string | null;
  readonly files: readonly string[];
  readonly redact: (text: string) => string;
}

/** A signal ended it before there was anything to judge by; the exit code that says so. */
export interface Interrupted {
  readonly interrupted: number;
}

/** Polls the profile's sources, once or for a while, and lets go of them; the board that follows. */
export async function judgedBoard(
  profile: string,
  options: LaunchArguments & { readonly for?: string },
  context: Context,
): Promise<JudgedBoard | Interrupted> {
  const clock = systemClock();
  const span = options.for === undefined ? null : durationArgument('--for', options.for);
  const session = await Session.open(launchRequest(profile, clock, 'read', options), context);
  const stop = listenForStop(context, clock);
  try {
    const launch = await session.join();
    if (launch?.problem) say(context, `launchwall: ${launch.problem}`);
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
    const { snapshot, profile: loaded, redact } = session;
    const { board, plan } = snapshot;
    return { board, plan, launch: launch?.name ?? null, files: loaded.files, redact };
  } finally {
    stop.dispose();
    await session.close();
  }
}

function interruptedBy(code: number, context: Context): Interrupted {
  say(context, 'launchwall: interrupted before the polls had ended: there is no verdict');
  return { interrupted: code };
}

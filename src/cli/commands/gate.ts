// `launchwall gate PROFILE`: waits for a go that has held, or says which criteria are missing.

import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { systemClock } from '../../engine/clocks.ts';
import type { Board } from '../../rules/board.ts';
import { missingInOrder } from '../../rules/gate-missing.ts';
import { goStreak, type GoStreak } from '../../rules/go-streak.ts';
import { firstBoard } from '../board-events.ts';
import { result, say, type Context } from '../context.ts';
import { gateEnd, gateExitCodes, gateHeadline, gateJson, missingLines, type GateEnd } from '../gate.ts';
import { spanArgument } from '../instants.ts';
import { Session } from '../session.ts';
import { listenForStop, type StopSignal } from '../stop-signal.ts';
import { launchRequest, type LaunchArguments } from '../launch-options.ts';

export interface GateArguments extends LaunchArguments {
  readonly timeout?: string;
  readonly hold?: string;
  readonly json?: boolean;
}

const timeoutDefault = '30m';
const holdDefault = '5m';

/** How the gate stood when the wait was over. */
interface Waited {
  readonly board: Board;
  readonly streak: GoStreak | null;
  readonly end: GateEnd;
}

export async function gate(profile: string, options: GateArguments, context: Context): Promise<number> {
  const timeout = spanArgument('--timeout', options.timeout ?? timeoutDefault);
  const hold = spanArgument('--hold', options.hold ?? (timeout === 0 ? '0s' : holdDefault));
  if (hold > timeout)
    throw new LaunchwallError('usage', '--hold: no go can hold for longer than the timeout lets it');
  const clock = systemClock();
  const session = await Session.open(launchRequest(profile, clock, 'read', options), context);
  const stop = listenForStop(context, clock);
  const { redact } = session;
  try {
    const launch = await session.join();
    if (launch?.problem) say(context, `launchwall: ${launch.problem}`);
    const waited = await wait(session, { profile, timeout, hold, clock, stop }, context);
    if (stop.fault !== null) throw stop.fault.error;
    const { board, streak, end } = waited;
    if (options.json === true) result(context, gateJson(board, end, streak, redact));
    else
      for (const line of [gateHeadline(board, streak, hold), ...missingLines(board, profile, redact)])
        result(context, line);
    return stop.interrupted ?? gateExitCodes[end];
  } finally {
    stop.dispose();
    await session.close();
  }
}

interface Waiting {
  /** As it was given. */
  readonly profile: string;
  readonly timeout: Milliseconds;
  readonly hold: Milliseconds;
  readonly clock: Clock;
  readonly stop: StopSignal;
}

async function wait(session: Session, waiting: Waiting, context: Context): Promise<Waited> {
  const { profile, timeout, hold, clock, stop } = waiting;
  let streak: GoStreak | null = null;
  const look = (board: Board): Waited => {
    streak = goStreak(streak, board);
    return { board, streak, end: gateEnd(board, streak, hold) };
  };
  if (timeout === 0) {
    await Promise.race([session.engine.pollOnce(), firstBoard(session.engine, stop.signal, () => null)]);
    return look(session.snapshot.board);
  }
  const over = new AbortController();
  const cancel = clock.after(timeout, () => over.abort());
  const signal = AbortSignal.any([over.signal, stop.signal]);
  const tell = progress((line) => say(context, line), profile, session.redact);
  await session.engine.start();
  const found = await firstBoard(session.engine, signal, (board) => {
    const waited = look(board);
    tell(waited, hold);
    return waited.end === 'go' ? waited : null;
  });
  cancel();
  return found ?? look(session.snapshot.board);
}

/** A line when the gate changes, and not with each second. */
function progress(say: (line: string) => void, profile: string, redact: (text: string) => string) {
  let told = '';
  return ({ board, streak }: Waited, hold: Milliseconds): void => {
    // Before each source has answered once, nobody has looked yet.
    if (board.sources.some(({ polls }) => polls === 0)) return;
    const missing = missingInOrder(board.gate.criteria).map(({ id, status }) => `${id} ${status}`);
    const state = [board.gate.verdict, ...missing].join('\n');
    if (state === told) return;
    told = state;
    const time = `${board.at.slice(11, 19)}Z`;
    say(`${time} ${gateHeadline(board, streak, hold)}`);
    for (const line of missingLines(board, profile, redact)) say(`${time}   ${line}`);
  };
}

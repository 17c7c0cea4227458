// `launchwall gate PROFILE`: waits for a go that has held, or says which criteria are missing.

import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { printDuration } from '../../domain/duration.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { plainText } from '../../domain/text.ts';
import { systemClock } from '../../engine/clocks.ts';
import { LastLook, unanswered } from '../../engine/last-look.ts';
import { missingInOrder } from '../../rules/launch/gate.ts';
import { gateHoldDefault, gateTimeoutDefault } from '../../rules/lint/gate-warm-up.ts';
import { gateLooks } from '../../rules/evaluate/look-plan.ts';
import { firstBoard, sayNotices } from '../follow/board-events.ts';
import { result, resultText, printNote, type Context } from '../context.ts';
import {
  gateCriteria,
  gateExitCodes,
  gateHeadline,
  gateJson,
  missingLines,
  waitLines,
  type GateState,
} from '../follow/gate-words.ts';
import { GateWatch } from '../follow/gate-watch.ts';
import { spanArgument, launchRequest, type LaunchArguments } from '../options/launch-options.ts';
import { Session } from '../session/session.ts';
import { aborted, listenForStop, type StopSignal } from '../stop-signal.ts';

export interface GateArguments extends LaunchArguments {
  readonly timeout?: string;
  readonly hold?: string;
  readonly json?: boolean;
}

const headlineLengthMax = 1_000;

export async function gate(profile: string, options: GateArguments, context: Context): Promise<number> {
  const timeout = spanArgument('--timeout', options.timeout ?? printDuration(gateTimeoutDefault));
  const hold = spanArgument(
    '--hold',
    options.hold ?? (timeout === 0 ? '0s' : printDuration(gateHoldDefault)),
  );
  if (hold > timeout)
    throw new LaunchwallError('usage', '--hold: no go can hold for longer than the timeout lets it');
  const clock = systemClock();
  const session = await Session.open(launchRequest(profile, clock, 'read', options), context);
  const stop = listenForStop(context, clock);
  const hush = sayNotices(session, context);
  try {
    const launch = await session.join();
    if (launch?.problem) printNote(context, `launchwall: ${launch.problem}`);
    for (const line of waitLines(session.snapshot.plan, timeout, hold)) printNote(context, line);
    const waited = await wait(session, { profile, timeout, hold, clock, stop }, context);
    if (stop.fault !== null) throw stop.fault.error;
    if (options.json === true) resultText(context, gateJson(waited));
    else
      for (const line of [
        headline(waited, hold, true),
        ...missingLines(gateCriteria(waited, { isOver: true }), profile),
      ])
        result(context, line);
    return stop.interrupted ?? gateExitCodes[waited.end];
  } finally {
    hush();
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

async function wait(session: Session, waiting: Waiting, context: Context): Promise<GateState> {
  const { profile, timeout, hold, clock, stop } = waiting;
  const { plan } = session.snapshot;
  const looks = gateLooks(plan);
  if (timeout === 0) {
    // The one look is the last one.
    const since = clock.now();
    await Promise.race([session.engine.pollOnce(), aborted(stop.signal)]);
    const last = {
      since,
      unanswered: (of = looks) => unanswered(of, (id) => session.engine.source(id), since),
    };
    return new GateWatch(plan, hold, () => last).look(session.snapshot.board);
  }
  const over = new AbortController();
  const cancel = clock.after(timeout, () => over.abort());
  const signal = AbortSignal.any([over.signal, stop.signal]);
  const tell = progress((line) => printNote(context, line), profile);
  const watch = new GateWatch(plan, hold, () => new LastLook(looks, session.engine));
  await session.engine.start();
  let state: GateState | null = null;
  await firstBoard(session.engine, signal, (board) => {
    state = watch.look(board);
    tell(state, hold);
    return state.end === 'go' ? state : null;
  });
  cancel();
  // A board that came with the end of the time is not asked of what came after it.
  return state ?? watch.look(session.snapshot.board);
}

function headline(state: GateState, hold: Milliseconds, isOver: boolean): string {
  return plainText(gateHeadline(state, hold, { isOver }), headlineLengthMax);
}

/** A line when the gate changes, and not with each second. */
function progress(say: (line: string) => void, profile: string) {
  let told = '';
  return (state: GateState, hold: Milliseconds): void => {
    const { board, streak, lastLook } = state;
    const criteria = gateCriteria(state, { isOver: false });
    // Before each source has answered once, nobody has looked yet.
    if (board.sources.some(({ polls }) => polls === 0)) return;
    const missing = missingInOrder(criteria).map(({ id, status }) => `${id} ${status}`);
    const awaited = (lastLook?.unanswered ?? []).map(({ source, state }) => `${source} ${state}`);
    // A hold that was broken begins anew, although the gate is the same.
    const words = [board.gate.verdict, streak?.since, ...missing, ...awaited].join('\n');
    if (words === told) return;
    told = words;
    const time = `${board.at.slice(11, 19)}Z`;
    say(`${time} ${headline(state, hold, false)}`);
    for (const line of missingLines(criteria, profile)) say(`${time}   ${line}`);
  };
}

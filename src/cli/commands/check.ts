// `launchwall check PROFILE`: polls every source once, or for a while, prints the board, and exits with the verdict.

import { systemClock } from '../../engine/clocks.ts';
import { printDuration } from '../../domain/duration.ts';
import { plainText } from '../../domain/text.ts';
import { LastLook } from '../../engine/last-look.ts';
import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { Board } from '../../rules/board.ts';
import { boardLooks, criterionLooks, statusLooks, type LookPlan } from '../../rules/evaluate/look-plan.ts';
import type { Plan } from '../../rules/plan.ts';
import { metricWarmUp } from '../../rules/lint/warm-up.ts';
import { withoutAnswer, type Unconfirmed } from '../../rules/draw/without-answer.ts';
import { textReport } from '../../report/text.ts';
import { firstBoard, sayNotices } from '../follow/board-events.ts';
import { resultJson, resultText, printNote, type Context } from '../context.ts';
import { verdictExitCodes } from '../exit-codes.ts';
import { durationArgument, launchRequest, type LaunchArguments } from '../options/launch-options.ts';
import { Session } from '../session/session.ts';
import { aborted, listenForStop } from '../stop-signal.ts';

export interface CheckArguments extends LaunchArguments {
  readonly json?: boolean;
  readonly for?: string;
}

export async function check(profile: string, options: CheckArguments, context: Context): Promise<number> {
  const judged = await judgedBoard(profile, options, context);
  if ('interrupted' in judged) return judged.interrupted;
  const { board } = judged;
  if (options.json === true) resultJson(context, board);
  else resultText(context, textReport(board));
  sayWarming(board, judged.plan, options.for ?? null, context);
  return judged.exitCode;
}

export interface JudgedBoard {
  /** What the last look could not tell is unknown in it. */
  readonly board: Board;
  /** Of the board's verdict. */
  readonly exitCode: number;
  readonly plan: Plan;
  /** The name of the launch. */
  readonly launch: string | null;
  readonly files: readonly string[];
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
  const hush = sayNotices(session, context);
  let last: LastLook | null = null;
  try {
    const launch = await session.join();
    if (launch?.problem) printNote(context, `launchwall: ${launch.problem}`);
    if (span === null) await Promise.race([session.engine.pollOnce(), aborted(stop.signal)]);
    else {
      const ended = new AbortController();
      const cancel = clock.after(span, () => ended.abort());
      await session.engine.start();
      await Promise.race([aborted(ended.signal), aborted(stop.signal)]);
      cancel();
      last = await lastLook(session, stop.signal);
    }
    if (stop.fault !== null) throw stop.fault.error;
    if (stop.interrupted !== null) return interruptedBy(stop.interrupted, context);
    const { snapshot, profile: loaded } = session;
    const { plan } = snapshot;
    for (const { source, why } of last?.unanswered() ?? [])
      printNote(context, plainText(`launchwall: the last look has no value from ${source}: ${why}`));
    const board = last === null ? snapshot.board : withoutAnswer(snapshot.board, unconfirmed(last, snapshot));
    return {
      board,
      exitCode: verdictExitCodes[board.verdict],
      plan,
      launch: launch?.name ?? null,
      files: loaded.files,
    };
  } finally {
    hush();
    stop.dispose();
    await session.close();
  }
}

/** Asks everything that is judged once more (docs/judgement.md §8.10), and waits for what comes of it. */
async function lastLook(session: Session, signal: AbortSignal): Promise<LastLook> {
  const { engine } = session;
  const look = new LastLook(boardLooks(session.snapshot.plan), engine);
  await firstBoard(engine, signal, (board) => {
    const left = look.unanswered();
    // Who asked to be left alone is waited for only while that could change what is said.
    const isWell = board.verdict === 'green' || board.verdict === 'amber';
    return left.every(({ state }) => state === 'failed' || (state === 'later' && !isWell)) ? left : null;
  });
  return look;
}

/** What has no value in the last look, or rests on something that has none: which source gave none, and why. */
function unconfirmed(look: LastLook, { board, plan }: Pick<WallSnapshot, 'board' | 'plan'>): Unconfirmed {
  const why = (ids: readonly { readonly id: string }[], standsOn: (id: string) => LookPlan) =>
    new Map(
      ids.flatMap(({ id }) => {
        const [first] = look.unanswered(standsOn(id));
        return first ? [[id, `${first.source}: ${first.why}`] as const] : [];
      }),
    );
  return {
    metrics: why(board.metrics, (id) => statusLooks(plan, id)),
    criteria: why(board.gate.criteria, (id) => criterionLooks(plan, id)),
  };
}

/** What looks back over time is not told by one look: how long it takes until enough of it is seen. */
function sayWarming({ metrics }: Board, plan: Plan, watched: string | null, context: Context): void {
  const untold = metrics.filter(
    ({ status, detail, gap }) =>
      status === 'unknown' && (detail === 'warming' || gap?.reason === 'unsettled'),
  );
  const warming = new Set(untold.map(({ id }) => id));
  const spans = plan.metrics.flatMap((metric) => {
    const warmUp = warming.has(metric.id) ? metricWarmUp(metric, plan) : null;
    if (warmUp === null) return [];
    // A window over what is calculated begins only with the first value of that.
    const late = metric.derived === null ? 0 : (warmUp.window ?? 0);
    // A look is a little early or late, and the first one takes its time.
    return [1.1 * warmUp.takes + late + 2 * metric.interval];
  });
  if (spans.length === 0) return;
  // Where that was not enough, looks have failed: it begins anew after them.
  const before = watched === null ? 0 : durationArgument('--for', watched);
  const longest = Math.max(...spans);
  const needed = longest > before ? longest : before + longest;
  const step = needed <= 60_000 ? 10_000 : 60_000;
  const span = printDuration(Math.ceil(needed / step) * step);
  const what = spans.length === 1 ? '1 metric is' : `${spans.length} metrics are`;
  const after = watched === null ? 'one look' : watched;
  printNote(context, `launchwall: ${what} warming after ${after}; try --for ${span}`);
}

function interruptedBy(code: number, context: Context): Interrupted {
  printNote(context, 'launchwall: interrupted before the polls had ended: there is no verdict');
  return { interrupted: code };
}

// `launchwall drill [SCENARIO]`: embedded services, a scripted launch, the same wall.

import { clockTime, type Clock } from '../../domain/clock.ts';
import { startDrill, type Drill } from '../../drill/drill.ts';
import { readScenario } from '../../drill/scenario.ts';
import { scaledClock, systemClock } from '../../engine/clocks.ts';
import { drawsWall, result, printNote, type Context } from '../context.ts';
import { rethrowFault } from '../follow/last-board.ts';
import { watchRequest, numberArgument, wholeNumberArgument, checkTheme } from '../options/launch-options.ts';
import { printEvents, transitionLine } from '../follow/lines.ts';
import { Session, type SessionRequest } from '../session/session.ts';
import { aborted, listenForStop, untilRead, type StopSignal } from '../stop-signal.ts';
import { runWallSession, type WallRun } from '../wall/wall.ts';

export interface DrillArguments {
  readonly speed?: string;
  readonly seed?: string;
  readonly json?: boolean;
  readonly theme?: string;
}

const speedMax = 1_000;

export async function drill(
  scenario: string | undefined,
  options: DrillArguments,
  context: Context,
): Promise<number> {
  checkTheme(options.theme);
  const script = await readScenario(scenario ?? 'sge', context.shippedDir);
  const speed =
    options.speed === undefined ? script.speed : numberArgument('--speed', options.speed, 0.1, speedMax);
  const seed =
    options.seed === undefined ? null : wholeNumberArgument('--seed', options.seed, 0, 2 ** 32 - 1);
  const clock = scaledClock(speed);
  const stop = listenForStop(context, clock);
  const running = await startDrill({ scenario: script, seed, clock, shippedDir: context.shippedDir });
  const request: SessionRequest = { name: running.profile, clock, t0: running.t0, env: running.env };
  let session: Session | null = null;
  try {
    session = await Session.open(request, context);
    if (options.json !== true && drawsWall(context))
      await onTerminal(session, request, running, speed, options, stop, context);
    else await asLines(session, request, running, clock, options, stop, context);
    return stop.exitCode;
  } finally {
    await session?.close();
    await running.close();
    await untilRead(stop, clock, context);
    stop.dispose();
  }
}

async function onTerminal(
  session: Session,
  request: SessionRequest,
  running: Drill,
  speed: number,
  options: DrillArguments,
  stop: StopSignal,
  context: Context,
): Promise<void> {
  const live = (name: string): SessionRequest => watchRequest(name, systemClock());
  const mode = `drill ×${speed}`;
  const run: WallRun = {
    first: session,
    request,
    mode,
    faults: running.faults,
    story: (tell) => running.onStory(({ text }) => tell(text)),
    theme: options.theme ?? null,
    live,
  };
  await runWallSession(run, stop, null, context);
}

/** The story and what the wall makes of it, as lines; ends with the scenario. */
async function asLines(
  session: Session,
  request: SessionRequest,
  running: Drill,
  clock: Clock,
  options: DrillArguments,
  stop: StopSignal,
  context: Context,
): Promise<void> {
  const { engine } = session;
  const json = options.json === true;
  if (!json)
    printNote(context, `launchwall: drill "${running.title}" at ${clock.scale} times the speed of a launch`);
  const endings = json
    ? [printEvents(session, clock, context), running.onStory(({ text }) => engine.notice('info', text))]
    : [
        running.onStory(({ at, text }) => result(context, `${clockTime(at)}Z ── ${text}`)),
        engine.onEvent((event) => {
          if (event.type === 'transition') result(context, transitionLine(event.transition));
        }),
      ];
  await session.watch(context);
  const ended = new AbortController();
  const cancel = clock.after(Math.max(0, running.endsAt - clock.now()), () => ended.abort());
  await Promise.race([aborted(ended.signal), aborted(stop.signal)]);
  cancel();
  for (const end of endings) end();
  await rethrowFault(stop, session, context);
  if (stop.interrupted !== null) return;
  const { board } = session.snapshot;
  if (!json)
    result(
      context,
      `${clockTime(clock.now())}Z ── the drill has ended: ${board.verdict}, ${board.gate.verdict}`,
    );
}

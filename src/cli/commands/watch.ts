// `launchwall [watch] [PROFILE]`: the live wall, or lines and events where there is no terminal.

import { LaunchwallError } from '../../domain/errors.ts';
import { systemClock } from '../../engine/clocks.ts';
import { drawsWall, printNote, type Context } from '../context.ts';
import { watchRequest, type LaunchArguments, checkTheme } from '../options/launch-options.ts';
import { rethrowFault } from '../follow/last-board.ts';
import { openPreferences } from '../kept/preferences.ts';
import { Session, type SessionRequest } from '../session/session.ts';
import { aborted, listenForStop, untilRead } from '../stop-signal.ts';
import { rememberedOf, runWallSession } from '../wall/wall.ts';

export interface WatchArguments extends LaunchArguments {
  readonly json?: boolean;
  readonly theme?: string;
}

export async function watch(
  profile: string | undefined,
  options: WatchArguments,
  context: Context,
): Promise<number> {
  const clock = systemClock();
  const preferences = openPreferences(context);
  const name = profile ?? preferences.get().lastProfile;
  if (name === null)
    throw new LaunchwallError('usage', 'which profile is to be watched?', {
      hint: 'launchwall watch sge/production; `launchwall profiles` lists them, `launchwall drill` needs none.',
    });
  checkTheme(options.theme);
  const request = watchRequest(name, clock, options);
  const session = await Session.open(request, context).catch((error: unknown) => {
    if (profile === undefined) printNote(context, `launchwall: going on with ${name}, the last profile`);
    throw error;
  });
  const theme = options.theme ?? null;
  const stop = listenForStop(context, clock);
  try {
    if (options.json !== true && drawsWall(context)) {
      if (profile === undefined)
        session.engine.notice(
          'info',
          `going on with ${name}, the last profile: launchwall PROFILE watches another`,
        );
      const live = (other: string): SessionRequest => watchRequest(other, clock);
      const run = {
        first: session,
        request,
        mode: null,
        faults: [],
        story: null,
        theme,
        live,
      };
      await runWallSession(run, stop, preferences, context);
      return stop.exitCode;
    }
    preferences.set(rememberedOf({ request, theme }));
    if (profile === undefined) printNote(context, `launchwall: going on with ${name}, the last profile`);
    if (options.json !== true)
      printNote(context, `launchwall: watching ${name}, a line a transition; Ctrl-C ends it`);
    const { engine } = session;
    // Only where no wall is drawn.
    const { printEvents, printLines, printMarks } = await import('../follow/lines.ts');
    const ends = [options.json === true ? printEvents(session, clock, context) : printLines(engine, context)];
    // What was said before this watch is no news.
    await session.join();
    if (options.json !== true) ends.push(printMarks(engine, context));
    await session.watch(context);
    await aborted(stop.signal);
    for (const end of ends) end();
    await rethrowFault(stop, session, context);
    return stop.exitCode;
  } finally {
    await Promise.all([session.close(), preferences.written()]);
    await untilRead(stop, clock, context);
    stop.dispose();
  }
}

// Runs the wall on a terminal: the session that is watched, what the wall may ask for, and what is left on the normal screen.

import { clockTime } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { statusGlyph } from '../../domain/status.ts';
import { systemClock } from '../../engine/clocks.ts';
import { createStore, type WritableStore } from '../../engine/store.ts';
import { mutedTail } from '../../domain/muted.ts';
import type { Fault, JobControl, ProfileChoice, WallControls, WallSession } from '../../ui/controls.ts';
import { drawsColours, result, printNote, type Context } from '../context.ts';
import { jobControl } from './job-control.ts';
import { rethrowFault } from '../follow/last-board.ts';
import { markControls } from './mark-controls.ts';
import { openPreferences, type Preferences, type PreferenceStore } from '../kept/preferences.ts';
import { loadOptions } from '../profile-input.ts';
import { Session, type SessionRequest } from '../session/session.ts';
import type { StopSignal } from '../stop-signal.ts';

/** Longest text that is handed to a terminal's clipboard; some terminals drop more. */
const clipboardMax = 8_192;

export interface WallRun {
  readonly first: Session;
  readonly request: SessionRequest;
  readonly mode: string | null;
  readonly faults: readonly Fault[];
  /** Calls back with each sentence of a drill's story, until the returned function is called; null for a live watch. */
  readonly story: ((tell: (text: string) => void) => () => void) | null;
  readonly theme: string | null;
  /** A further launch: a live profile, by name. */
  live(name: string): SessionRequest;
}

/**
 * Shows the wall until the person or a signal ends it. Sources begin to be polled, and what is to be remembered is written,
 * once the first frame is drawn.
 */
export async function runWallSession(
  run: WallRun,
  stop: StopSignal,
  preferences: PreferenceStore | null,
  context: Context,
): Promise<void> {
  const jobs = jobControl(systemClock());
  const watched = new WatchedSession(run, stop, preferences, jobs, context);
  const { runWall } = await import('../../ui/render.tsx');
  const drawn = runWall(watched.controls, {
    stdin: context.stdin,
    stdout: context.terminal,
    colours: drawsColours(context, context.stdout),
    themeName: run.theme ?? preferences?.get().theme ?? undefined,
    signal: stop.signal,
  });
  // Whatever fails, the wall is closed first: it holds the terminal, and what is said would vanish with its screen.
  const endStory = run.story?.((text) => watched.tell(text));
  const started = watched
    .start()
    .then(() => preferences?.set(rememberedOf(run)))
    .catch((error: unknown) => stop.fail(error));
  await drawn.catch((error: unknown) => stop.fail(error));
  stop.stop();
  endStory?.();
  jobs?.dispose();
  try {
    await started;
    await watched.close();
  } catch (error) {
    stop.fail(error);
  }
  farewell(watched, context);
  await rethrowFault(stop, watched.session, context);
}

/** What the next start begins with. A theme that was not asked for stays what it was. */
export function rememberedOf({ request, theme }: Pick<WallRun, 'request' | 'theme'>): Partial<Preferences> {
  return { lastProfile: request.name, ...(theme === null ? {} : { theme }) };
}

class WatchedSession {
  readonly controls: WallControls;
  readonly written: string[] = [];
  readonly #store: WritableStore<WallSession>;
  readonly #run: WallRun;
  readonly #preferences: PreferenceStore | null;
  readonly #context: Context;
  #session: Session;
  #request: SessionRequest;
  #switching: Promise<void> = Promise.resolve();

  constructor(
    run: WallRun,
    stop: StopSignal,
    preferences: PreferenceStore | null,
    jobs: JobControl | null,
    context: Context,
  ) {
    this.#run = run;
    this.#preferences = preferences;
    this.#context = context;
    this.#session = run.first;
    this.#request = run.request;
    this.#store = createStore<WallSession>(shown(run.first, run.mode));
    this.controls = {
      session: this.#store,
      profiles: async (found) => {
        const { listProfiles } = await import('../../profile/list.ts');
        const { name } = run.request;
        const { title, environment } = run.first.profile.plan;
        const own = { name, title, environment, problem: null };
        // A drill's profile has what it needs from the drill, although the environment does not have it.
        const withOwn = (listed: readonly ProfileChoice[]): readonly ProfileChoice[] =>
          listed.map((choice) => (choice.name === name ? own : choice));
        const all = withOwn(await listProfiles(loadOptions(context), (listed) => found?.(withOwn(listed))));
        return all.includes(own) ? all : [own, ...all];
      },
      switchTo: (name) => this.#switchTo(name),
      snapshot: () => this.#snapshot(),
      setPaused: (paused) => this.#session.engine.setPaused(paused),
      copy: (text) => copyToClipboard(text, context),
      quit: () => stop.stop(),
      jobs,
      faults: () => (this.#isOwn() ? run.faults : []),
      marks: markControls(
        () => {
          const watched = this.#session;
          const { clock } = this.#request;
          return { now: () => clock.now(), mark: (mark) => watched.mark(mark) };
        },
        context,
        preferences ?? openPreferences(context),
      ),
    };
  }

  get session(): Session {
    return this.#session;
  }

  /** Whether the launch that the program was started with is watched, and not another one that was switched to. */
  #isOwn(): boolean {
    return this.#request === this.#run.request;
  }

  /** A sentence of the drill's story; nothing while another launch is watched. */
  tell(text: string): void {
    if (this.#isOwn()) this.#session.engine.notice('info', text);
  }

  async start(): Promise<void> {
    await this.#session.watch(this.#context);
  }

  async close(): Promise<void> {
    await this.#switching.catch(() => undefined);
    await this.#session.close();
  }

  /** One switch at a time; the running launch goes on until the other one has loaded. */
  #switchTo(name: string): Promise<void> {
    const next = this.#switchAfter(this.#switching, name);
    this.#switching = next;
    return next;
  }

  async #switchAfter(earlier: Promise<void>, name: string): Promise<void> {
    await earlier.catch(() => undefined);
    const request = name === this.#run.request.name ? this.#run.request : this.#run.live(name);
    const session = await Session.open({ ...request, isDrawn: true }, this.#context);
    const before = this.#session;
    this.#session = session;
    this.#request = request;
    this.#store.set(shown(session, request === this.#run.request ? this.#run.mode : null));
    this.#preferences?.set({ lastProfile: name });
    await before.close();
    await session.watch(this.#context);
  }

  async #snapshot(): Promise<string> {
    const session = this.#session;
    // Before that, the board has nothing of what was said.
    await session.join();
    const path = await session.writeSnapshot(this.#context);
    this.written.push(path);
    return path;
  }
}

function shown(session: Session, mode: string | null): WallSession {
  return { name: session.name, mode, wall: session.wall };
}

/** OSC 52: the terminal puts the text into the clipboard, also over ssh; tmux passes it on when set-clipboard is on. */
function copyToClipboard(text: string, context: Context): void {
  if (text.length > clipboardMax) throw new LaunchwallError('usage', 'this is too long for the clipboard');
  context.terminal.write(`\u001B]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
}

/** What must not go with the alternate screen: the last verdict, and where a written snapshot lies. */
function farewell(watched: WatchedSession, context: Context): void {
  const { board } = watched.session.snapshot;
  const { counts } = board;
  const clock = board.launch.clock === null ? '' : ` · ${board.launch.clock}`;
  const wereRed = board.metrics.filter(({ status, was }) => status === 'unknown' && was === 'red').length;
  const hidden = wereRed === 0 ? '' : ` (${wereRed} ${wereRed === 1 ? 'was' : 'were'} red)`;
  const gate = board.gate.criteria.length === 0 ? '' : ` · ${board.gate.verdict === 'go' ? 'GO' : 'NO-GO'}`;
  const word = board.verdict.toUpperCase();
  result(
    context,
    `${statusGlyph[board.verdict]} ${word}${mutedTail(board)}${gate} · ${board.profile.title}${clock} · ${clockTime(Date.parse(board.at))}Z · ` +
      `${counts.red} red, ${counts.amber} amber, ${counts.unknown} unknown${hidden}, ${counts.green} green`,
  );
  for (const path of watched.written) printNote(context, `snapshot: ${path}`);
}

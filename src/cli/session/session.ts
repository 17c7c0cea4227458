// One launch that is watched: a profile, its engine, and the watch over the profile's files.

import { relative } from 'node:path';
import type { Clock, Instant } from '../../domain/clock.ts';
import { Engine } from '../../engine/engine.ts';
import { LocalPoller, type LocalPollerSetup } from '../../engine/local-poller.ts';
import type { Poller } from '../../engine/poller.ts';
import type { WallSnapshot } from '../../engine/snapshot.ts';
import { SplitPoller } from '../../engine/split-poller.ts';
import { createStore, type Store, type WritableStore } from '../../engine/store.ts';
import type { Diagnostic } from '../../profile/read/findings.ts';
import type { Profile } from '../../profile/profile.ts';
import { SecretBook } from '../../domain/secret-book.ts';
import type { ProfileWatch } from '../../profile/watch.ts';
import type { Mark } from '../../rules/launch/mark-check.ts';
import type { Plan } from '../../rules/plan.ts';
import type { Admitted } from '../kept/agreement.ts';
import type { CommandHosts } from './command-host.ts';
import type { Context } from '../context.ts';
import type { JoinedLaunch, LaunchChoice } from './launch.ts';
import type { LaunchJoining } from './launch-joining.ts';
import { growHeapInSmallSteps } from './heap.ts';
import type { CommandHost, SourceSetup } from '../../sources/source.ts';
import { openSource, staysHere } from './open-source.ts';
import { environmentOf, loadOptions, requireProfile, type Environment } from '../profile-input.ts';

export interface SessionRequest {
  readonly name: string;
  readonly clock: Clock;
  /** `--t0`, or a drill's own. */
  readonly t0?: Instant | null;
  /** Variables that win over the environment: a drill's services. */
  readonly env?: Environment;
  /** `--env`: the variables of the environment that a profile may have; all of them where it is left out. */
  readonly only?: readonly string[] | undefined;
  /** Nobody can be asked now what may be sent: the wall is drawn. */
  readonly isDrawn?: boolean;
  /** The launch's own file; without one, what is said is forgotten with the session (a drill). */
  readonly launch?: LaunchChoice;
}

export class Session {
  readonly name: string;
  readonly engine: Engine;
  /** What is shown of it: nothing before what has been said of its launch is known, or known not to be readable. */
  readonly wall: Store<WallSnapshot | null>;
  readonly #wall: WritableStore<WallSnapshot | null>;
  #isRead: boolean;
  #profile: Profile;
  /** Secrets of every version that was loaded: an old one may still stand in a message. */
  readonly #secrets: SecretBook;
  readonly #request: SessionRequest;
  #watch: ProfileWatch | null = null;
  /** One after the other: an older version never comes after a newer one. */
  #reloading: Promise<void> = Promise.resolve();
  /** The launch that the changed profile names and that was told of. */
  #otherLaunch: string | null = null;
  readonly #context: Context;
  #joining: Promise<LaunchJoining | null> | null = null;

  /** What wins over the environment, whenever the profile is loaded. */
  readonly #env: Environment;

  private constructor(request: SessionRequest, { profile, env: given }: Admitted, context: Context) {
    const { name, clock } = request;
    this.#env = given;
    this.name = name;
    this.#request = request;
    this.#profile = profile;
    this.#secrets = context.secrets ?? new SecretBook();
    this.#secrets.add(profile.secrets);
    const { env } = loadOptions(context, given);
    // Only what runs commands needs a host.
    let commands: Promise<CommandHosts> | null = null;
    const hostFor = async (source: SourceSetup): Promise<CommandHost | undefined> => {
      if (!staysHere(source)) return undefined;
      const input = { name, profile: () => this.#profile, env };
      commands ??= import('./command-host.ts').then((module) => new module.CommandHosts(input, context));
      return (await commands).hostFor(source);
    };
    this.engine = new Engine({
      plan: paced(profile.plan, request),
      sources: profile.sources,
      clock,
      open: async (source, memory) => openSource(source, clock, memory, await hostFor(source)),
      redact: (text) => this.#secrets.redact(text),
      // A drill's few sources share its own clock, which no other thread has.
      ...(clock.scale === 1 && { poller: (local) => this.#poller(local) }),
    });
    this.#isRead = request.launch === undefined;
    this.#wall = createStore(this.#isRead ? this.engine.wall.get() : null);
    this.wall = this.#wall;
    this.engine.wall.subscribe(() => {
      if (this.#isRead) this.#wall.set(this.engine.wall.get());
    });
    this.#context = context;
  }

  #poller(local: LocalPollerSetup): Poller {
    return new SplitPoller({
      clock: local.clock,
      here: new LocalPoller(local),
      there: async () => {
        const { pollThread } = await import('./poll-thread.ts');
        return pollThread(local, () => this.#secrets.all);
      },
      staysHere,
    });
  }

  /**
   * Loads the profile; nothing is polled yet.
   * @throws LaunchwallError `profile` when it does not load, `usage` when nobody agrees to what it would send.
   */
  static async open(request: SessionRequest, context: Context): Promise<Session> {
    const { name, only, isDrawn = false } = request;
    const env = environmentOf(request, context);
    const profile = await requireProfile(name, context, env);
    if (profile.sends.length === 0) return new Session(request, { profile, env }, context);
    const { admit } = await loadAgreement();
    return new Session(request, await admit(profile, { name, env, only, asks: !isDrawn }, context), context);
  }

  get profile(): Profile {
    return this.#profile;
  }

  get snapshot(): WallSnapshot {
    return this.engine.wall.get();
  }

  /**
   * Takes part in the launch: finds what has been said of it, and keeps what is said from now on. Null where there is none (a
   * drill).
   */
  async join(): Promise<JoinedLaunch | null> {
    return (await this.#join())?.join() ?? null;
  }

  #join(): Promise<LaunchJoining | null> {
    this.#joining ??= this.#beginJoining();
    return this.#joining;
  }

  async #beginJoining(): Promise<LaunchJoining | null> {
    const { launch: choice, t0 = null, clock } = this.#request;
    if (!choice) return null;
    const context = this.#context;
    const { plan } = this.#profile;
    // None of it is needed for the first frame.
    const { joinLaunch } = await import('./launch.ts');
    const { LaunchJoining: Joining } = await import('./launch-joining.ts');
    return new Joining({
      clock,
      join: (name) =>
        joinLaunch({ choice: { ...choice, name: name ?? choice.name }, plan, t0, clock }, context),
      attach: ({ log, keepers }) => {
        this.#isRead = true;
        this.engine.attach(log, keepers);
      },
      notice: (level, text) => this.engine.notice(level, text),
    });
  }

  /** Says something of the launch, once it has been joined. Rejects with why it cannot be said or kept. */
  async mark(mark: Mark): Promise<void> {
    await (await this.#join())?.tryNow();
    this.engine.mark(mark);
  }

  /** Polls on its own, and follows the profile's files. */
  async watch(context: Context): Promise<void> {
    const request = this.#request;
    const [{ watchProfile }] = await Promise.all([import('../../profile/watch.ts'), this.join()]);
    for (const warning of this.#profile.warnings)
      this.engine.notice('warning', noticeOf(warning, context.cwd));
    this.#watch = watchProfile(request.name, {
      ...loadOptions(context, this.#env),
      clock: request.clock,
      running: this.#profile,
      onChange: (loaded) => {
        if (loaded.ok) {
          const { profile } = loaded;
          this.#reloading = this.#reloading.then(() => this.#reloadAgreed(profile, context));
        } else {
          const [first] = loaded.diagnostics.filter(({ severity }) => severity === 'error');
          const more = loaded.diagnostics.length > 1 ? ` (and ${loaded.diagnostics.length - 1} more)` : '';
          this.engine.notice(
            'error',
            `the changed profile is broken, the running one stays: ${first ? noticeOf(first, context.cwd) : ''}${more}`,
          );
        }
      },
    });
    await this.engine.start();
    growHeapInSmallSteps();
    // Loaded after the first frame, and while the program that was started is still there: not when it is needed.
    Promise.all([loadReports(), loadChanges(), import('../kept/who.ts')]).catch(() => undefined);
  }

  /** What was agreed to at the start is not agreed to for whatever the file says later. */
  async #reloadAgreed(changed: Profile, context: Context): Promise<void> {
    const more =
      changed.sends.length === 0
        ? []
        : await (await loadAgreement()).notAgreed(changed, this.#profile.sends, context);
    if (more.length === 0) return this.#reload(changed, context);
    this.engine.notice(
      'error',
      `the changed profile would send ${more.join(', ')}, and the running one stays: start it again to be asked`,
    );
  }

  async #reload(changed: Profile, context: Context): Promise<void> {
    const before = this.#profile.plan;
    const { changedRules } = await loadChanges();
    const changes = changedRules(before, changed.plan);
    const profile = await this.#inItsLaunch(changed, context);
    this.#profile = profile;
    this.#secrets.add(profile.secrets);
    await this.engine.reload(paced(profile.plan, this.#request), profile.sources);
    const told = changes.length === 0 ? 'no threshold changed' : changes.join('; ');
    this.engine.notice('info', `the profile was reloaded: ${told}`);
  }

  /** A profile that names another launch now is told so; the running launch keeps its version, with its ticks and signatures. */
  async #inItsLaunch(changed: Profile, context: Context): Promise<Profile> {
    const running = (await this.join())?.name;
    const { launch, clock } = this.#request;
    if (running === undefined || !launch) return changed;
    const { otherLaunch } = await import('./launch.ts');
    const before = this.#profile.plan;
    const request = { before, after: changed.plan, given: launch.name, now: clock.now() };
    const other = await otherLaunch(running, request, context);
    if (other === null) return changed;
    if (other !== this.#otherLaunch)
      this.engine.notice(
        'warning',
        `the profile names another launch now, ${other}: this watch stays in ${running}, with what was ticked and signed there, ` +
          `until it is started again; elsewhere --launch ${running} says the same`,
      );
    this.#otherLaunch = other;
    const { version } = before.launch;
    return { ...changed, plan: { ...changed.plan, launch: { ...changed.plan.launch, version } } };
  }

  /** Writes the board as it is now as a snapshot report; the path of the Markdown file. */
  async writeSnapshot(context: Context): Promise<string> {
    const { board } = this.snapshot;
    const { writeBoth } = await loadReports();
    return writeBoth({ board, profileFiles: this.#profile.files }, context);
  }

  async close(): Promise<void> {
    this.#watch?.close();
    await this.engine.stop();
    await (await this.#joining)?.close();
  }
}

/** `profiles/sge.yaml:12:8 metrics.queue-depth.alert: …`: short enough for a banner, which has its own word for how bad it is. */
function noticeOf({ file, line, column, path, message }: Diagnostic, cwd: string): string {
  const near = relative(cwd, file);
  const where = near.startsWith('..') ? file : near;
  return `${where}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
}

/**
 * The T-0 that was asked for stands in the place of the profile's own.
 * Where launch time runs faster than real time (a drill), a real answer takes many launch seconds: freshness is given one
 * real second more, or each answer would be stale when it comes.
 */
function paced(profile: Plan, { clock: { scale }, t0 = null }: SessionRequest): Plan {
  const { launch } = profile;
  const plan = t0 === null ? profile : { ...profile, launch: { ...launch, t0 } };
  if (scale <= 1) return plan;
  return {
    ...plan,
    metrics: plan.metrics.map((metric) => ({ ...metric, staleAfter: metric.staleAfter + 1_000 * scale })),
  };
}

const loadAgreement = () => import('../kept/agreement.ts');
const loadReports = () => import('../reports/report-files.ts');
const loadChanges = () => import('./changed-rules.ts');

// From samples to boards, at the engine's own pace: sources fill a buffer, one tick judges everything, one board is published.

import type { Cancel, Clock, Instant, Milliseconds } from '../domain/clock.ts';
import { plainText } from '../domain/text.ts';
import { messageOf } from '../domain/thrown.ts';
import type { Transition } from '../rules/board.ts';
import { refuseFuture } from '../rules/evaluate/admit.ts';
import type { Evidence, Arrived } from '../rules/evaluate/input.ts';
import { Judge } from '../rules/judge.ts';
import type { Plan } from '../rules/plan.ts';
import type { MetricSample, SourceSetup } from '../sources/source.ts';
import { LaunchwallError } from '../domain/errors.ts';
import { entryOfMark, refusal, type Mark } from '../rules/launch/mark-check.ts';
import { Agenda } from './agenda.ts';
import { changedSources, sameReading } from './changed-setup.ts';
import { lookUps } from './history.ts';
import { LocalPoller, type LocalPollerSetup } from './local-poller.ts';
import { MarkBook, type MarkLog } from './mark-book.ts';
import { Memory, type Keeper } from './memory.ts';
import type { OpenSource, PolledSource, Poller } from './poller.ts';
import type { Notice, WallSnapshot } from './snapshot.ts';
import { standStillWords } from './stand-still.ts';
import { Past } from './past.ts';
import { createStore, type Store, type WritableStore } from './store.ts';

/** Between two publications at least this long, in real milliseconds: at most five a second. */
const publishEvery: Milliseconds = 200;
const tickEvery: Milliseconds = 1_000;
const noticesMax = 100;

export interface EngineSetup {
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
  readonly clock: Clock;
  readonly open: OpenSource;
  readonly redact: (text: string) => string;
  /** Who polls; this thread when it is left out. */
  readonly poller?: (setup: LocalPollerSetup) => Poller;
}

export type EngineEvent =
  | { readonly type: 'transition'; readonly transition: Transition }
  | { readonly type: 'notice'; readonly notice: Notice };

export class Engine {
  readonly wall: Store<WallSnapshot>;
  readonly #wall: WritableStore<WallSnapshot>;
  readonly #clock: Clock;
  readonly #agenda: Agenda;
  readonly #poller: Poller;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #book: MarkBook;
  readonly #memory: Memory;
  readonly #past = new Past();
  #setup: EngineSetup;
  #judge: Judge;
  #buffer: Evidence[] = [];
  #notices: readonly Notice[] = [];
  /** There is a notice that no publication has yet. */
  #noticed = false;
  #changing: Promise<void> = Promise.resolve();
  #paused = false;
  #stopped = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #soon: Cancel | null = null;
  #tickDue: number | null = null;
  #loopLagMs = 0;

  constructor(setup: EngineSetup) {
    this.#setup = setup;
    this.#clock = setup.clock;
    this.#agenda = new Agenda(setup.clock);
    const trouble = (sentence: string): void => this.notice('error', this.#setup.redact(sentence));
    this.#book = new MarkBook(setup.clock, trouble, setup.plan);
    this.#memory = new Memory(trouble);
    this.#judge = new Judge(setup.plan, setup.clock.now());
    this.#poller = (setup.poller ?? ((local) => new LocalPoller(local)))({
      clock: setup.clock,
      agenda: this.#agenda,
      events: {
        samples: (samples) => this.#receive(samples),
        fault: (source, error) => trouble(`source ${source}: ${messageOf(error)}`),
        trouble,
        redact: (text) => this.#setup.redact(text),
      },
      open: setup.open,
    });
    this.#wall = createStore(this.#draw());
    this.wall = this.#wall;
  }

  /** Calls back for each transition and notice, as they happen. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Opens the sources and begins to poll and to tick. */
  start(): Promise<void> {
    this.#scheduleTick();
    return this.#inTurn(async () => {
      await this.#openMissing();
      if (!this.#stopped) this.#poller.start(this.#setup.sources.map(({ id }) => id));
    });
  }

  /** Opens what is not open yet and polls every source once; judged when it ends. */
  async pollOnce(): Promise<void> {
    await this.#openMissing();
    await this.#poller.pollOnce();
    this.#publish();
  }

  /** Asks these sources once more, all together. @returns the instant from which on a look of theirs is new. */
  askAgain(ids: readonly string[]): Instant {
    const now = this.#clock.now();
    this.#poller.askAgain(ids);
    return now;
  }

  /** A source as it is polled; null for one that is not open. */
  source(id: string): PolledSource | null {
    return this.#poller.source(id);
  }

  setPaused(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#poller.setPaused(paused);
    this.#publish();
  }

  /** Goes on with what has been said of this launch, and where its rules stood; keeps both there from now on. */
  attach(log: MarkLog, keepers: readonly Keeper[]): void {
    this.#book.attach(log);
    this.#memory.attach(keepers, { ...this.#setup, judge: this.#judge, poller: this.#poller });
    this.#publish();
  }

  /** Says something of this launch. @throws LaunchwallError with why it cannot be said, or why it cannot be kept. */
  mark(asked: Mark): void {
    const { plan, clock } = this.#setup;
    const clean = (text: string): string => plainText(this.#setup.redact(text));
    const mark = { ...asked, by: clean(asked.by), note: clean(asked.note) };
    const { board } = this.#wall.get();
    const refused = refusal(mark, plan, board, clock.now());
    if (refused !== null) throw new LaunchwallError('usage', refused);
    this.#book.say(entryOfMark(mark, clock.now(), board, plan));
    this.#publish();
  }

  notice(level: Notice['level'], text: string): void {
    const notice = { at: this.#clock.now(), level, text: plainText(text) };
    this.#notices = [notice, ...this.#notices].slice(0, noticesMax);
    this.#noticed = true;
    this.#emit({ type: 'notice', notice });
    this.#publishSoon();
  }

  /** Goes on with a changed profile: samples, timers and connections of what has not changed are kept. */
  reload(plan: Plan, sources: readonly SourceSetup[]): Promise<void> {
    return this.#inTurn(() => this.#reload(plan, sources));
  }

  async #reload(plan: Plan, sources: readonly SourceSetup[]): Promise<void> {
    const before = this.#setup.sources;
    const closing = changedSources(before, sources);
    await this.#memory.leave(closing);
    const closed = this.#poller.close(closing.map(({ id }) => id));
    // They say nothing any more. What they have said is judged as what it is: to the changed profile it would be another reading.
    this.#publish();
    const judge = new Judge(plan, this.#clock.now());
    judge.adopt(this.#judge, (metric) => sameReading(metric, before, sources));
    this.#judge = judge;
    this.#setup = { ...this.#setup, plan, sources };
    this.#book.follow(plan);
    this.#memory.reload({ ...this.#setup, judge, poller: this.#poller });
    await closed;
    const opened = await this.#openMissing();
    if (!this.#stopped && !this.#paused) this.#poller.start(opened);
    this.#publish();
  }

  /** Ends polling and lets go of every source; the last board stays. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#agenda.clear();
    await this.#memory.end(Date.parse(this.#wall.get().board.at));
    await this.#poller.stop();
    this.#agenda.clear();
  }

  /** One change of the sources at a time: a second one would open what the first is about to open. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#changing.then(work);
    this.#changing = turn.catch(() => undefined);
    return turn;
  }

  async #openMissing(): Promise<readonly string[]> {
    const missing = this.#setup.sources.filter(({ id }) => this.#poller.source(id) === null);
    await this.#poller.open(missing, this.#memory.recall(missing));
    return missing.map(({ id }) => id);
  }

  #receive(samples: readonly MetricSample[]): void {
    if (this.#stopped) return;
    const now = this.#clock.now();
    for (const { metric, sample } of samples)
      this.#buffer.push({ metric, sample: refuseFuture(sample, now), seenAt: now });
    this.#publishSoon();
  }

  #publishSoon(): void {
    if (this.#soon !== null || this.#stopped) return;
    const now = this.#clock.monotonic();
    const wait = Math.max(0, this.#lookedAt + publishEvery - now);
    // So near to the tick it would be one publication too many; the tick takes along what has come.
    if (this.#tickDue !== null && now + wait > this.#tickDue - publishEvery) return;
    this.#soon = this.#agenda.at(this.#clock.now() + wait * this.#clock.scale, () => this.#publishNews());
  }

  /** Before the tick only what is news is published: a board for each sample of many costs more than all of their polls. */
  #publishNews(): void {
    this.#soon = null;
    if (this.#stopped) return;
    this.#lookedAt = this.#clock.monotonic();
    if (this.#judge.absorb({ ...this.#arrived(), sources: this.#polled() }) || this.#noticed) this.#publish();
  }

  /** On whole seconds of launch time, so that the clock on the screen moves evenly; never faster than publications may be. */
  #scheduleTick(): void {
    const step = Math.max(tickEvery, publishEvery * this.#clock.scale);
    const now = this.#clock.now();
    const due = Math.floor(now / step + 1) * step;
    this.#tickDue = this.#clock.monotonic() + (due - now) / this.#clock.scale;
    this.#agenda.at(due, () => {
      const lagMs = Math.max(0, Math.round((this.#clock.monotonic() - (this.#tickDue ?? 0)) * 10) / 10);
      this.#loopLagMs = lagMs;
      const stoodStill = standStillWords({ due, now: this.#clock.now(), scale: this.#clock.scale, lagMs });
      if (stoodStill !== null) this.notice('warning', stoodStill);
      this.#publish();
      if (!this.#stopped) this.#scheduleTick();
    });
  }

  #publish(): void {
    this.#soon?.();
    this.#soon = null;
    if (this.#stopped) return;
    this.#lookedAt = this.#clock.monotonic();
    const before = this.#wall.get().board.observer.offline;
    this.#wall.set(this.#draw());
    if (before && !this.#wall.get().board.observer.offline) this.#poller.lookSoon();
  }

  /** What has come since it was asked for last. */
  #arrived(): Omit<Arrived, 'sources'> {
    const samples = this.#buffer;
    this.#buffer = [];
    return { now: this.#clock.now(), samples };
  }

  /** Those that have been opened, in the profile's order. */
  #polled(): readonly PolledSource[] {
    return this.#setup.plan.sources.flatMap(({ id }) => this.#poller.source(id) ?? []);
  }

  #draw(): WallSnapshot {
    const { plan } = this.#setup;
    this.#noticed = false;
    this.#book.look();
    const health = this.#polled();
    const { board, transitions, said } = this.#judge.advance({
      ...this.#arrived(),
      sources: health.map(({ state }) => state),
      health,
      marks: this.#book.marks,
      loopLagMs: this.#loopLagMs,
    });
    this.#past.look(board, transitions, plan);
    for (const transition of transitions) this.#emit({ type: 'transition', transition });
    this.#book.keep(said);
    this.#memory.look(Date.parse(board.at));
    return {
      plan,
      board,
      ...this.#past.transitions,
      notices: this.#notices,
      paused: this.#paused,
      ...lookUps(this.#judge, plan, this.#past),
    };
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

// Polls sources in a thread of their own, so that neither a board nor a frame makes a poll late. A thread that ends although
// nobody asked it to is begun anew, and nothing that it was to read counts as known meanwhile.

import type { Cancel, Clock, Milliseconds } from '../domain/clock.ts';
import { gap, gapState } from '../domain/gap.ts';
import { type SourceState, unpolledSource } from '../rules/board.ts';
import { gapsFor, type SourceSetup } from '../sources/source.ts';
import { isRun, type Look } from './look.ts';
import type { Ask, Told } from './poll-messages.ts';
import type { PolledSource, Poller, PollerEvents, Remembered } from './poller.ts';

/** What the thread has to let go of everything, in real milliseconds, before it is ended as it is. */
const endsWithin: Milliseconds = 2_000;
/** What it has to tell what its sources remember: at the end, too. */
const remembersWithin: Milliseconds = 1_000;
/** Before a thread that has ended by itself is begun anew: this long, then twice as long each time, in real milliseconds. */
const restartAfter: Milliseconds = 1_000;
const restartAfterMax: Milliseconds = 60_000;

/** The polling thread, as far as it is seen from here. */
export interface PollThread {
  tell(ask: Ask): void;
  /** Ends it as it is. */
  end(): Promise<void>;
}

export interface PollThreadEvents {
  told(told: Told): void;
  /** It has ended although nobody asked it to. */
  ended(why: string): void;
}

export interface RemotePollerSetup {
  readonly clock: Clock;
  readonly events: PollerEvents;
  readonly secrets: () => readonly string[];
  begin(events: PollThreadEvents): PollThread;
}

interface Remote {
  readonly setup: SourceSetup;
  state: SourceState;
  look: Look | null;
  doubts: number | null;
  /** What it has told last of what it holds. */
  memory: Remembered | null;
  started: boolean;
}

export class RemotePoller implements Poller {
  readonly #setup: RemotePollerSetup;
  readonly #sources = new Map<string, Remote>();
  readonly #turns = new Map<number, () => void>();
  #thread: PollThread | null = null;
  #turn = 0;
  #ends = 0;
  /** Of the thread that is to be begun anew. */
  #cancelRestart: Cancel = () => undefined;
  #paused = false;
  #stopped = false;

  constructor(setup: RemotePollerSetup) {
    this.#setup = setup;
  }

  async open(
    sources: readonly SourceSetup[],
    memories: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    if (this.#stopped || sources.length === 0) return;
    await this.#openThere(sources, memories);
    for (const setup of sources)
      this.#sources.set(setup.id, {
        setup,
        state: unpolledSource(setup.id, setup.kind),
        look: null,
        doubts: null,
        memory: null,
        started: false,
      });
  }

  start(ids: readonly string[]): void {
    const known = ids.flatMap((id) => this.#sources.get(id) ?? []);
    for (const source of known) source.started = true;
    this.#thread?.tell({ type: 'start', ids: known.map(({ setup }) => setup.id) });
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#thread?.tell({ type: 'pause', paused });
  }

  askAgain(ids: readonly string[]): void {
    this.#thread?.tell({ type: 'askAgain', ids });
  }

  lookSoon(): void {
    this.#thread?.tell({ type: 'lookSoon' });
  }

  async pollOnce(): Promise<void> {
    if (this.#sources.size > 0) await this.#ask((turn) => ({ type: 'pollOnce', turn }));
  }

  async close(ids: readonly string[]): Promise<void> {
    const mine = ids.filter((id) => this.#sources.delete(id));
    if (mine.length > 0) await this.#ask((turn) => ({ type: 'close', turn, ids: mine }));
  }

  async memories(ids: readonly string[], charsMax: number): Promise<ReadonlyMap<string, Remembered>> {
    const mine = ids.filter((id) => this.#sources.has(id));
    if (mine.length === 0 || this.#thread === null) return new Map();
    const before = new Map(mine.map((id) => [id, this.#sources.get(id)?.memory]));
    await this.#askPatiently((turn) => ({ type: 'remember', turn, ids: mine, charsMax }), remembersWithin);
    const told = mine.flatMap((id) => {
      const memory = this.#sources.get(id)?.memory;
      return memory && memory !== before.get(id) ? [[id, memory] as const] : [];
    });
    return new Map(told);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRestart();
    const thread = this.#thread;
    if (thread === null) return;
    await this.#askPatiently((turn) => ({ type: 'stop', turn }), endsWithin);
    this.#thread = null;
    await thread.end();
  }

  source(id: string): PolledSource | null {
    const source = this.#sources.get(id);
    if (!source) return null;
    const { state, look, setup, doubts } = source;
    const { polls, gap, lookedAt } = state;
    // What the thread has begun is told when it has ended: until then its instant has passed here.
    const isDue = state.nextAt !== null && Date.parse(state.nextAt) <= this.#setup.clock.now();
    const hosts = setup.hosts ?? [];
    return { id, polls, gap, lookedAt, hosts, state, look, isRun: isRun(setup), isDue, doubts };
  }

  async #openThere(sources: readonly SourceSetup[], memories: ReadonlyMap<string, string>): Promise<void> {
    this.#thread ??= this.#setup.begin({
      told: (told) => this.#hear(told),
      ended: (why) => this.#ended(why),
    });
    const secrets = this.#setup.secrets();
    await this.#ask((turn) => ({ type: 'open', turn, sources, memories, secrets }));
  }

  /** Ends when the thread has done it, or has ended itself. */
  #ask(askOf: (turn: number) => Ask): Promise<void> {
    const thread = this.#thread;
    if (thread === null) return Promise.resolve();
    const turn = ++this.#turn;
    return new Promise((resolve) => {
      this.#turns.set(turn, resolve);
      thread.tell(askOf(turn));
    });
  }

  /** As `#ask`, but for a while only: a thread that hangs must not keep the program. */
  async #askPatiently(askOf: (turn: number) => Ask, within: Milliseconds): Promise<void> {
    const { clock } = this.#setup;
    const { promise: given, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(within * clock.scale, resolve);
    await Promise.race([this.#ask(askOf), given]);
    cancel();
  }

  #hear(told: Told): void {
    switch (told.type) {
      case 'done':
        this.#turns.get(told.turn)?.();
        this.#turns.delete(told.turn);
        return;
      case 'fault':
        if (told.source === null) this.#setup.events.trouble(told.message);
        else this.#setup.events.fault(told.source, told.message);
        return;
      case 'remembered':
        for (const [id, memory] of told.memories) {
          const source = this.#sources.get(id);
          if (source) source.memory = memory;
        }
        return;
      case 'news':
        this.#ends = 0;
        this.#takeNews(told);
    }
  }

  #takeNews({ samples, states }: Extract<Told, { type: 'news' }>): void {
    const [open, ids]: [Set<string>, string[]] = [new Set(), []];
    for (const { state, look, doubts } of states) {
      const source = this.#sources.get(state.id);
      if (!source) continue;
      source.state = state;
      source.look = look;
      source.doubts = doubts;
      ids.push(state.id);
      for (const { metric } of source.setup.reads) open.add(metric);
    }
    // What was on its way while its source was let go of is ignored.
    const wanted = samples.filter(({ metric }) => open.has(metric));
    if (ids.length > 0) this.#setup.events.samples(wanted, ids);
  }

  #ended(why: string): void {
    this.#thread = null;
    for (const done of this.#turns.values()) done();
    this.#turns.clear();
    if (this.#stopped) return;
    const { clock, events } = this.#setup;
    const untold = gap('unavailable', 'the thread that asks it has ended; it is begun anew');
    for (const source of this.#sources.values()) {
      source.state = { ...source.state, ok: false, gap: gapState(untold) };
      const metrics = source.setup.reads.map(({ metric }) => metric);
      events.samples(gapsFor(metrics, clock.now(), untold), [source.setup.id]);
    }
    const wait = Math.min(restartAfter * 2 ** this.#ends++, restartAfterMax);
    events.trouble(`the polling thread has ended (${why}); it is begun anew`);
    this.#cancelRestart = clock.after(wait * clock.scale, () => void this.#beginAnew());
  }

  async #beginAnew(): Promise<void> {
    if (this.#stopped || this.#thread !== null || this.#sources.size === 0) return;
    const sources = [...this.#sources.values()];
    // What failed after it was told would count as not looked at.
    const memories = sources.flatMap(({ setup, memory, doubts }) =>
      memory !== null && memory.text !== null && memory.doubts === doubts
        ? [[setup.id, memory.text] as const]
        : [],
    );
    await this.#openThere(
      sources.map(({ setup }) => setup),
      new Map(memories),
    );
    if (this.#paused) this.setPaused(true);
    this.start(sources.filter(({ started }) => started).map(({ setup }) => setup.id));
  }
}

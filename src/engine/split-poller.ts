// Polls in this thread while that is little work, and in a thread of its own from some number of polls a second on.

import type { Clock } from '../domain/clock.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { PolledSource, Poller, Remembered } from './poller.ts';

/** Polls a second, in real time, above which they would make each other late in one thread (docs/performance.md). */
export const threadAbove = 500;

export interface SplitPollerSetup {
  readonly clock: Clock;
  readonly here: Poller;
  /** Made when it is needed first. */
  readonly there: () => Promise<Poller>;
  /** A source that needs this thread: its commands run with what a person trusts here. */
  readonly staysHere: (source: SourceSetup) => boolean;
}

export class SplitPoller implements Poller {
  readonly #setup: SplitPollerSetup;
  #there: Poller | null = null;
  #stopped = false;
  #paused = false;
  /** Polls a second that have been opened, by source. */
  readonly #rates = new Map<string, number>();

  constructor(setup: SplitPollerSetup) {
    this.#setup = setup;
  }

  async open(
    sources: readonly SourceSetup[],
    memories: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    const { here, staysHere, clock } = this.#setup;
    for (const { id, every } of sources) this.#rates.set(id, (1_000 * clock.scale) / every);
    const rate = Math.round([...this.#rates.values()].reduce((sum, one) => sum + one, 0));
    const local = rate <= threadAbove ? sources : sources.filter((source) => staysHere(source));
    const remote = rate <= threadAbove ? [] : sources.filter((source) => !staysHere(source));
    await Promise.all([here.open(local, memories), this.#openThere(remote, memories)]);
  }

  async #openThere(sources: readonly SourceSetup[], memories: ReadonlyMap<string, string>): Promise<void> {
    if (sources.length === 0) return;
    const there = (this.#there ??= await this.#setup.there());
    if (this.#stopped) return;
    if (this.#paused) there.setPaused(true);
    const theirs = sources.flatMap(({ id }) => {
      const memory = memories.get(id);
      return memory === undefined ? [] : [[id, memory] as const];
    });
    await there.open(sources, new Map(theirs));
  }

  start(ids: readonly string[]): void {
    for (const poller of this.#both()) poller.start(ids.filter((id) => poller.source(id) !== null));
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    for (const poller of this.#both()) poller.setPaused(paused);
  }

  askAgain(ids: readonly string[]): void {
    for (const poller of this.#both()) poller.askAgain(ids.filter((id) => poller.source(id) !== null));
  }

  lookSoon(): void {
    for (const poller of this.#both()) poller.lookSoon();
  }

  async pollOnce(): Promise<void> {
    await Promise.all(this.#both().map((poller) => poller.pollOnce()));
  }

  async memories(ids: readonly string[], charsMax: number): Promise<ReadonlyMap<string, Remembered>> {
    const told = await Promise.all(
      this.#both().map((poller) =>
        poller.memories(
          ids.filter((id) => poller.source(id) !== null),
          charsMax,
        ),
      ),
    );
    return new Map(told.flatMap((memories) => [...memories]));
  }

  async close(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#rates.delete(id);
    await Promise.all(this.#both().map((poller) => poller.close(ids)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#both().map((poller) => poller.stop()));
  }

  source(id: string): PolledSource | null {
    return this.#setup.here.source(id) ?? this.#there?.source(id) ?? null;
  }

  #both(): readonly Poller[] {
    const { here } = this.#setup;
    return this.#there === null ? [here] : [here, this.#there];
  }
}

// Polls sources in this thread: a runner each, and one guard over how many begin together.

import type { Clock } from '../domain/clock.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Agenda } from './agenda.ts';
import { brokenSource } from './broken-source.ts';
import type { OpenSource, PolledSource, Poller, PollerEvents, Remembered } from './poller.ts';
import type { RunnerShared } from './runner-setup.ts';
import { SourceRunner } from './source-runner.ts';
import { StartGuard } from './start-guard.ts';

export interface LocalPollerSetup {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly events: PollerEvents;
  readonly open: OpenSource;
}

export class LocalPoller implements Poller {
  readonly #open: OpenSource;
  readonly #shared: RunnerShared;
  readonly #runners = new Map<string, SourceRunner>();
  #stopped = false;

  constructor({ clock, agenda, events, open }: LocalPollerSetup) {
    this.#open = open;
    this.#shared = { clock, agenda, events, starts: new StartGuard(clock) };
  }

  async open(
    sources: readonly SourceSetup[],
    memories: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    const opened = await Promise.all(
      sources.map(async (source) => {
        const memory = memories.get(source.id) ?? null;
        const client = await this.#open(source, memory).catch((error: unknown) => brokenSource(error));
        const metrics = source.reads.map(({ metric }) => metric);
        return new SourceRunner({ ...source, metrics }, client, this.#shared);
      }),
    );
    for (const runner of opened)
      if (this.#stopped) await runner.stop();
      else this.#runners.set(runner.id, runner);
    this.#expect();
  }

  start(ids: readonly string[]): void {
    for (const id of ids) this.#runners.get(id)?.start();
  }

  setPaused(paused: boolean): void {
    for (const runner of this.#runners.values()) runner.setPaused(paused);
  }

  askAgain(ids: readonly string[]): void {
    for (const id of ids) this.#runners.get(id)?.askAgain();
  }

  lookSoon(): void {
    for (const runner of this.#runners.values()) runner.lookSoon();
  }

  async pollOnce(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.pollOnce()));
  }

  async memories(ids: readonly string[], charsMax: number): Promise<ReadonlyMap<string, Remembered>> {
    const known = ids.flatMap((id) => {
      const told = this.#runners.get(id)?.remembered(charsMax);
      return told ? [[id, told] as const] : [];
    });
    return new Map(known);
  }

  async close(ids: readonly string[]): Promise<void> {
    const closed = ids.flatMap((id) => this.#runners.get(id) ?? []);
    for (const { id } of closed) this.#runners.delete(id);
    this.#expect();
    await Promise.all(closed.map((runner) => runner.stop()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
  }

  source(id: string): PolledSource | null {
    return this.#runners.get(id) ?? null;
  }

  #expect(): void {
    this.#shared.starts.expect([...this.#runners.values()].map(({ setup }) => setup.every));
  }
}

// Keeps what sources hold between their looks, and gives it to those that are opened as they were: at the next start, or for a
// profile that has changed elsewhere.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Keeper, Watched } from './memory.ts';
import { sourceDigest } from './reading-digest.ts';
import type { Troubles } from './troubles.ts';

export interface SourceMemoryStore {
  /** What was kept last under these digests; what was kept under none is left out. @throws LaunchwallError */
  load(digests: readonly string[]): ReadonlyMap<string, string>;
  /** Takes the place of what was kept under each digest; null takes it away. @throws LaunchwallError */
  save(memories: ReadonlyMap<string, string | null>, at: Instant): void;
}

/** Real milliseconds between two writes, of any source and of each, and between two attempts where one has failed. */
const saveEvery: Milliseconds = 1_000;
const renewEvery: Milliseconds = 10_000;
const retryEvery: Milliseconds = 5_000;
/** Most characters of one source, and of all together. */
const charsOfSourceMax = 256 * 1_024;
const charsMax = 8 * 2 ** 20;

interface Kept {
  readonly polls: number;
  readonly doubts: number;
  /** By the monotonic clock. */
  readonly at: Milliseconds;
}

export class SourceKeeper implements Keeper {
  readonly #clock: Clock;
  readonly #store: SourceMemoryStore | null;
  #watched: Watched | null = null;
  #troubles: Troubles | null = null;
  /** By source. */
  #kept = new Map<string, Kept>();
  /** What sources that were let go of have left to those that are opened as they were, by digest. */
  #left: ReadonlyMap<string, string | null> = new Map();
  #nextAt = Number.NEGATIVE_INFINITY;
  #asking = false;

  /** @param store null: nothing outlives the program, but a source that is opened anew goes on where it stood. */
  constructor(clock: Clock, store: SourceMemoryStore | null) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Sources that are open already go on without what was kept before. */
  attach(watched: Watched, troubles: Troubles): void {
    this.#watched = watched;
    this.#troubles = troubles;
  }

  reload(watched: Watched): void {
    this.#watched = watched;
  }

  recall(opening: readonly SourceSetup[]): ReadonlyMap<string, string> {
    if (this.#watched === null) return new Map();
    const digests = new Map(opening.map((source) => [source.id, sourceDigest(source)]));
    const unknown = [...digests.values()].filter((digest) => !this.#left.has(digest));
    let loaded: ReadonlyMap<string, string> = new Map();
    this.#troubles?.try('load memories', () => {
      loaded = this.#store?.load(unknown) ?? loaded;
    });
    const memoryOf = (digest: string): string | null => this.#left.get(digest) ?? loaded.get(digest) ?? null;
    const known = [...digests].flatMap(([id, digest]) => {
      const memory = memoryOf(digest);
      return memory === null ? [] : [[id, memory] as const];
    });
    this.#left = new Map();
    return new Map(known);
  }

  async leave(closing: readonly SourceSetup[]): Promise<void> {
    if (this.#watched === null) return;
    this.#left = (await this.#remembered(this.#watched, closing, closing.length)).memories;
  }

  /** Renews what is due, a part at a time. */
  look(): void {
    const real = this.#clock.monotonic();
    if (this.#watched === null || this.#store === null || this.#asking || real < this.#nextAt) return;
    this.#nextAt = real + saveEvery;
    const due = this.#due(this.#watched, real);
    if (due.length > 0) void this.#keep(this.#watched, due);
  }

  async end(): Promise<void> {
    if (this.#watched !== null) await this.#keep(this.#watched, this.#watched.sources);
  }

  /** Those of which something was kept that would claim too much by now, and of the others those that have waited longest. */
  #due({ sources, poller }: Watched, real: Milliseconds): readonly SourceSetup[] {
    const [urgent, others]: [SourceSetup[], { source: SourceSetup; at: number }[]] = [[], []];
    for (const source of sources) {
      const polled = poller.source(source.id);
      if (polled === null || polled.doubts === null || polled.polls === 0) continue;
      const kept = this.#kept.get(source.id);
      if (kept !== undefined && kept.doubts !== polled.doubts) urgent.push(source);
      else if (kept === undefined) others.push({ source, at: Number.NEGATIVE_INFINITY });
      else if (kept.polls !== polled.polls && real >= kept.at + renewEvery)
        others.push({ source, at: kept.at });
    }
    // Judgements do not come on the second: with half of the time between two all have their turn.
    const share = Math.ceil((sources.length * 2 * saveEvery) / renewEvery);
    const longest = others.sort((one, other) => one.at - other.at).slice(0, share);
    return [...urgent, ...longest.map(({ source }) => source)];
  }

  async #keep(watched: Watched, sources: readonly SourceSetup[]): Promise<void> {
    const [store, troubles] = [this.#store, this.#troubles];
    if (store === null || troubles === null) return;
    this.#asking = true;
    const { memories, kept } = await this.#remembered(watched, sources, watched.sources.length);
    this.#asking = false;
    const now = this.#clock.now();
    if (troubles.try('save memories', () => store.save(memories, now)))
      for (const [id, one] of kept) this.#kept.set(id, one);
    else this.#nextAt = this.#clock.monotonic() + retryEvery;
  }

  /** @param count of all sources: they share the room. */
  async #remembered({ poller }: Watched, sources: readonly SourceSetup[], count: number) {
    const room = Math.min(charsOfSourceMax, Math.floor(charsMax / Math.max(1, count)));
    const open = sources.flatMap((source) => poller.source(source.id) ?? []);
    const polls = new Map(open.map((source) => [source.id, source.polls]));
    const told = await poller.memories([...polls.keys()], room);
    const at = this.#clock.monotonic();
    const memories = new Map<string, string | null>();
    const kept = new Map<string, Kept>();
    for (const source of sources) {
      const memory = told.get(source.id);
      if (!memory) continue;
      memories.set(sourceDigest(source), memory.text);
      kept.set(source.id, { polls: polls.get(source.id) ?? 0, doubts: memory.doubts, at });
    }
    return { memories, kept };
  }
}

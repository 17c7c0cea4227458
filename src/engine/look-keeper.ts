// Keeps what windows look back over, once a second at most, and takes it up again at the next start.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { StoredLook } from '../domain/stored-look.ts';
import type { Judge } from '../rules/judge.ts';
import { resumeLooks } from '../rules/evaluate/look-log.ts';
import type { Keeper, Watched } from './memory.ts';
import { readingDigests } from './reading-digest.ts';
import type { Troubles } from './troubles.ts';

export interface LookStore {
  /** What was kept since then by the program that wrote last, oldest first. @throws LaunchwallError */
  load(since: Instant): readonly StoredLook[];
  /** @param since what is older is needed no more. @throws LaunchwallError: nothing has been kept then. */
  append(looks: readonly StoredLook[], at: Instant, since: Instant): void;
  /** What has been kept so far has a hole that nobody would know of: none of it is loaded any more. @throws LaunchwallError */
  beginAnew(): void;
}

/** Real milliseconds between two writes, and between two attempts where one has failed. */
const saveEvery: Milliseconds = 1_000;
const retryEvery: Milliseconds = 5_000;
/** Most looks that wait to be kept: a minute of a thousand a second. */
const waitingMax = 60_000;

export class LookKeeper implements Keeper {
  readonly #clock: Clock;
  readonly #store: LookStore;
  #watched: (Watched & { readonly readings: ReadonlyMap<string, string> }) | null = null;
  #troubles: Troubles | null = null;
  #waiting: StoredLook[] = [];
  /** Some that waited were let go. */
  #lost = false;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, store: LookStore) {
    this.#clock = clock;
    this.#store = store;
  }

  attach(watched: Watched, troubles: Troubles): void {
    const { judge, plan, sources } = watched;
    this.#troubles = troubles;
    const now = this.#clock.now();
    troubles.try('load looks', () => {
      // What was seen since it was kept last is not in it: nobody would know of that hole.
      if ([...judge.metrics.values()].some(({ readings }) => readings.raw.newest !== null))
        return this.#store.beginAnew();
      const readings = readingDigests(plan, sources);
      const metrics = new Map([...readings].map(([metric, reading]) => [reading, metric]));
      const looks = this.#store.load(now - spanOf(judge)).flatMap(({ reading, ...look }) => {
        const metric = metrics.get(reading);
        return metric === undefined ? [] : [{ ...look, metric }];
      });
      resumeLooks(judge, looks, now);
    });
    this.reload(watched);
  }

  reload(watched: Watched): void {
    const { judge, plan, sources } = watched;
    this.#take();
    judge.looks.begin();
    this.#watched = { ...watched, readings: readingDigests(plan, sources) };
  }

  end(): void {
    this.#nextAt = Number.NEGATIVE_INFINITY;
    this.look();
  }

  look(): void {
    const [watched, troubles, real] = [this.#watched, this.#troubles, this.#clock.monotonic()];
    this.#take();
    if (watched === null || troubles === null || real < this.#nextAt || this.#waiting.length === 0) return;
    const now = this.#clock.now();
    const kept = troubles.try('save looks', () => {
      if (this.#lost) this.#store.beginAnew();
      this.#store.append(this.#waiting, now, now - spanOf(watched.judge));
    });
    if (kept) [this.#waiting, this.#lost] = [[], false];
    this.#nextAt = real + (kept ? saveEvery : retryEvery);
  }

  #take(): void {
    if (this.#watched === null) return;
    const { judge, readings } = this.#watched;
    for (const { metric, sample, ...look } of judge.looks.take()) {
      const reading = readings.get(metric);
      if (reading !== undefined) this.#waiting.push({ ...look, reading, sample });
    }
    if (this.#waiting.length <= waitingMax) return;
    this.#waiting = [];
    this.#lost = true;
  }
}

/** How far back any window looks. */
function spanOf(judge: Judge): Milliseconds {
  return Math.max(0, ...judge.looks.spans.values());
}

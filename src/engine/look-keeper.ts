// Keeps what windows look back over, once a second at most, and takes it up again at the next start.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { Sample } from '../domain/sample.ts';
import type { StoredLook } from '../domain/stored-look.ts';
import type { Judge } from '../rules/judge.ts';
import { resumeLooks } from '../rules/look-log.ts';
import { Troubles } from './troubles.ts';

export interface LookStore {
  /** What was kept since then by the program that wrote last, oldest first. @throws LaunchwallError */
  load(since: Instant): readonly StoredLook[];
  /** @param since what is older is needed no more. @throws LaunchwallError: nothing has been kept then. */
  append(looks: readonly StoredLook[], at: Instant, since: Instant): void;
  /** What has been kept so far has a hole that nobody would know of: none of it is loaded any more. @throws LaunchwallError */
  beginAnew(): void;
}

export interface WatchedLooks {
  readonly judge: Judge;
  /** What each metric reads. */
  readonly readings: ReadonlyMap<string, string>;
  /** Takes secrets out of a word that was read. */
  readonly redact: (text: string) => string;
}

/** Real milliseconds between two writes, and between two attempts where one has failed. */
const saveEvery: Milliseconds = 1_000;
const retryEvery: Milliseconds = 5_000;
/** Most looks that wait to be kept: a minute of a thousand a second. */
const waitingMax = 60_000;

export class LookKeeper {
  readonly #clock: Clock;
  readonly #troubles: Troubles;
  #store: LookStore | null = null;
  #watched: WatchedLooks | null = null;
  #waiting: StoredLook[] = [];
  /** Some that waited were let go. */
  #lost = false;
  #nextAt = Number.NEGATIVE_INFINITY;

  /** @param trouble is told once when looks cannot be kept. */
  constructor(clock: Clock, trouble: (sentence: string) => void) {
    this.#clock = clock;
    this.#troubles = new Troubles(trouble);
  }

  /** Goes on with what was seen before, and keeps what is seen from now on. */
  attach(store: LookStore, watched: WatchedLooks): void {
    const { judge, readings } = watched;
    this.#store = store;
    const now = this.#clock.now();
    this.#troubles.try('load', () => {
      const metrics = new Map([...readings].map(([metric, reading]) => [reading, metric]));
      const looks = store.load(now - spanOf(judge)).flatMap(({ reading, ...look }) => {
        const metric = metrics.get(reading);
        return metric === undefined ? [] : [{ ...look, metric }];
      });
      resumeLooks(judge, looks, now);
    });
    this.watch(watched);
  }

  /** Goes on with the judge of a changed profile. */
  watch(watched: WatchedLooks): void {
    if (this.#store === null) return;
    this.#take();
    watched.judge.looks.begin();
    this.#watched = watched;
  }

  /** At the end: what has come since the last write is kept now. */
  end(): void {
    this.#nextAt = Number.NEGATIVE_INFINITY;
    this.look();
  }

  /** After each judgement. */
  look(): void {
    const [store, watched, real] = [this.#store, this.#watched, this.#clock.monotonic()];
    this.#take();
    if (store === null || watched === null || real < this.#nextAt || this.#waiting.length === 0) return;
    const now = this.#clock.now();
    const kept = this.#troubles.try('save', () => {
      if (this.#lost) store.beginAnew();
      store.append(this.#waiting, now, now - spanOf(watched.judge));
    });
    if (kept) [this.#waiting, this.#lost] = [[], false];
    this.#nextAt = real + (kept ? saveEvery : retryEvery);
  }

  #take(): void {
    if (this.#watched === null) return;
    const { judge, readings, redact } = this.#watched;
    for (const { metric, sample, ...look } of judge.looks.take()) {
      const reading = readings.get(metric);
      if (reading !== undefined)
        this.#waiting.push({ ...look, reading, sample: withoutSecrets(sample, redact) });
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

function withoutSecrets(sample: Sample, redact: (text: string) => string): Sample {
  return typeof sample.value === 'string' ? { ...sample, value: redact(sample.value) } : sample;
}

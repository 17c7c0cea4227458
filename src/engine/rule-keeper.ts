// Keeps the memory of rules that hold or are about to, once a second at most, and takes it up again at the next start.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import { resumeRules, savedRules, type SavedRule } from '../rules/evaluate/saved.ts';
import type { Keeper, Watched } from './memory.ts';
import { readingDigests } from './reading-digest.ts';
import type { Troubles } from './troubles.ts';

interface RuleStore {
  /** What was kept last; null when there is nothing that can be read. @throws LaunchwallError */
  load(): { readonly at: Instant; readonly rules: readonly SavedRule[] } | null;
  /** Takes the place of what was kept before. @throws LaunchwallError */
  save(at: Instant, rules: readonly SavedRule[]): void;
}

/** Real milliseconds between two writes, and between two attempts where one has failed. */
const saveEvery: Milliseconds = 1_000;
const retryEvery: Milliseconds = 5_000;

export class RuleKeeper implements Keeper {
  readonly #clock: Clock;
  readonly #store: RuleStore;
  #watched: (Watched & { readonly readings: ReadonlyMap<string, string> }) | null = null;
  #troubles: Troubles | null = null;
  #saved = '[]';
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, store: RuleStore) {
    this.#clock = clock;
    this.#store = store;
  }

  attach(watched: Watched, troubles: Troubles): void {
    this.#watched = withReadings(watched);
    this.#troubles = troubles;
    const { judge, readings } = this.#watched;
    troubles.try('load rules', () => {
      const loaded = this.#store.load();
      if (!loaded) return;
      this.#saved = JSON.stringify(loaded.rules);
      resumeRules(judge, loaded.rules, loaded.at, this.#clock.now(), readings);
    });
  }

  reload(watched: Watched): void {
    this.#watched = withReadings(watched);
  }

  end(at: Instant): void {
    this.#nextAt = Number.NEGATIVE_INFINITY;
    this.look(at);
  }

  /** While everything is at rest there is nothing to keep, and nothing is written. */
  look(at: Instant): void {
    const now = this.#clock.monotonic();
    if (this.#watched === null || this.#troubles === null || now < this.#nextAt) return;
    const rules = savedRules(this.#watched.judge, this.#watched.readings);
    const text = JSON.stringify(rules);
    if (text === this.#saved) return;
    const kept = this.#troubles.try('save rules', () => this.#store.save(at, rules));
    if (kept) this.#saved = text;
    this.#nextAt = now + (kept ? saveEvery : retryEvery);
  }
}

function withReadings(watched: Watched) {
  const { plan, sources } = watched;
  return { ...watched, readings: readingDigests(plan, sources) };
}

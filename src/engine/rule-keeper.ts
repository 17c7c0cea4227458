// Keeps the memory of rules that hold or are about to, once a second at most, and takes it up again at the next start.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { Judge } from '../rules/judge.ts';
import { resumeRules, savedRules, type SavedRule } from '../rules/saved-rules.ts';
import { Troubles } from './troubles.ts';

export interface RuleStore {
  /** What was kept last; null when there is nothing that can be read. @throws LaunchwallError */
  load(): { readonly at: Instant; readonly rules: readonly SavedRule[] } | null;
  /** Takes the place of what was kept before. @throws LaunchwallError */
  save(at: Instant, rules: readonly SavedRule[]): void;
}

/** Real milliseconds between two writes, and between two attempts where one has failed. */
const saveEvery: Milliseconds = 1_000;
const retryEvery: Milliseconds = 5_000;

export class RuleKeeper {
  readonly #clock: Clock;
  readonly #troubles: Troubles;
  #store: RuleStore | null = null;
  #saved = '[]';
  #nextAt = Number.NEGATIVE_INFINITY;

  /** @param trouble is told once when the memory cannot be kept. */
  constructor(clock: Clock, trouble: (sentence: string) => void) {
    this.#clock = clock;
    this.#troubles = new Troubles(trouble);
  }

  /** Goes on where the rules stood, and keeps how they stand from now on. */
  attach(store: RuleStore, judge: Judge): void {
    this.#store = store;
    this.#troubles.try('load', () => {
      const loaded = store.load();
      if (!loaded) return;
      this.#saved = JSON.stringify(loaded.rules);
      resumeRules(judge, loaded.rules, loaded.at, this.#clock.now());
    });
  }

  /** At the end: what has changed since the last write is kept now. */
  end(judge: Judge, at: Instant): void {
    this.#nextAt = Number.NEGATIVE_INFINITY;
    this.look(judge, at);
  }

  /** After each judgement. While everything is at rest there is nothing to keep, and nothing is written. */
  look(judge: Judge, at: Instant): void {
    const store = this.#store;
    const now = this.#clock.monotonic();
    if (!store || now < this.#nextAt) return;
    const rules = savedRules(judge);
    const text = JSON.stringify(rules);
    if (text === this.#saved) return;
    const kept = this.#troubles.try('save', () => store.save(at, rules));
    if (kept) this.#saved = text;
    this.#nextAt = now + (kept ? saveEvery : retryEvery);
  }
}

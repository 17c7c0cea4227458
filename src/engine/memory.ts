// What of the judgement outlives this program: where its rules stand, and what its windows look back over.

import type { Clock, Instant } from '../domain/clock.ts';
import type { Judge } from '../rules/judge.ts';
import type { Plan } from '../rules/plan.ts';
import type { SourceSetup } from '../sources/source.ts';
import { LookKeeper, type LookStore, type WatchedLooks } from './look-keeper.ts';
import { readingDigests } from './reading-digest.ts';
import { RuleKeeper, type RuleStore } from './rule-keeper.ts';

/** Where it is kept; null where nothing is written. */
export interface MemoryStores {
  readonly rules: RuleStore | null;
  readonly looks: LookStore | null;
}

interface Watched {
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
  readonly redact: (text: string) => string;
}

export class Memory {
  readonly #rules: RuleKeeper;
  readonly #looks: LookKeeper;

  /** @param trouble is told once when something cannot be kept. */
  constructor(clock: Clock, trouble: (sentence: string) => void) {
    this.#rules = new RuleKeeper(clock, trouble);
    this.#looks = new LookKeeper(clock, trouble);
  }

  /** Goes on where the judgement stood, and keeps how it stands from now on. */
  attach({ rules, looks }: MemoryStores, judge: Judge, watched: Watched): void {
    if (rules) this.#rules.attach(rules, judge);
    if (looks) this.#looks.attach(looks, looksOf(judge, watched));
  }

  /** Goes on with the judge of a changed profile. */
  reload(judge: Judge, watched: Watched): void {
    this.#looks.watch(looksOf(judge, watched));
  }

  /** After each judgement. */
  look(judge: Judge, at: Instant): void {
    this.#rules.look(judge, at);
    this.#looks.look();
  }

  /** At the end: what has changed since the last write is kept now. */
  end(judge: Judge, at: Instant): void {
    this.#rules.end(judge, at);
    this.#looks.end();
  }
}

function looksOf(judge: Judge, { plan, sources, redact }: Watched): WatchedLooks {
  return { judge, readings: readingDigests(plan, sources, redact), redact };
}

// What outlives this program: where the judgement's rules stand, what its windows look back over, and what sources hold between looks.

import type { Clock, Instant } from '../domain/clock.ts';
import type { Judge } from '../rules/judge.ts';
import type { Plan } from '../rules/plan.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Poller } from './poller.ts';
import { LookKeeper, type LookStore, type WatchedLooks } from './look-keeper.ts';
import { readingDigests } from './reading-digest.ts';
import { RuleKeeper, type RuleStore } from './rule-keeper.ts';
import { SourceKeeper, type SourceMemoryStore } from './source-keeper.ts';

/** Where it is kept; null where nothing is written. */
export interface MemoryStores {
  readonly rules: RuleStore | null;
  readonly looks: LookStore | null;
  readonly sources: SourceMemoryStore | null;
}

interface Watched {
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
  readonly redact: (text: string) => string;
}

export class Memory {
  readonly #rules: RuleKeeper;
  readonly #looks: LookKeeper;
  readonly #sources: SourceKeeper;

  /** @param trouble is told once when something cannot be kept. */
  constructor(clock: Clock, poller: Poller, trouble: (sentence: string) => void) {
    this.#rules = new RuleKeeper(clock, trouble);
    this.#looks = new LookKeeper(clock, trouble);
    this.#sources = new SourceKeeper(clock, poller, trouble);
  }

  /** Goes on where the judgement stood, and keeps how it stands from now on. */
  attach({ rules, looks, sources }: MemoryStores, judge: Judge, watched: Watched): void {
    if (rules) this.#rules.attach(rules, judge);
    if (looks) this.#looks.attach(looks, looksOf(judge, watched));
    if (sources) this.#sources.attach(sources);
  }

  /** What is remembered of these sources, which are about to be opened, by source. */
  recall(watched: Watched, opening: readonly SourceSetup[]): ReadonlyMap<string, string> {
    return this.#sources.recall({ ...watched, sources: opening });
  }

  /** Before these sources are let go of: others that are set up like them go on where they stood. */
  leave(watched: Watched, closing: readonly SourceSetup[]): Promise<void> {
    return this.#sources.leave({ ...watched, sources: closing });
  }

  /** Goes on with the judge of a changed profile. */
  reload(judge: Judge, watched: Watched): void {
    this.#looks.watch(looksOf(judge, watched));
  }

  /** After each judgement. */
  look(judge: Judge, watched: Watched, at: Instant): void {
    this.#rules.look(judge, at);
    this.#looks.look();
    this.#sources.look(watched);
  }

  /** At the end, while the sources are open: what has changed since the last write is kept now. */
  async end(judge: Judge, watched: Watched, at: Instant): Promise<void> {
    this.#rules.end(judge, at);
    this.#looks.end();
    await this.#sources.end(watched);
  }
}

function looksOf(judge: Judge, { plan, sources, redact }: Watched): WatchedLooks {
  return { judge, readings: readingDigests(plan, sources, redact), redact };
}

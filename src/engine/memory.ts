// What outlives this program, by those who keep it: where rules stand, what windows look back over, what sources hold between looks.

import type { Instant } from '../domain/clock.ts';
import type { Judge } from '../rules/judge.ts';
import type { Plan } from '../rules/plan.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Poller } from './poller.ts';
import { Troubles } from './troubles.ts';

/** What is watched. */
export interface Watched {
  readonly judge: Judge;
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
  readonly poller: Poller;
}

/** Keeps one thing of it. What cannot be kept, or not be read back, it tries as a trouble: that is told once. */
export interface Keeper {
  /** Goes on with what was kept before, and keeps what is from now on. */
  attach(watched: Watched, troubles: Troubles): void;
  /** Goes on with a changed profile. */
  reload(watched: Watched): void;
  /** After the judgement of this instant. */
  look(at: Instant): void;
  /** At the end, while the sources are open: what has not been kept yet is kept now. */
  end(at: Instant): void | Promise<void>;
  /** What is remembered of these sources, which are about to be opened, by source. */
  recall?(opening: readonly SourceSetup[]): ReadonlyMap<string, string>;
  /** Before these sources are let go of: others that are set up like them go on where they stood. */
  leave?(closing: readonly SourceSetup[]): Promise<void>;
}

export class Memory {
  readonly #troubles: Troubles;
  #keepers: readonly Keeper[] = [];

  /** @param trouble is told once when something cannot be kept. */
  constructor(trouble: (sentence: string) => void) {
    this.#troubles = new Troubles(trouble);
  }

  attach(keepers: readonly Keeper[], watched: Watched): void {
    this.#keepers = keepers;
    for (const keeper of keepers) keeper.attach(watched, this.#troubles);
  }

  reload(watched: Watched): void {
    for (const keeper of this.#keepers) keeper.reload(watched);
  }

  look(at: Instant): void {
    for (const keeper of this.#keepers) keeper.look(at);
  }

  async end(at: Instant): Promise<void> {
    for (const keeper of this.#keepers) await keeper.end(at);
  }

  recall(opening: readonly SourceSetup[]): ReadonlyMap<string, string> {
    return new Map(this.#keepers.flatMap((keeper) => [...(keeper.recall?.(opening) ?? [])]));
  }

  async leave(closing: readonly SourceSetup[]): Promise<void> {
    for (const keeper of this.#keepers) await keeper.leave?.(closing);
  }
}

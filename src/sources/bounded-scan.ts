// A profile's pattern over many short texts, with one bound on the time of all of them: lines, the fields of a list, labels.

import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import type { BrokenOff, PatternBudget } from './pattern-budget.ts';

/** Its own names are local: those of the context are looked up anew each time they are used. */
const script = new Script(`((texts, pattern) => {
  const indexes = [], groups = [];
  for (let index = 0; index < texts.length; index++) {
    const match = pattern.exec(texts[index]);
    if (match === null) continue;
    indexes.push(index);
    groups.push(match[1] ?? null);
  }
  return { indexes, groups };
})(texts, pattern)`);

const foundSchema = z.object({
  indexes: z.array(z.number()),
  groups: z.array(z.string().nullable()),
});

/** Where it matches, and what its first group held there; null where that took no part. */
export type Found = z.output<typeof foundSchema>;

export class BoundedScan {
  readonly #context;
  readonly #budget: PatternBudget;
  readonly #cpuMs: number;
  readonly source: string;

  /**
   * @param pattern without the flags g and y, which would make it remember where it was.
   * @param cpuMs longest that it may take over everything it is given, in milliseconds of the processor.
   */
  constructor(pattern: RegExp, budget: PatternBudget, cpuMs: number) {
    this.source = String(pattern);
    this.#budget = budget;
    this.#cpuMs = cpuMs;
    this.#context = createContext({ pattern, texts: [] });
  }

  /** The texts that match, or why it was broken off. */
  matching(texts: readonly string[]): Found | BrokenOff {
    this.#context['texts'] = texts;
    try {
      const result = this.#budget.run(script, this.#context, this.#cpuMs);
      return typeof result === 'string' ? result : foundSchema.parse(result.given);
    } finally {
      this.#context['texts'] = [];
    }
  }

  /** Why there is no answer, for people. */
  sentence(why: BrokenOff, over: string): string {
    return this.#budget.sentence(why, this.source, this.#cpuMs, over);
  }
}

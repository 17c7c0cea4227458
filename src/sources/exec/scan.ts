// A profile's pattern over many short texts, with one bound on the time of all of them: lines, or the fields of a list.

import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import { runBounded } from '../bounded-script.ts';

/** Longest that a pattern may take over everything it is given, in milliseconds of the processor. */
export const scanMsMax = 250;

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
  readonly source: string;

  /** @param pattern without the flags g and y, which would make it remember where it was. */
  constructor(pattern: RegExp) {
    this.source = String(pattern);
    this.#context = createContext({ pattern, texts: [] });
  }

  /** The texts that match; `slow` when it was broken off. */
  matching(texts: readonly string[]): Found | 'slow' {
    this.#context['texts'] = texts;
    try {
      const result = runBounded(script, this.#context, scanMsMax);
      return result === 'slow' ? result : foundSchema.parse(result.given);
    } finally {
      this.#context['texts'] = [];
    }
  }
}

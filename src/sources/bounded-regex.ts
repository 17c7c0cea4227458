// A profile's regular expression over somebody else's text, with a bound on its time: a pattern that backtracks for ever must
// not stop the wall.

import { createContext, Script } from 'node:vm';
import type { BrokenOff, PatternBudget } from './pattern-budget.ts';

/** Longest that one match may take, in milliseconds of the processor. */
const regexMsMax = 50;

const script = new Script('pattern.exec(text)');

/** The match: group 0 and the others (null where a group took no part), null for none, or why it was broken off. */
type BoundedMatch = readonly (string | null)[] | null | BrokenOff;

export class BoundedRegex {
  readonly #context = createContext({ pattern: new RegExp(''), text: '' });
  readonly #budget: PatternBudget;
  readonly source: string;

  /** @param budget what it shares with the other patterns of its source. */
  constructor(pattern: RegExp, budget: PatternBudget) {
    this.source = String(pattern);
    this.#budget = budget;
    this.#context['pattern'] = pattern;
  }

  exec(text: string): BoundedMatch {
    this.#context['text'] = text;
    try {
      const result = this.#budget.run(script, this.#context, regexMsMax);
      if (typeof result === 'string') return result;
      const { given } = result;
      return Array.isArray(given) ? given.map((part) => (typeof part === 'string' ? part : null)) : null;
    } finally {
      this.#context['text'] = '';
    }
  }

  /** Why there is no answer, for people. */
  sentence(why: BrokenOff, over: string): string {
    return this.#budget.sentence(why, this.source, regexMsMax, over);
  }
}

/** What is written `/so/` is meant as a pattern, whether it is one or not. */
export function isPattern(text: string): boolean {
  return /^\/.+\/[a-z]*$/is.test(text);
}

/** `/pattern/flags`, or a pattern without slashes. */
export function readBareRegex(text: string): RegExp | null {
  return isPattern(text) ? readRegex(text) : compileRegex(text);
}

export const noPattern = 'this is no regular expression: write /pattern/ with the flags i, m, s or u';

/** `/pattern/flags`, with the flags i, m, s and u; null when the text is not written so or the pattern is wrong. */
export function readRegex(text: string): RegExp | null {
  const [, source, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(text) ?? [];
  return source === undefined ? null : compileRegex(source, flags);
}

/** Null when the pattern is no regular expression. */
export function compileRegex(source: string, flags = ''): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

/** How many groups the pattern captures. */
export function groupCount(pattern: RegExp): number {
  return (new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length ?? 1) - 1;
}

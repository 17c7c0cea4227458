// A profile's regular expression over somebody else's text, with a bound on its time: a pattern that backtracks for ever must
// not stop the wall. V8 breaks off a match only through `vm`'s timeout, so the match runs there.

import { createContext, Script } from 'node:vm';

/** Longest that one match may take, in real milliseconds. */
export const regexMsMax = 50;

const script = new Script('pattern.exec(text)');

/** The match: group 0 and the others (null where a group took no part), null for none, `slow` when it was broken off. */
type BoundedMatch = readonly (string | null)[] | null | 'slow';

export class BoundedRegex {
  readonly #context = createContext({ pattern: new RegExp(''), text: '' });
  readonly source: string;

  constructor(pattern: RegExp) {
    this.source = String(pattern);
    this.#context['pattern'] = pattern;
  }

  exec(text: string): BoundedMatch {
    this.#context['text'] = text;
    try {
      const found: unknown = script.runInContext(this.#context, { timeout: regexMsMax });
      return Array.isArray(found) ? found.map((part) => (typeof part === 'string' ? part : null)) : null;
    } catch (error) {
      if (isTimeout(error)) return 'slow';
      throw error;
    } finally {
      this.#context['text'] = '';
    }
  }
}

/** By its code alone: the error comes from the other context, where `Error` is another class. */
function isTimeout(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

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

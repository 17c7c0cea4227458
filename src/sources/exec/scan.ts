// A profile's pattern over many short texts, with one bound on the time of all of them: lines, or the fields of a list.

import { createContext, Script } from 'node:vm';

/** Longest that a pattern may take over everything it is given, in real milliseconds. */
export const scanMsMax = 100;

const script = new Script(
  '(() => { const found = []; for (let i = 0; i < texts.length; i++) if (pattern.test(texts[i])) found.push(i); return found; })()',
);

export class BoundedScan {
  readonly #context;
  readonly source: string;

  /** @param pattern without the flags g and y, which would make it remember where it was. */
  constructor(pattern: RegExp) {
    this.source = String(pattern);
    this.#context = createContext({ pattern, texts: [] });
  }

  /** The indexes of the texts that match; `slow` when it was broken off. */
  matching(texts: readonly string[]): readonly number[] | 'slow' {
    this.#context['texts'] = texts;
    try {
      const found: unknown = script.runInContext(this.#context, { timeout: scanMsMax });
      return Array.isArray(found) ? found.map(Number) : [];
    } catch (error) {
      const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
      if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'slow';
      throw error;
    } finally {
      this.#context['texts'] = [];
    }
  }
}

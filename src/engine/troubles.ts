// What may fail again and again at the same outside: a failure is told once, and not each time that it is met.

import { LaunchwallError } from '../domain/errors.ts';

export class Troubles {
  readonly #tell: (sentence: string) => void;
  /** What each kind of work failed with when it was last tried. */
  readonly #standing = new Map<string, string>();

  /** @param tell hears of a failure when it begins, and again when it becomes another or comes back. */
  constructor(tell: (sentence: string) => void) {
    this.#tell = tell;
  }

  /** Somebody else has told of this failure. */
  told(kind: string, sentence: string): void {
    this.#standing.set(kind, sentence);
  }

  /** Whether the work could be done. Kinds of work that fail with one sentence are told of as one. */
  try(kind: string, work: () => void): boolean {
    try {
      work();
      this.#standing.delete(kind);
      return true;
    } catch (error) {
      const sentence = error instanceof LaunchwallError ? error.shortMessage : String(error);
      if (![...this.#standing.values()].includes(sentence)) this.#tell(sentence);
      this.#standing.set(kind, sentence);
      return false;
    }
  }
}

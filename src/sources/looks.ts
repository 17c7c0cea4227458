// The looks of a source that keeps no connection: each is a fresh one, and closing the source ends the one under way.

import { gap } from '../domain/gap.ts';
import { failedPoll, type PollResult } from './source.ts';

export class Looks {
  #ending: AbortController | null = null;
  #closed = false;

  /** @param look must settle soon after the signal that it is given aborts. */
  async run(signal: AbortSignal, look: (signal: AbortSignal) => Promise<PollResult>): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    const ending = new AbortController();
    const end = (): void => ending.abort();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    this.#ending = ending;
    try {
      const result = await look(ending.signal);
      return this.#isClosed()
        ? failedPoll(gap('unavailable', 'this source was closed while it was asked'))
        : result;
    } finally {
      signal.removeEventListener('abort', end);
      this.#ending = null;
    }
  }

  close(): void {
    this.#closed = true;
    this.#ending?.abort();
  }

  #isClosed(): boolean {
    return this.#closed;
  }
}

// A source that keeps no connection: each poll is a fresh look, and closing the source ends the one under way.

import { gap } from '../domain/gap.ts';
import { failedPoll, type PollResult, type Source } from './source.ts';

/** One look at the other end. It must settle soon after the signal aborts. */
type Ask = (signal: AbortSignal) => Promise<PollResult>;

export class LookingSource implements Source {
  readonly #look: Ask;
  #ending: AbortController | null = null;
  #closed = false;

  constructor(look: Ask) {
    this.#look = look;
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    const ending = new AbortController();
    const end = (): void => ending.abort();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    this.#ending = ending;
    try {
      const result = await this.#look(ending.signal);
      return this.#isClosed()
        ? failedPoll(gap('unavailable', 'this source was closed while it was asked'))
        : result;
    } finally {
      signal.removeEventListener('abort', end);
      this.#ending = null;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#ending?.abort();
  }

  #isClosed(): boolean {
    return this.#closed;
  }
}

// Events, one JSON text a line, for a reader who may stop reading without going away: what waits for him is bounded.

import type { Output } from '../output.ts';

/** Bytes that may wait for the reader; beyond that events are left out until he has read. */
export const unreadBytesMax = 8 * 1024 * 1024;

export class EventWriter {
  readonly #output: Pick<Output, 'json' | 'unread'>;
  readonly #now: () => string;
  #leftOut = 0;

  /** @param now the instant of what is said of events that were left out. */
  constructor(output: Pick<Output, 'json' | 'unread'>, now: () => string) {
    this.#output = output;
    this.#now = now;
  }

  /** @returns false when it was left out. */
  write(event: object): boolean {
    if (this.#output.unread > unreadBytesMax) {
      this.#leftOut++;
      return false;
    }
    if (this.#leftOut > 0) {
      const text = `${this.#leftOut === 1 ? 'one event was' : `${this.#leftOut} events were`} left out: nobody read them`;
      this.#leftOut = 0;
      this.#output.json({ type: 'note', at: this.#now(), level: 'warning', text }, 0);
    }
    this.#output.json(event, 0);
    return true;
  }
}

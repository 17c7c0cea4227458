// Keeps polls from beginning all at once: after a pause, a busy moment or at the start, what is due is spread over slots.
// Polls that are made together measure each other's latency instead of the other end's.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';

/** Real milliseconds. */
const slotMs: Milliseconds = 10;
/** This many may always begin together: so few do not disturb each other. */
const startsMin = 10;
/** Of what is due in a slot on average, so much may begin in one. */
const burstMax = 2;

export class StartGuard {
  readonly #slot: Milliseconds;
  readonly #scale: number;
  #perSlot = startsMin;
  /** The newest slot that polls have been put into, and how many. */
  #last = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(clock: Clock) {
    this.#scale = clock.scale;
    this.#slot = slotMs * clock.scale;
  }

  /** Which sources there are: their intervals, in launch milliseconds. */
  expect(intervals: Iterable<Milliseconds>): void {
    let perSlot = 0;
    for (const every of intervals) perSlot += (slotMs * this.#scale) / every;
    this.#perSlot = Math.max(startsMin, Math.floor(burstMax * perSlot));
  }

  /** @returns `now` when a poll that is due may begin at once; else the slot with room for it, at which to ask again. */
  take(now: Instant): Instant {
    const slot = Math.floor(now / this.#slot);
    if (slot > this.#last) {
      this.#last = slot;
      this.#taken = 0;
    } else if (this.#taken >= this.#perSlot) {
      this.#last++;
      this.#taken = 0;
    }
    this.#taken++;
    return this.#last === slot ? now : this.#last * this.#slot;
  }
}

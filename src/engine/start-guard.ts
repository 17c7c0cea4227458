// Keeps polls from beginning all at once: after a pause, a busy moment or at the start, what is due is spread over slots.
// Polls that are made together measure each other's latency instead of the other end's.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';

/** Real milliseconds. */
const slotMs: Milliseconds = 10;
/** This many may always begin together: so few do not disturb each other. */
const startsMin = 10;
/** Of what is due in a slot on average, so much may begin in one. */
const burstMax = 2;
/** With each such wait, in real milliseconds, twice as many may begin: on a machine that gives us few turns, slots are too few. */
const patienceMs: Milliseconds = 250;

interface Waiting {
  readonly since: Instant;
  readonly begin: () => void;
}

export class StartGuard {
  readonly #clock: Clock;
  /** Launch milliseconds. */
  readonly #slot: Milliseconds;
  #perSlot = startsMin;
  #current = Number.NEGATIVE_INFINITY;
  #begun = 0;
  #waiting: Waiting[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#slot = slotMs * clock.scale;
  }

  /** Which sources there are: their intervals, in launch milliseconds. */
  expect(intervals: Iterable<Milliseconds>): void {
    let perSlot = 0;
    for (const every of intervals) perSlot += this.#slot / every;
    this.#perSlot = Math.max(startsMin, Math.floor(burstMax * perSlot));
  }

  /** Begins now when there is room, else after all that wait already. */
  admit(begin: () => void): void {
    if (this.#waiting.length === 0 && this.#hasRoom(0)) {
      this.#begun++;
      begin();
      return;
    }
    this.#waiting.push({ since: this.#clock.now(), begin });
    if (this.#waiting.length === 1) this.#wakeNext();
  }

  /** @param waited real milliseconds. */
  #hasRoom(waited: Milliseconds): boolean {
    const slot = Math.floor(this.#clock.now() / this.#slot);
    if (slot > this.#current) {
      this.#current = slot;
      this.#begun = 0;
    }
    return this.#begun < this.#perSlot * 2 ** Math.floor(waited / patienceMs);
  }

  /** With a timer of its own: an agenda keeps near appointments together, and may leave slots out. */
  #wakeNext(): void {
    const next = (this.#current + 1) * this.#slot;
    this.#clock.after(Math.max(0, next - this.#clock.now()), () => this.#wake());
  }

  #wake(): void {
    const waiting = this.#waiting;
    const { scale } = this.#clock;
    const now = this.#clock.now();
    let next = 0;
    for (let one = waiting[next]; one && this.#hasRoom((now - one.since) / scale); one = waiting[++next]) {
      this.#begun++;
      one.begin();
    }
    this.#waiting = waiting.slice(next);
    if (this.#waiting.length > 0) this.#wakeNext();
  }
}

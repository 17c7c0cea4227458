// A source whose clock is ahead tells a sample again when our clock has passed it.

import type { Instant } from '../../domain/clock.ts';
import type { ValueSample } from '../../domain/sample.ts';
import { sameValue } from '../../domain/value.ts';

export class ToldAhead {
  /** The last sample that came from ahead of our clock, as the source told it. */
  #last: ValueSample | null = null;

  /** @param claimedAt the instant that the source gave it. */
  isToldAgain(sample: ValueSample, claimedAt: Instant): boolean {
    const before = this.#last;
    if (before?.at === claimedAt && sameValue(before.value, sample.value)) return true;
    if (claimedAt > sample.at) this.#last = { at: claimedAt, value: sample.value };
    return false;
  }

  takeUp(old: ToldAhead): void {
    this.#last = old.#last;
  }
}

// When the values of a series were over before their time: the looks that said that there is none any more (docs/judgement.md §8.2).
//
// A value ends with the first such look after it. What a later look tells all the same stands again, also where its own
// instant lies before that look: sources with a clock of their own tell what is a while old.

import type { Instant } from './clock.ts';

interface Ending {
  readonly at: Instant;
  /** When we were told. */
  readonly saidAt: Instant;
}

export class Endings {
  /** Oldest first; of a stretch without values the first alone is needed. */
  #all: Ending[] = [];
  /** The newest value, and when it was told last. */
  #told: Ending | null = null;

  /** The first look later than `at` that said so; null when there was none. */
  after(at: Instant): Instant | null {
    // Nearly always there are none, or a few.
    const all = this.#all;
    let index = all.length;
    while (index > 0 && (all[index - 1]?.at ?? at) > at) index--;
    return all[index]?.at ?? null;
  }

  /** The value of `at` was told; the next one is of `until`. */
  told(at: Instant, saidAt: Instant, until: Instant): void {
    if (this.#told === null || at > this.#told.at) this.#told = { at, saidAt };
    else if (at === this.#told.at && saidAt > this.#told.saidAt) this.#told = { at, saidAt };
    if ((this.#all.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < at) return;
    this.#all = this.#all.filter(
      (end) => end.at < at || end.at >= until || (end.at > at && end.saidAt >= saidAt),
    );
  }

  /** A look said that there is none any more, after the value of `since`. */
  ended(since: Instant, at: Instant, saidAt: Instant): void {
    if (this.#told?.at === since && this.#told.saidAt > saidAt) return;
    const known = this.after(since);
    if (known !== null && known <= at) return;
    const index = this.#all.findLastIndex((end) => end.at <= at) + 1;
    this.#all.splice(index, 0, { at, saidAt });
  }

  /** Ends before `at` are no longer asked for. */
  letGo(at: Instant): void {
    while ((this.#all[0]?.at ?? at) < at) this.#all.shift();
  }

  /** As those of another series with the same samples. */
  takeUp(other: Endings): void {
    this.#all = [...other.#all];
    this.#told = other.#told;
  }
}

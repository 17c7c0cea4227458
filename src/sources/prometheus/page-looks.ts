// The looks at a page: how much of a window they saw, and which two of them belong together.

import type { Answer } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { gap } from '../../domain/gap.ts';
import type { Beginning, Lineage } from '../../domain/lineage.ts';
import { LookRuns, type SeenStretch } from '../../domain/runs-of-looks.ts';

/** So many of the last looks are counted: more are never asked for. */
const looksCounted = 8;
/** Most stretches that are remembered; what was seen before them was not seen then. */
const stretchesRemembered = 200;

/** A look at a page that was read well. */
export interface PageLook {
  readonly at: Instant;
  /** The look before it; null for the first one. */
  readonly before: Instant | null;
  /** The two are no further apart than looks that belong together. */
  readonly near: boolean;
  /** There were others in between, which failed. */
  readonly failed: boolean;
}

/** When a series began, and the first look at it. */
export interface FirstLook extends Beginning {
  readonly at: Instant;
}

/**
 * What a page shows to one who has looked before, by the samples' own instants: something `new`; `old`, what the look before showed;
 * or why it says nothing, where they lie before that.
 */
type Standing = Answer<'new' | 'old'>;

const isNew: Standing = { value: 'new' };
const isOld: Standing = { value: 'old' };

/** What has happened between this look and the one before it is known from what the two show. */
export function isLinked({ near, failed }: PageLook, lineage: Lineage): boolean {
  return near || lineage === 'same' || (lineage === 'unsaid' && !failed);
}

/** What is shown of all of these together. */
export function lineageOfAll(lineages: readonly Lineage[]): Lineage {
  if (lineages.some((one) => one === 'another' || one === 'begun')) return 'another';
  return lineages.length > 0 && lineages.every((one) => one === 'same') ? 'same' : 'unsaid';
}

/** What outlives the program. */
export interface RememberedLooks {
  readonly newest: Instant;
  /** Nothing was seen at the last poll. */
  readonly failed: boolean;
  readonly last: readonly Instant[];
  readonly seen: readonly SeenStretch[];
}

export class PageLooks {
  readonly #runs: LookRuns;
  readonly #near: Milliseconds;
  #newest: Instant | null = null;
  #failed = false;
  #failures = 0;
  /** How far the newest page's samples were behind it. */
  #behind: Milliseconds = 0;
  #last: Instant[] = [];

  /** @param near looks no further apart than this belong together. */
  constructor(near: Milliseconds) {
    this.#near = near;
    this.#runs = new LookRuns(near);
  }

  /**
   * Asked before a page is taken in. One that shows nothing new is no look: nobody has seen what has happened since.
   *
   * @param at the instant of what it shows: not after `pageAt`.
   */
  standing(at: Instant, pageAt: Instant): Standing {
    this.#behind = pageAt - at;
    if (this.#newest === null || at > this.#newest || at === pageAt) return isNew;
    this.fail();
    if (at === this.#newest) return isOld;
    const age = formatDuration(pageAt - at);
    const message = `by their own timestamps the samples are ${age} old, and older than at a look before`;
    return { gap: gap('unavailable', message) };
  }

  /** The instant of which a page without any sample speaks: such a page is taken to be as far behind as the one before it. */
  instantOfNone(pageAt: Instant): Instant {
    if (this.#behind === 0) return pageAt;
    return Math.max(pageAt - this.#behind, this.#newest ?? Number.NEGATIVE_INFINITY);
  }

  /** Nothing was seen at this poll. */
  fail(): void {
    if (!this.#failed) this.#failures++;
    this.#failed = true;
  }

  /** Polls at which nothing was seen, of several in a row the first. */
  get failures(): number {
    return this.#failures;
  }

  /** Null before the first look. */
  memory(): RememberedLooks | null {
    if (this.#newest === null) return null;
    const seen = this.#runs.stretches.slice(-stretchesRemembered);
    return { newest: this.#newest, failed: this.#failed, last: this.#last, seen };
  }

  /** Goes on where an earlier program stood: the next look is linked to its last one, as far as what is known of the two allows. */
  recall({ newest, failed, last, seen }: RememberedLooks): void {
    this.#newest = newest;
    this.#failed = failed;
    this.#last = [...last].slice(-looksCounted);
    this.#runs.recall(seen);
  }

  /** @param lineage what is shown of the series that are read. */
  note(at: Instant, lineage: Lineage): PageLook {
    const before = this.#newest;
    const near = before !== null && at - before <= this.#near;
    const look = { at, before, near, failed: this.#failed };
    this.#runs.add(at, before !== null && isLinked(look, lineage));
    this.#newest = at;
    this.#failed = false;
    this.#last = [...this.#last, at].slice(-looksCounted);
    return look;
  }

  /** How much of (after, until] was seen of a series: before its own beginning it had counted nothing. */
  seen(after: Instant, until: Instant, first: FirstLook | null = null): Milliseconds {
    if (first === null || first.notBefore < after) return this.#runs.seen(after, until);
    return first.at - after + this.#runs.seen(first.at, until);
  }

  /** Looks within (after, until], at most so many as are kept. */
  count(after: Instant, until: Instant): number {
    return this.#last.filter((at) => at > after && at <= until).length;
  }

  forget(before: Instant): void {
    this.#runs.forget(before);
  }
}

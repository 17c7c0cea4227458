// The looks at a page: how much of a window they saw, and whether the process behind it stayed the same between two of them.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
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
  /** What has happened between the two is known from what the two show. */
  readonly linked: boolean;
  /** When the process began, where that is after the look before it. */
  readonly begunAt: Instant | null;
}

/** What outlives the program. */
export interface RememberedLooks {
  readonly newest: Instant;
  readonly first: { readonly at: Instant; readonly begunAt: Instant | null };
  /** Nothing was seen at the last poll. */
  readonly failed: boolean;
  readonly last: readonly Instant[];
  readonly seen: readonly SeenStretch[];
}

export class PageLooks {
  readonly #runs: LookRuns;
  readonly #near: Milliseconds;
  #newest: PageLook | null = null;
  #first: PageLook | null = null;
  #failed = false;
  #failures = 0;
  #last: Instant[] = [];

  /** @param near looks no further apart than this belong together. */
  constructor(near: Milliseconds) {
    this.#near = near;
    this.#runs = new LookRuns(near);
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
    const [first, newest] = [this.#first, this.#newest];
    if (first === null || newest === null) return null;
    const { at, begunAt } = first;
    return {
      newest: newest.at,
      first: { at, begunAt },
      failed: this.#failed,
      last: this.#last,
      seen: this.#runs.stretches.slice(-stretchesRemembered),
    };
  }

  /** Goes on where an earlier program stood: the next look is linked to its last one, as far as what is known of the two allows. */
  recall({ newest, first, failed, last, seen }: RememberedLooks): void {
    this.#first = { ...first, before: null, linked: true };
    this.#newest = { at: newest, before: null, linked: true, begunAt: null };
    this.#failed = failed;
    this.#last = [...last].slice(-looksCounted);
    this.#runs.recall(seen);
  }

  /** @param processBegunAt as the page tells it; null where it does not. */
  note(at: Instant, processBegunAt: Instant | null): PageLook {
    const before = this.#newest?.at ?? null;
    const isNear = before !== null && at - before <= this.#near;
    const isSame = before !== null && (processBegunAt === null ? !this.#failed : processBegunAt <= before);
    const isNew =
      processBegunAt !== null && processBegunAt <= at && (before === null || processBegunAt > before);
    const look = { at, before, linked: isNear || isSame, begunAt: isNew ? processBegunAt : null };
    this.#runs.add(at, look.linked);
    this.#first ??= look;
    this.#newest = look;
    this.#failed = false;
    this.#last = [...this.#last, at].slice(-looksCounted);
    return look;
  }

  /** How much of (after, until] was seen: before its own beginning a process had counted nothing. */
  seen(after: Instant, until: Instant): Milliseconds {
    const { begunAt = null, at = after } = this.#first ?? {};
    const before = begunAt !== null && begunAt > after ? at - after : 0;
    return before + this.#runs.seen(after, until);
  }

  /** Looks within (after, until], at most so many as are kept. */
  count(after: Instant, until: Instant): number {
    return this.#last.filter((at) => at > after && at <= until).length;
  }

  forget(before: Instant): void {
    this.#runs.forget(before);
  }
}

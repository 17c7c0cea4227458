// The looks at a page: how much of a window they saw, and whether the process behind it stayed the same between two of them.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { LookRuns } from '../../domain/runs-of-looks.ts';

/** So many of the last looks are counted: more are never asked for. */
const looksCounted = 8;

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

export class PageLooks {
  readonly #runs: LookRuns;
  readonly #near: Milliseconds;
  #newest: PageLook | null = null;
  #first: PageLook | null = null;
  #failed = false;
  #last: Instant[] = [];

  /** @param near looks no further apart than this belong together. */
  constructor(near: Milliseconds) {
    this.#near = near;
    this.#runs = new LookRuns(near);
  }

  /** Nothing was seen at this poll. */
  fail(): void {
    this.#failed = true;
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

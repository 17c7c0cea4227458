// Stretches of time in which looks followed each other closely enough that what lay between them counts as seen.

import type { Instant, Milliseconds } from './clock.ts';

interface Stretch {
  from: Instant;
  to: Instant;
}

/** Seen from the one instant to the other. */
export type SeenStretch = readonly [from: Instant, to: Instant];

/** Between two stretches nothing was seen: `from` is the last look before the hole, `to` the first one after it. */
export interface Hole {
  readonly from: Instant;
  readonly to: Instant;
}

export class LookRuns {
  /** Looks no further apart than this belong together. */
  readonly #near: Milliseconds;
  /** Oldest first; two neighbours are further apart than `near`, or are kept apart for a reason. */
  readonly #runs: Stretch[] = [];

  constructor(near: Milliseconds) {
    this.#near = near;
  }

  /** Goes on where another one stands. */
  takeUp(before: LookRuns): void {
    this.#runs.splice(0, this.#runs.length, ...before.#runs.map((run) => ({ ...run })));
  }

  /** All of them, oldest first. */
  get stretches(): readonly SeenStretch[] {
    return this.#runs.map(({ from, to }) => [from, to]);
  }

  /** Goes on where these end; what was there is gone. */
  recall(stretches: readonly SeenStretch[]): void {
    this.#runs.splice(0, this.#runs.length, ...stretches.map(([from, to]) => ({ from, to })));
  }

  /**
   * Takes a look in; one that came late closes the hole that it lies in as far as it reaches.
   * @param linked what lies between the newest look and this one is known all the same, however long it is.
   */
  add(at: Instant, linked = false): void {
    const last = this.#runs.at(-1);
    if (!last) this.#runs.push({ from: at, to: at });
    else if (at >= last.to) {
      if (linked || at - last.to <= this.#near) last.to = at;
      else this.#runs.push({ from: at, to: at });
    } else this.#addLate(at);
  }

  has(at: Instant): boolean {
    return this.#runs.some(({ from, to }) => from <= at && at <= to);
  }

  /** How much of (after, until] was seen; after the newest look as long as that is fresh. */
  seen(after: Instant, until: Instant): Milliseconds {
    let sum = 0;
    for (let index = this.#runs.length - 1; index >= 0; index--) {
      const run = this.#runs[index];
      if (!run || run.to + this.#near <= after) break;
      const isNewest = index === this.#runs.length - 1;
      const end = isNewest && until > run.to && until - run.to < this.#near ? until : run.to;
      sum += Math.max(0, Math.min(end, until) - Math.max(run.from, after));
    }
    return sum;
  }

  /** The holes whose both ends lie within (after, until], newest first. */
  *holes(after: Instant, until: Instant): Generator<Hole> {
    for (let index = this.#runs.length - 1; index > 0; index--) {
      const [before, behind] = [this.#runs[index - 1], this.#runs[index]];
      if (!before || !behind || before.to <= after) return;
      if (behind.from <= until) yield { from: before.to, to: behind.from };
    }
  }

  /** The last time without looks up to `until`: the one before the stretch that it lies in, or the one that it lies in. */
  lastHole(until: Instant): Hole | null {
    for (let index = this.#runs.length - 1; index >= 0; index--) {
      const run = this.#runs[index];
      if (!run || run.from > until) continue;
      const isNewest = index === this.#runs.length - 1;
      if (until > run.to && !(isNewest && until - run.to < this.#near)) return { from: run.to, to: until };
      const before = this.#runs[index - 1];
      return before ? { from: before.to, to: run.from } : null;
    }
    return null;
  }

  forget(before: Instant): void {
    let gone = 0;
    while (gone < this.#runs.length - 1 && (this.#runs[gone]?.to ?? before) < before) gone++;
    if (gone > 0) this.#runs.splice(0, gone);
  }

  #addLate(at: Instant): void {
    const index = this.#runs.findIndex(({ to }) => to >= at);
    const [before, behind] = [this.#runs[index - 1], this.#runs[index]];
    if (!behind || behind.from <= at) return;
    const joinsBehind = behind.from - at <= this.#near;
    if (joinsBehind) behind.from = at;
    if (before !== undefined && at - before.to <= this.#near) {
      before.to = joinsBehind ? behind.to : at;
      if (joinsBehind) this.#runs.splice(index, 1);
    } else if (!joinsBehind) this.#runs.splice(index, 0, { from: at, to: at });
  }
}

// Whether two looks at a counter saw the same process, from what its source tells of the beginning and of the run (docs/conditions.md §8.3).
// A beginning is told by the source's clock and looks are stamped by ours: nothing is proved that two clocks could have made up.

import type { Instant, Milliseconds } from './clock.ts';

/** Another clock is at most this far from ours (docs/judgement.md §8.1). */
export const clockSkewMax: Milliseconds = 5_000;
/** Exporters that work a beginning out anew at each look tell that of one process with up to this difference. */
const beginningDriftMax: Milliseconds = 2_000;

/** A look at a counter, and what its source says of the process. */
export interface Origin {
  readonly at: Instant;
  readonly begunAt?: Instant | undefined;
  readonly run?: string | undefined;
}

/**
 * `same`: one process, all the time between the two looks.
 * `begun`: the later one began between them.
 * `another`: it is not the one that was seen before, and when it began cannot be told.
 * `unsaid`: nothing is shown.
 */
export type Lineage = 'same' | 'begun' | 'another' | 'unsaid';

export function lineageOf(before: Origin, now: Origin): Lineage {
  if (before.run !== undefined && now.run !== undefined) {
    if (before.run === now.run) return 'same';
    return isWithin(before.at - clockSkewMax, now) ? 'begun' : 'another';
  }
  if (now.begunAt === undefined) return 'unsaid';
  if (before.begunAt === undefined) return hasBegunSince(before.at, now) ? 'begun' : 'unsaid';
  const later = now.begunAt - before.begunAt;
  if (runsAlong(before, now)) return 'unsaid';
  if (Math.abs(later) > beginningDriftMax)
    return later > 0 && isWithin(before.at - clockSkewMax, now) ? 'begun' : 'another';
  // One that took the place of so young a process may have begun hardly later than that.
  return before.at - before.begunAt > beginningDriftMax + clockSkewMax ? 'same' : 'unsaid';
}

/**
 * The process is as old as it was at an earlier look: its beginning is worked out from the present (`now − 1 s`), and shows nothing. So is
 * taken, too, the one restart after which a process is seen just as old as the one before it was.
 */
export function runsAlong(before: Origin, now: Origin): boolean {
  if (before.begunAt === undefined || now.begunAt === undefined) return false;
  const passed = now.at - before.at;
  const later = now.begunAt - before.begunAt;
  return later > Math.max(beginningDriftMax, passed / 2) && Math.abs(later - passed) <= beginningDriftMax;
}

/** It began after this instant of our clock, however wrong the clock that says so is. */
export function hasBegunSince(instant: Instant, now: Origin): boolean {
  return isWithin(instant + clockSkewMax, now);
}

function isWithin(after: Instant, { at, begunAt }: Origin): boolean {
  return begunAt !== undefined && begunAt > after && begunAt <= at;
}

/** @returns when it began, by our clock, and an instant that lies before that for certain. */
export function beginningOf(begunAt: Instant, lookBefore: Instant | null): Beginning {
  const before = lookBefore ?? Number.NEGATIVE_INFINITY;
  return { since: Math.max(begunAt, before), notBefore: Math.max(begunAt - clockSkewMax, before) };
}

export interface Beginning {
  readonly since: Instant;
  readonly notBefore: Instant;
}

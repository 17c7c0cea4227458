// How long a go has held without a break, over the boards as they come. Pure.

import type { Milliseconds } from '../../domain/clock.ts';
import type { Board, Iso } from '../board.ts';

/** Since when it has been a go, and the last board that said so. */
export interface GoStreak {
  readonly since: Iso;
  readonly until: Iso;
}

/** How often a board comes while a program watches. */
const boardEvery: Milliseconds = 1_000;

/** Where none came for so many times that, nobody looked: the program was stopped, or the machine slept. */
const missedMax = 2.5;

/** @param every how often boards come. */
export function goStreak(
  before: GoStreak | null,
  { at, gate }: Pick<Board, 'at' | 'gate'>,
  every: Milliseconds = boardEvery,
): GoStreak | null {
  if (gate.verdict !== 'go') return null;
  // A clock that was set back says as little of what lies between as one that went ahead.
  const goesOn = before !== null && Math.abs(Date.parse(at) - Date.parse(before.until)) <= missedMax * every;
  return { since: goesOn ? before.since : at, until: at };
}

export function heldFor(streak: GoStreak | null): Milliseconds | null {
  return streak === null ? null : Date.parse(streak.until) - Date.parse(streak.since);
}

// How long a go has held without a break, over the boards as they come. Pure.

import type { Milliseconds } from '../domain/clock.ts';
import type { Board, Iso } from './board.ts';

/** Since when it has been a go, and the last board that said so. */
export interface GoStreak {
  readonly since: Iso;
  readonly until: Iso;
}

/** Boards come each second; where nobody looked for longer than this (a machine that slept), nobody knows what was. */
const gapMax: Milliseconds = 10_000;

export function goStreak(before: GoStreak | null, { at, gate }: Pick<Board, 'at' | 'gate'>): GoStreak | null {
  if (gate.verdict !== 'go') return null;
  const goesOn = before !== null && Date.parse(at) - Date.parse(before.until) <= gapMax;
  return { since: goesOn ? before.since : at, until: at };
}

export function heldFor(streak: GoStreak | null): Milliseconds | null {
  return streak === null ? null : Date.parse(streak.until) - Date.parse(streak.since);
}

// The gate: whether it is a go, for how long that has held, and what stands in its way, in the order in which to go about it. From the board alone.

import type { CriterionState, Board, Iso } from '../board.ts';
import type { Milliseconds } from '../../domain/clock.ts';

/**
 * What is broken comes first, since it takes longest; then what nobody can tell; then what only waits for a signature.
 * Within each, the profile's order.
 */
const order: readonly CriterionState['status'][] = ['fail', 'unknown', 'todo'];

/** The required criteria that are not met. */
export function missingInOrder(criteria: readonly CriterionState[]): readonly CriterionState[] {
  return order.flatMap((status) =>
    criteria.filter((criterion) => criterion.required && criterion.status === status),
  );
}

/** `go`; `no-go`; `unknown` where everything that is missing could not be told: nobody knows that it is a no. */
export function gateOutcome(gate: {
  readonly verdict: 'go' | 'no-go';
  readonly criteria: readonly CriterionState[];
}): 'go' | 'no-go' | 'unknown' {
  if (gate.verdict === 'go') return 'go';
  const missing = missingInOrder(gate.criteria);
  return missing.length > 0 && missing.every(({ status }) => status === 'unknown') ? 'unknown' : 'no-go';
}

/** A go only when every required criterion passes on fresh data or was signed, and there is one. */
export function gateVerdict(
  criteria: readonly Pick<CriterionState, 'required' | 'status'>[],
): 'go' | 'no-go' {
  const required = criteria.filter((criterion) => criterion.required);
  return required.length > 0 && required.every(isMet) ? 'go' : 'no-go';
}

/** It passes on fresh data, or somebody has signed it. */
export function isMet({ status }: Pick<CriterionState, 'status'>): boolean {
  return status === 'pass' || status === 'done';
}

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

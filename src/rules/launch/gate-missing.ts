// What stands between a launch and its go, in the order in which to go about it. From the board alone.

import type { CriterionState } from '../board.ts';

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

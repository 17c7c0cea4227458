// The gate's verdict: a go only when every required criterion passes on fresh data or was signed, and there is one.

import type { CriterionState } from '../board.ts';

export function gateVerdict(
  criteria: readonly Pick<CriterionState, 'required' | 'status'>[],
): 'go' | 'no-go' {
  const required = criteria.filter((criterion) => criterion.required);
  const passes = required.every(({ status }) => status === 'pass' || status === 'done');
  return required.length > 0 && passes ? 'go' : 'no-go';
}

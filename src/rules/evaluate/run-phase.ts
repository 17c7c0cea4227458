// What one run says, and what a row of runs amounts to: the rules of Argo Rollouts' AnalysisRun (docs/rules-research.md §3.3), whose own cases are
// run against this file. A run that could not be made is an error and no failure; one that nobody can judge is inconclusive.

export type RunPhase = 'pending' | 'running' | 'successful' | 'failed' | 'inconclusive' | 'error';

/** What a condition says of a run; null where there is no such condition. */
type Said = boolean | 'error' | null;

/** A failure wins over a success; what is neither is inconclusive; of two conditions, one that is left out is the other's negation. */
export function runPhase(success: Said, failure: Said): RunPhase {
  if (success === 'error' || failure === 'error') return 'error';
  if (success === null && failure === null) return 'successful';
  if (failure === true) return 'failed';
  if (success === true || (success === null && failure === false)) return 'successful';
  return failure === null ? 'failed' : 'inconclusive';
}

/** Each is exceeded by more than it says; null is no limit. */
export interface RunLimits {
  readonly failed: number | null;
  readonly inconclusive: number;
  readonly consecutiveErrors: number;
  /** So many successes in a row are enough; null: it is not asked for. */
  readonly consecutiveSuccesses: number | null;
  /** So many runs, and no more; null: until one of the others decides. */
  readonly count: number | null;
}

export interface RunTally {
  readonly runs: number;
  readonly failed: number;
  readonly inconclusive: number;
  /** Errors, and successes, in a row up to the newest run. */
  readonly consecutiveErrors: number;
  readonly consecutiveSuccesses: number;
  /** The newest run has not ended yet. */
  readonly inFlight: boolean;
}

/** Of several limits that are exceeded, errors go before inconclusive runs, and those before failures. */
export function tallyPhase(limits: RunLimits, tally: RunTally): RunPhase {
  if (tally.runs === 0) return 'pending';
  if (tally.inFlight) return 'running';
  if (tally.consecutiveErrors > limits.consecutiveErrors) return 'error';
  if (tally.inconclusive > limits.inconclusive) return 'inconclusive';
  if (limits.failed !== null && tally.failed > limits.failed) return 'failed';
  const { consecutiveSuccesses: wanted } = limits;
  if (wanted !== null && tally.consecutiveSuccesses >= wanted) return 'successful';
  if (limits.count === null || tally.runs < limits.count) return 'running';
  if (wanted === null) return 'successful';
  return limits.failed === null ? 'failed' : 'inconclusive';
}

/** Worst last. */
const order: readonly RunPhase[] = ['successful', 'running', 'pending', 'inconclusive', 'error', 'failed'];

/** Of several, the worst; running while one of them is. */
export function worstPhase(phases: readonly RunPhase[]): RunPhase {
  if (phases.includes('running')) return 'running';
  return phases.reduce((worst, phase) => (order.indexOf(phase) > order.indexOf(worst) ? phase : worst));
}

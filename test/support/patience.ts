// How long a wait may take: a part of what the running test may, so that it is the wait that says what did not come.
import { TestRunner, type RunnerTestCase } from 'vitest';

/** Hooks have limits of their own, which their waits stay below. */
const hookWaitMs = 40_000;

export function patienceMs(): number {
  const limit = TestRunner.getCurrentTest<RunnerTestCase | undefined>()?.timeout;
  return limit === undefined ? hookWaitMs : 0.75 * limit;
}

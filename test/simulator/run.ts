// One run: a script through the judge, held against the oracle; the first violation ends it.
import type { Board } from '../../src/rules/board.ts';
import { disagreements } from './agrees.ts';
import { Checks, type Violation } from './checks.ts';
import { SinceCheck } from './since-check.ts';
import type { Offset, Script } from './script.ts';
import { spendingViolations } from './spending-checks.ts';
import { withSuspicion } from './suspicion.ts';
import { World } from './world.ts';

export interface Failure {
  readonly script: Script;
  readonly offset: Offset;
  readonly violations: readonly Violation[];
  /** The last boards, the failing one included. */
  readonly boards: readonly Board[];
}

const boardsKept = 4;

/** Null when every board was right. */
export function runScript(script: Script): Failure | null {
  const world = new World(script);
  const meant = withSuspicion(script);
  const checks = new Checks(meant);
  const since = new SinceCheck(meant);
  const boards: Board[] = [];
  for (const moment of world.moments()) {
    boards.push(moment.board);
    if (boards.length > boardsKept) boards.shift();
    const violations = [
      ...checks.all(moment),
      ...disagreements(meant, moment),
      ...spendingViolations(meant, moment),
      ...since.all(moment),
    ];
    if (violations.length > 0) return { script, offset: moment.offset, violations, boards };
  }
  return null;
}

// What the gate waits for after a start: windows of its required criteria, and of the P0 incidents that none of may be open.

import type { Milliseconds } from '../../domain/clock.ts';
import { lineSites, type LintPath } from '../sites.ts';
import type { Plan } from '../plan.ts';
import { lineWarmUp, warmUpOf, type WarmUp } from './warm-up.ts';

/** What `gate` waits for and holds, unless it is told otherwise. */
export const gateTimeoutDefault: Milliseconds = 30 * 60_000;
export const gateHoldDefault: Milliseconds = 5 * 60_000;

export interface GateWait {
  /** Where in the profile it is asked for. */
  readonly path: LintPath;
  readonly wait: WarmUp;
}

/** What takes longer than this; in the order of the profile. */
export function gateWaits(plan: Plan, longerThan: Milliseconds): readonly GateWait[] {
  const lines = lineSites(plan).flatMap((line) =>
    line.type === 'criterion' && line.item.required
      ? [{ path: [...line.path, 'when'], wait: lineWarmUp(line.item, plan) }]
      : [],
  );
  const incidents = plan.incidents.map(({ id, class: level, when, minSeen }) => ({
    path: ['incidents', id, 'when'],
    wait:
      level === 'P0' && when ? warmUpOf(when.condition, plan, { by: 'rule', minSeen, told: false }) : null,
  }));
  return [...lines, ...(lines.length === 0 ? [] : incidents)].flatMap(({ path, wait }) =>
    wait && wait.takes > longerThan ? [{ path, wait }] : [],
  );
}

// The lint of consecutive runs: a row that can never be complete, or one that is lost before the next run can be there.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import type { LintFinding, LintPath } from '../sites.ts';
import type { ItemPlan, Plan } from '../plan.ts';

/** Every item and criterion that counts runs, with where it stands. */
export function lintRuns(plan: Plan): readonly LintFinding[] {
  const { phases, gate } = plan;
  return [
    ...phases.flatMap(({ items }, index) => lintList(items, ['phases', index, 'items'], plan)),
    ...(['required', 'recommended'] as const).flatMap((kind) =>
      lintList(
        gate.filter(({ required }) => required === (kind === 'required')),
        ['gate', kind],
        plan,
      ),
    ),
  ];
}

function lintList(items: readonly ItemPlan[], path: LintPath, plan: Plan): readonly LintFinding[] {
  return items.flatMap((item, index) => lintItem(item, [...path, index, 'runs', 'maxAge'], plan));
}

function lintItem({ runs }: ItemPlan, path: LintPath, { metrics, sources }: Plan): readonly LintFinding[] {
  const of = runs && metrics.find(({ id }) => id === runs.of);
  if (!of) return [];
  const timeout: Milliseconds = sources.find(({ id }) => id === of.source)?.timeout ?? 0;
  const needed = of.interval + timeout;
  if (runs.maxAge >= needed) return [];
  const told = `a run counts for ${exactDuration(runs.maxAge)}, and the next may be ${exactDuration(needed)} after it`;
  const remedy = `write ${printDuration(2 * needed)}, or look more often`;
  return [
    runs.maxAge > of.interval
      ? {
          severity: 'warning',
          path,
          offset: null,
          message: `${told}: one slow run takes the go away; ${remedy}`,
        }
      : {
          severity: 'error',
          path,
          offset: null,
          message: `${told}: it cannot be told before each run; ${remedy}`,
        },
  ];
}

// The lint of one line, wherever it stands in a profile: its condition, and the consecutive runs that it counts.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import { leavesOf, operandsOf, type Leaf } from '../condition/ast.ts';
import { printHeld } from '../condition/print.ts';
import { lineSites, type ConditionSite, type LintFinding, type LintPath } from '../sites.ts';
import { lintComparison, lintTogether, type ThresholdContext } from './thresholds.ts';
import { lintWindow } from './windows.ts';
import type { Plan, ItemPlan } from '../plan.ts';

const day: Milliseconds = 86_400_000;
const hour: Milliseconds = 3_600_000;

export function lintCondition(
  { path, rule }: ConditionSite,
  plan: Plan,
  context: ThresholdContext,
): readonly LintFinding[] {
  const leaves = leavesOf(rule.condition);
  return [
    ...leaves.flatMap((leaf) => [
      ...(leaf.type === 'comparison' ? lintComparison(leaf, path, context) : []),
      ...lintHeld(leaf, path, plan),
      ...operandsOf(leaf).flatMap((operand) => {
        const metric = context.metric(operand.metric);
        return metric && operand.call ? lintWindow(operand.call, metric, path, operand.span.start, plan) : [];
      }),
    ]),
    ...lintTogether(rule.condition, path, context),
  ];
}

function lintHeld(leaf: Leaf, path: LintPath, plan: Plan): readonly LintFinding[] {
  const { held } = leaf;
  if (held === null || isTimed(leaf)) return [];
  const ids = new Set(operandsOf(leaf).map(({ metric }) => metric));
  const metrics = plan.metrics.filter(({ id }) => ids.has(id));
  const interval = Math.max(0, ...metrics.map((metric) => metric.interval));
  const at = { path, offset: leaf.span.start, severity: 'warning' } as const;
  const findings: LintFinding[] = [];
  if (held.type === 'duration' && held.duration > 0 && held.duration < interval)
    findings.push({
      ...at,
      message: `"${printHeld(held) ?? ''}" is shorter than the ${exactDuration(interval)} between two looks: it tells on the second look; write "for 2 samples", or for ${printDuration(interval)} and more`,
    });
  const whole = held.type === 'duration' ? held.duration : held.of * interval;
  const most = interval >= hour ? 7 * day : day;
  if (metrics.some(({ aligned }) => aligned !== null) && whole > most)
    findings.push({
      ...at,
      message: `"${printHeld(held) ?? ''}" looks back ${exactDuration(whole)} over periods of ${exactDuration(interval)}, and CloudWatch evaluates ${exactDuration(most)} at the most: use a longer period or fewer samples`,
    });
  return findings;
}

/** Looked at each second, not at each look. */
function isTimed(leaf: Leaf): boolean {
  return leaf.type !== 'comparison' || leaf.left.call?.name === 'age';
}

/** Rows that can never be complete, or are lost before the next run can be there: every item and criterion that counts runs. */
export function lintRuns(plan: Plan): readonly LintFinding[] {
  return lineSites(plan).flatMap(({ item, path }) => lintItem(item, [...path, 'runs', 'maxAge'], plan));
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

// The lint of one condition, wherever it stands in a profile.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import { leavesOf, operandsOf, type Leaf } from '../condition/ast.ts';
import { printHeld } from '../condition/print.ts';
import type { ConditionSite, LintFinding, LintPath } from '../sites.ts';
import { lintComparison, lintTogether, type ThresholdContext } from './thresholds.ts';
import { lintWindow } from './windows.ts';
import type { Plan } from '../plan.ts';

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

// What a reload of the profile changes in its thresholds, in words.

import type { MetricPlan, Plan } from '../../rules/plan.ts';

/** As sentences for the wall: `queue-depth alert > 500 → > 800`. */
export function changedRules(before: Plan, after: Plan): readonly string[] {
  const old = new Map(before.metrics.map((metric) => [metric.id, metric]));
  const changes: string[] = [];
  for (const metric of after.metrics) {
    const was = old.get(metric.id);
    old.delete(metric.id);
    if (!was) changes.push(`${metric.id} added`);
    else changes.push(...changedTexts(was, metric));
  }
  return [...changes, ...[...old.keys()].map((id) => `${id} removed`)];
}

function changedTexts(was: MetricPlan, now: MetricPlan): readonly string[] {
  return (['target', 'alert'] as const).flatMap((kind) =>
    was[kind]?.text === now[kind]?.text
      ? []
      : [`${now.id} ${kind} ${was[kind]?.text ?? 'none'} → ${now[kind]?.text ?? 'none'}`],
  );
}

// Which metrics a sample concerns: looked up once, because it is asked for with each sample.

import type { MetricJudge } from './metric-judge.ts';
import type { Plan } from './plan.ts';

/** By metric, the metrics with a rule of their own that looks at it, in the profile's order. */
export function concernedBy(judges: readonly MetricJudge[]): ReadonlyMap<string, readonly MetricJudge[]> {
  const found = new Map<string, MetricJudge[]>();
  for (const judge of judges) {
    const { target, alert } = judge.rules;
    for (const metric of new Set([...(target?.compiled.metrics ?? []), ...(alert?.compiled.metrics ?? [])])) {
      const known = found.get(metric);
      if (known) known.push(judge);
      else found.set(metric, [judge]);
    }
  }
  return found;
}

/** By metric, the metrics and sources without which it cannot be told. */
export function needsOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const sources = new Map(plan.sources.map((source) => [source.id, source.needs]));
  return new Map(
    plan.metrics.map(({ id, source, needs }) => [
      id,
      [...needs, ...(sources.get(source) ?? [])].filter((need) => need !== id),
    ]),
  );
}

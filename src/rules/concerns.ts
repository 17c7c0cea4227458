// Which metrics a sample concerns: looked up once, because it is asked for with each sample.

import type { MetricJudge } from './metric-judge.ts';

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

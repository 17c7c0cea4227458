// What stands in the way of telling a metric: something that it needs is down. One cause is one alarm.

import type { Status } from '../domain/status.ts';
import type { SourceState } from './board.ts';
import type { MetricJudge } from './metric-judge.ts';
import type { Plan } from './plan.ts';

interface Around {
  readonly plan: Plan;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly sources: ReadonlyMap<string, SourceState>;
}

/** Why this metric cannot be told although values may be there; null when nothing stands in the way. */
export function needDown(judge: MetricJudge, around: Around): string | null {
  const source = around.plan.sources.find((candidate) => candidate.id === judge.plan.source);
  for (const need of [...judge.plan.needs, ...(source?.needs ?? [])]) {
    if (need === judge.plan.id) continue;
    const why = whyDown(need, around);
    if (why !== null) return why;
  }
  return null;
}

function whyDown(need: string, { metrics, sources }: Around): string | null {
  const metric = metrics.get(need);
  if (metric) {
    const { status } = metric.memory;
    const down: readonly (Status | null)[] = ['red', 'unknown'];
    return down.includes(status) ? `needs ${metric.plan.title}, which is ${status}` : null;
  }
  const source = sources.get(need);
  return source && source.polls > 0 && source.gap !== null
    ? `needs ${need}, which is down: ${source.gap.message}`
    : null;
}

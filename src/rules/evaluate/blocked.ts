// What stands in the way of telling a metric: something that it needs is down. One cause is one alarm.

import type { Instant } from '../../domain/clock.ts';
import type { Status } from '../../domain/status.ts';
import { allBehind } from './derived.ts';
import type { MetricJudge } from './metric.ts';
import { span } from './condition-sentence.ts';
import type { SourceHealth } from './input.ts';

interface Around {
  readonly now: Instant;
  /** By metric, what it needs: its own list and its source's. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly sources: ReadonlyMap<string, SourceHealth>;
}

/**
 * Why this metric cannot be told although values may be there: something that it needs is down, or that one of those needs which
 * it is calculated from. Null when nothing stands in the way.
 */
export function needDown(judge: MetricJudge, around: Around): string | null {
  const { plan } = judge;
  // Asked for with each sample, of which most are read.
  const behind = plan.derived === null ? [plan] : allBehind(plan.id, (one) => around.metrics.get(one)?.plan);
  for (const { id } of behind)
    for (const need of around.needs.get(id) ?? []) {
      const why = whyDown(need, around);
      if (why !== null) return why;
    }
  return null;
}

function whyDown(need: string, { now, metrics, sources }: Around): string | null {
  const metric = metrics.get(need);
  if (metric) {
    const { status } = metric.memory;
    const down: readonly (Status | null)[] = ['red', 'unknown'];
    return down.includes(status) ? `needs ${metric.plan.title}, which is ${status}` : null;
  }
  const source = sources.get(need);
  if (!source || source.polls === 0 || source.gap === null) return null;
  const age = source.lookedAt === null ? '' : `, ${span(Date.parse(source.lookedAt), now)} ago`;
  return `needs ${need}, which is down: ${source.gap.message}${age}`;
}

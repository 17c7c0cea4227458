// What stands in the way of telling a metric: something that it needs is down. One cause is one alarm.

import type { Instant } from '../domain/clock.ts';
import type { Status } from '../domain/status.ts';
import { inputsOf } from './derived.ts';
import type { MetricJudge } from './metric-judge.ts';
import { span } from './sentence.ts';
import type { SourceHealth } from './source-health.ts';

interface Around {
  readonly now: Instant;
  /** By metric, what it needs: its own list and its source's. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly sources: ReadonlyMap<string, SourceHealth>;
}

/** Why this metric cannot be told although values may be there; null when nothing stands in the way. */
export function needDown(judge: MetricJudge, around: Around): string | null {
  for (const need of around.needs.get(judge.plan.id) ?? []) {
    const why = whyDown(need, around);
    if (why !== null) return why;
  }
  return inputDown(judge, around);
}

/** A derived metric cannot be told while one of its inputs cannot. */
function inputDown(judge: MetricJudge, around: Around): string | null {
  for (const input of inputsOf(judge.plan)) {
    const found = around.metrics.get(input);
    const why = found ? needDown(found, around) : null;
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

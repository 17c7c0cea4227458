// What stands in the way of telling a metric: something that it needs is down. One cause is one alarm.

import type { Instant } from '../../domain/clock.ts';
import type { Status } from '../../domain/status.ts';
import { allBehind } from './derived.ts';
import type { MetricJudge } from './metric.ts';
import { span } from './condition-sentence.ts';
import type { SourceHealth } from './input.ts';

/** What stands in the way, in a sentence. */
export interface Block {
  /** The id of the metric or source that is down; null: the watcher itself, or what a calculation lacks. */
  readonly by: string | null;
  readonly why: string;
}

export const offlineBlock: Block = {
  by: null,
  why: 'the watcher itself is offline: nothing can be told from here',
};

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
export function needDown(judge: MetricJudge, around: Around): Block | null {
  const { plan } = judge;
  // Asked for with each sample, of which most are read.
  const behind = plan.derived === null ? [plan] : allBehind(plan.id, (one) => around.metrics.get(one)?.plan);
  for (const { id } of behind)
    for (const need of around.needs.get(id) ?? []) {
      const why = whyDown(need, around);
      if (why !== null) return { by: need, why };
    }
  return null;
}

/** The one at the root: what is down itself, and not for want of another. */
export function rootOf({ by }: Block, blockOf: (metric: string) => Block | null): string | null {
  const seen = new Set<string>();
  let root = by;
  while (root !== null && !seen.has(root)) {
    seen.add(root);
    const next = blockOf(root)?.by ?? null;
    if (next === null) return root;
    root = next;
  }
  return root;
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

// What rules read: the values of the metrics as they are judged, and what else is known of them.

import type { Instant } from '../domain/clock.ts';
import type { Facts } from './condition/compile.ts';
import type { MetricJudge } from './metric-judge.ts';
import type { MetricPlan } from './plan.ts';

interface Told {
  /** A calculated metric has no value now. */
  readonly untold: (metric: string) => boolean;
  readonly offline: () => boolean;
}

export function factsOf(
  { metrics, start }: { readonly metrics: ReadonlyMap<string, MetricJudge>; readonly start: Instant },
  plans: ReadonlyMap<string, MetricPlan>,
  { untold, offline }: Told,
): Facts {
  return {
    watchedSince: (metric) => metrics.get(metric)?.start ?? start,
    missedAt: (metric) => metrics.get(metric)?.missedAt ?? null,
    emptyAt: (metric) => metrics.get(metric)?.emptyAt ?? null,
    series: (metric) => metrics.get(metric)?.values,
    staleAfter: (metric) => plans.get(metric)?.staleAfter ?? 0,
    untold,
    // What was green when the network went is not known to be green now.
    status: (metric) => {
      const status = metrics.get(metric)?.memory.status ?? null;
      return !offline() || status === null ? status : 'unknown';
    },
  };
}

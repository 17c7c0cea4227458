// What rules read: the values of the metrics as they are judged, and what else is known of them.

import type { Instant } from '../../domain/clock.ts';
import type { Facts } from '../condition/compile.ts';
import { readBehind } from './derived.ts';
import type { MetricJudge } from './metric.ts';
import type { MetricPlan } from '../plan.ts';

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
  // What is calculated is not there while something that it is calculated from is not.
  const goneAt = (metric: string): Instant | null => {
    const read = readBehind(metric, (id) => plans.get(id));
    const gone = read.flatMap(({ id }) => metrics.get(id)?.readings.missed.goneAt ?? []);
    return gone.length === 0 ? null : Math.max(...gone);
  };
  return {
    watchedSince: (metric) => metrics.get(metric)?.start ?? start,
    missedAt: (metric) => metrics.get(metric)?.readings.missed.firstAt ?? null,
    emptyAt: (metric) => metrics.get(metric)?.readings.missed.emptyAt ?? null,
    goneAt,
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

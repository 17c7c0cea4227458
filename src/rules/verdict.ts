// The wall's verdict: the worst status; nothing judged is unknown, never green.

import { severity, statuses, type Status } from '../domain/status.ts';

interface Judged {
  readonly status: Status | null;
  readonly was: 'red' | null;
}

export function verdictOf(metrics: readonly Judged[]): Status {
  let worst: Judged | null = null;
  for (const metric of metrics)
    if (
      metric.status !== null &&
      (!worst || severity(metric.status, metric.was) < severity(worst.status, worst.was))
    )
      worst = metric;
  return worst?.status ?? 'unknown';
}

export function countStatuses(metrics: readonly Judged[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const status of statuses) counts[status] = metrics.filter((metric) => metric.status === status).length;
  return counts;
}

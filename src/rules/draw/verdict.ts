// The wall's verdict: the worst status; nothing judged is unknown, never green. What is muted is shown, not counted.

import { severity, statuses, type Status, type StatusDetail } from '../../domain/status.ts';

interface Judged {
  readonly status: Status | null;
  readonly detail: StatusDetail | null;
  readonly was: Status | null;
}

export function verdictOf(metrics: readonly Judged[]): Status {
  let worst: Judged | null = null;
  for (const metric of metrics)
    if (
      isCounted(metric) &&
      (!worst || severity(metric.status, metric.was) < severity(worst.status, worst.was))
    )
      worst = metric;
  return worst?.status ?? 'unknown';
}

export function countStatuses(metrics: readonly Judged[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  const counted = metrics.filter(isCounted);
  for (const status of statuses) counts[status] = counted.filter((metric) => metric.status === status).length;
  return counts;
}

/** Of what is muted, by status: it is counted here alone. */
export function countMuted(metrics: readonly Judged[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { status, detail } of metrics) if (status !== null && detail === 'muted') counts[status]++;
  return counts;
}

function isCounted({ status, detail }: Judged): boolean {
  return status !== null && detail !== 'muted';
}

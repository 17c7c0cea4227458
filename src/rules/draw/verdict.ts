// The wall's verdict: the worst status; nothing judged is unknown, never green. What is muted is shown, not counted.

import { severity, type Status, type StatusDetail } from '../../domain/status.ts';

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
  return byStatus(metrics.filter(isCounted));
}

/** Of what is muted, by status: it is counted here alone. */
export function countMuted(metrics: readonly Judged[]): Record<Status, number> {
  return byStatus(metrics.filter(({ detail }) => detail === 'muted'));
}

function byStatus(metrics: readonly Judged[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { status } of metrics) if (status !== null) counts[status]++;
  return counts;
}

function isCounted({ status, detail }: Judged): boolean {
  return status !== null && detail !== 'muted';
}

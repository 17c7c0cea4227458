// A board after a last look that was to confirm it (RULES.md §8.10): what that gave no value of is not known now.

import type { Board, MetricState } from './board.ts';
import { countStatuses, verdictOf } from './verdict.ts';

/** @param why by metric, what kept the look from telling it. */
export function withoutAnswer(board: Board, why: ReadonlyMap<string, string>): Board {
  const metrics = board.metrics.map((metric) => untold(metric, why.get(metric.id), board));
  return { ...board, metrics, verdict: verdictOf(metrics), counts: countStatuses(metrics) };
}

function untold(metric: MetricState, why: string | undefined, { at }: Board): MetricState {
  const { status, detail } = metric;
  // No red ends by silence.
  if (why === undefined || status === null || status === 'red' || status === 'unknown') return metric;
  const reason = `the last look has no value: ${why}; it was ${status}: ${metric.reason}`;
  return {
    ...metric,
    status: 'unknown',
    detail: detail === 'muted' ? detail : null,
    was: status,
    since: at,
    turnsRedAt: null,
    reason,
  };
}

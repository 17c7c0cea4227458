// A board after a last look that was to confirm it (docs/judgement.md §8.10): what that gave no value of is not known now, and is no go.

import type { Board, CriterionState, MetricState } from '../board.ts';
import { gateVerdict } from '../launch/gate.ts';
import { countMuted, countStatuses, verdictOf } from './board.ts';

/** What kept the look from telling them, by metric and by criterion. */
export interface Unconfirmed {
  readonly metrics: ReadonlyMap<string, string>;
  readonly criteria: ReadonlyMap<string, string>;
}

export function withoutAnswer(board: Board, why: Unconfirmed): Board {
  const metrics = board.metrics.map((metric) => untold(metric, why.metrics.get(metric.id), board));
  const criteria = board.gate.criteria.map((criterion) =>
    unpassed(criterion, why.criteria.get(criterion.id)),
  );
  return {
    ...board,
    metrics,
    verdict: verdictOf(metrics),
    counts: countStatuses(metrics),
    muted: countMuted(metrics),
    gate: { ...board.gate, verdict: gateVerdict(criteria), criteria },
  };
}

function untold(metric: MetricState, why: string | undefined, { at }: Board): MetricState {
  const { status, detail } = metric;
  // No red ends by silence.
  if (why === undefined || status === null || status === 'red' || status === 'unknown') return metric;
  return {
    ...metric,
    status: 'unknown',
    detail: detail === 'muted' ? detail : null,
    was: status,
    since: at,
    turnsRedAt: null,
    reason: `${withoutValue(why)}; it was ${status}: ${metric.reason}`,
  };
}

function unpassed(criterion: CriterionState, why: string | undefined): CriterionState {
  if (why === undefined || criterion.status !== 'pass') return criterion;
  return {
    ...criterion,
    status: 'unknown',
    evidence: `${withoutValue(why)}; it passed: ${criterion.evidence ?? ''}`,
  };
}

function withoutValue(why: string): string {
  return `the last look has no value: ${why}`;
}

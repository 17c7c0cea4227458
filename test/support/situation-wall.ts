// A situation of the pictures as the wall gets it: board, plan, and the past of each metric.

import type { Status } from '../../src/domain/status.ts';
import type { WallSnapshot } from '../../src/engine/snapshot.ts';
import type { Board, IncidentState, MetricState } from '../../src/rules/board.ts';
import { bucketsOf, situations, approachOfSituation, type SituationState } from './situations.ts';
import { metricState, wallBoard, wallPlan, wallSnapshot } from './wall-fixture.ts';

const day = '2026-12-01T';
export const situationAt = `${day}14:42:17.000Z`;

export type SituationName = 'green' | 'p0' | 'eight' | 'dead';

export function situationMetrics(name: SituationName): readonly MetricState[] {
  const states = situations.situations[name] ?? {};
  const judged = situations.metrics.map((metric) => {
    const state = states[metric.id];
    if (!state) throw new Error(`${metric.id} does not stand in ${name}`);
    return metricOf(metric, state);
  });
  const readings = Object.entries(situations.readings).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) =>
      metricState({ id: `${group}-${index}`, group, status: null, target: null, alert: null }),
    ),
  );
  return [...judged, ...readings];
}

function metricOf(metric: (typeof situations.metrics)[number], state: SituationState): MetricState {
  const { id, title, group, target, alert } = metric;
  return metricState({
    id,
    title,
    group,
    target,
    alert,
    status: state.status,
    was: state.status === 'unknown' ? 'green' : null,
    display: state.value,
    since: state.since ? `${day}${state.since}.000Z` : `${day}14:13:55.000Z`,
    reason: state.reason ?? '',
    sampledAt: state.status === 'unknown' ? `${day}14:41:15.000Z` : `${day}14:42:15.000Z`,
    turnsRedAt: id === 'queue-depth' && state.word?.startsWith('◔') ? `${day}14:45:05.000Z` : null,
    blockedBy: state.status === 'unknown' ? 'api-up' : null,
    detail: state.word?.startsWith('◔') ? 'pending' : null,
  });
}

function openIncident(id: string, label: string): IncidentState {
  return {
    id,
    class: label,
    title: id,
    state: 'open',
    since: situationAt,
    confirmedAt: situationAt,
    respondBy: null,
    tell: null,
    reason: '',
    steps: [],
  };
}

export function situationBoard(name: SituationName, overrides: Partial<Board> = {}): Board {
  const metrics = situationMetrics(name);
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { status } of metrics) if (status !== null) counts[status]++;
  return wallBoard({
    at: situationAt,
    metrics,
    counts,
    verdict: counts.red > 0 ? 'red' : counts.unknown > 0 ? 'unknown' : counts.amber > 0 ? 'amber' : 'green',
    hints: [],
    incidents: Object.entries(situations.situations[name] ?? {}).flatMap(([id, { badge }]) =>
      badge === undefined ? [] : [openIncident(`of-${id}`, badge)],
    ),
    ...overrides,
  });
}

export function situationSnapshot(name: SituationName, overrides: Partial<Board> = {}): WallSnapshot {
  const states = situations.situations[name] ?? {};
  return wallSnapshot({
    board: situationBoard(name, overrides),
    plan: wallPlan(),
    history: (id, _, cells) => {
      const state = states[id];
      return state ? bucketsOf(id, state, cells) : [];
    },
    approach: approachOfSituation,
    related: (id) => {
      const label = states[id]?.badge;
      return label === undefined ? [] : [{ id: `of-${id}`, label, title: '', when: '' }];
    },
  });
}

/** The widest value that each metric has in any of the situations: what the wall of the pictures has seen before. */
export function widestValues(): readonly (readonly MetricState[])[] {
  const names: readonly SituationName[] = ['green', 'p0', 'eight', 'dead'];
  return names.map(situationMetrics);
}

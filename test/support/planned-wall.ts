// The sketch's moment with a whole plan behind it: places of sources, freshness, and the rules that look at each metric.

import { relatedTo } from '../../src/engine/related.ts';
import { amount } from '../../src/domain/amount.ts';
import type { Point, WallSnapshot } from '../../src/engine/snapshot.ts';
import type { Board, MetricState } from '../../src/rules/board.ts';
import type { HintPlan, IncidentPlan, MetricPlan, Plan, Rule } from '../../src/rules/plan.ts';
import { wallBoard, wallPlan, wallSnapshot } from './wall-fixture.ts';

/** `metric > bound`, as the profile would hold it. */
export function ruleOn(metric: string, text: string): Rule {
  return {
    text,
    condition: {
      type: 'comparison',
      left: { type: 'operand', metric, call: null, implicit: false, span: { start: 0, end: metric.length } },
      operator: '>',
      right: { type: 'quantity', quantity: { amount: amount(1n), unit: '' } },
      until: null,
      held: null,
      span: { start: 0, end: text.length },
    },
  };
}

function metricPlan(metric: MetricState, overrides: Partial<MetricPlan> = {}): MetricPlan {
  return {
    id: metric.id,
    title: metric.title,
    group: metric.group,
    source: metric.source,
    unit: metric.unit,
    derived: null,
    scale: null,
    readsUp: false,
    exact: false,
    use: null,
    target: null,
    alert: null,
    hold: 60_000,
    staleAfter: 15_000,
    interval: 5_000,
    aligned: null,
    detect: null,
    missing: 'unknown',
    because: null,
    needs: [],
    samplesMin: 1,
    minSeen: null,
    neverNegative: false,
    readWindow: null,
    refs: [],
    ...overrides,
  };
}

const places: Readonly<Record<string, string>> = {
  api: 'https://api.yourdomain.com/healthz',
  queue: 'redis://queue.internal:6379',
  relayer: 'https://mainnet.base.org',
  ledger: 'https://api.yourdomain.com/internal/ledger',
  aws: 'CloudWatch us-east-1',
};

const watchedBy: Readonly<Record<string, string>> = {
  'ledger-imbalance': 'ledger-balance',
  'roll-back': 'error-rate',
  'scale-up-workers': 'queue-depth',
};

export function plannedSnapshot(overrides: Partial<Board> = {}): WallSnapshot {
  const board = wallBoard(overrides);
  return {
    ...wallSnapshot({ board }),
    plan: planOf(board),
    related: (id) => relatedTo(planOf(board), id),
    thresholds: (id) =>
      id === 'queue-depth'
        ? [
            { kind: 'target', value: 100, text: '< 100' },
            { kind: 'alert', value: 500, text: '> 500 for 5m' },
          ]
        : id === 'ledger-balance'
          ? [
              { kind: 'target', value: 0, text: '== 0' },
              { kind: 'alert', value: 0, text: '!= 0 for 2 samples' },
            ]
          : [],
  };
}

function planOf(board: Board): Plan {
  return wallPlan({
    sources: board.sources.map(({ id, kind }) => ({
      id,
      kind,
      place: places[id] ?? 'somewhere',
      every: 5_000,
      timeout: 3_000,
      needs: [],
    })),
    metrics: board.metrics.map((metric) => metricPlan(metric)),
    incidents: [
      ...board.incidents.map(({ id, class: incidentClass, title, tell, steps }): IncidentPlan => ({
        id,
        class: incidentClass,
        title,
        when: ruleOn(watchedBy[id] ?? id, `${watchedBy[id] ?? id} != 0 for 2 samples`),
        minSeen: null,
        respond: 900_000,
        respondText: '15m',
        detect: null,
        tell,
        steps: steps.map((step) => ({ ...step, refs: [] })),
        refs: [],
      })),
      {
        id: 'queue-stuck',
        class: 'P1',
        title: 'Queue does not drain',
        when: ruleOn('queue-depth', 'queue-depth > 5000 for 10m'),
        minSeen: null,
        respond: 3_600_000,
        respondText: '1h',
        detect: null,
        tell: null,
        steps: [],
        refs: [],
      },
    ],
    hints: board.hints.map(({ id, kind, title, steps }): HintPlan => ({
      id,
      kind,
      title,
      when: ruleOn(watchedBy[id] ?? id, `${watchedBy[id] ?? id} > 1,000`),
      minSeen: null,
      steps: steps.map((step) => ({ ...step, refs: [] })),
      refs: [],
    })),
  });
}

/** A snapshot in which this metric has exactly these points. */
export function withPoints(snapshot: WallSnapshot, points: readonly Point[]): WallSnapshot {
  return { ...snapshot, points: (_, count) => points.slice(-count) };
}

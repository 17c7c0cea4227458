// A board at the moment of WALL.md: one P0, one rollback, one pending, one unknown, T+00:42:17.

import type { Board, MetricState, SourceState } from '../../src/rules/board.ts';

const at = '2026-12-01T14:32:07.000Z';

/** A green metric, but for what is given. */
export function metricFixture(overrides: Partial<MetricState> & Pick<MetricState, 'id'>): MetricState {
  return {
    title: overrides.id,
    group: null,
    source: 'api',
    status: 'green',
    detail: null,
    was: null,
    since: '2026-12-01T13:49:50.000Z',
    value: 0,
    exact: '0',
    unit: null,
    display: '0',
    target: null,
    alert: null,
    turnsRedAt: null,
    sampledAt: '2026-12-01T14:32:05.000Z',
    ageMs: 2_000,
    gap: null,
    reason: '',
    ack: null,
    mute: null,
    window: null,
    ...overrides,
  };
}

export function sourceFixture(overrides: Partial<SourceState> & Pick<SourceState, 'id'>): SourceState {
  return {
    kind: 'http',
    ok: true,
    latencyMs: 12.3,
    polls: 312,
    gaps: 0,
    skipped: 0,
    gap: null,
    lookedAt: null,
    lastOkAt: '2026-12-01T14:32:05.000Z',
    nextAt: '2026-12-01T14:32:10.000Z',
    note: null,
    ...overrides,
  };
}

const expired = {
  reason: 'auth',
  message: 'credentials expired',
  way: 'theirs',
  reached: 'answer',
} as const;

const metrics: readonly MetricState[] = [
  metricFixture({
    id: 'api-uptime',
    title: 'API uptime',
    value: 99.97,
    exact: '99.97',
    unit: '%',
    display: '99.97%',
    target: '> 99.9%',
    alert: '< 99.5%',
    reason: '99.97% > 99.9%',
  }),
  metricFixture({
    id: 'queue-depth',
    title: 'Queue depth',
    group: 'Workers',
    source: 'queue',
    status: 'amber',
    detail: 'pending',
    since: '2026-12-01T14:29:19.000Z',
    value: 640,
    exact: '640',
    display: '640',
    target: '< 100',
    alert: '> 500 for 5m',
    turnsRedAt: '2026-12-01T14:34:55.000Z',
    reason: '640 > 500 since 14:29:19 (2m48s of 5m)',
  }),
  metricFixture({
    id: 'relayer-balance',
    title: 'Relayer balance',
    source: 'relayer',
    status: 'amber',
    since: '2026-12-01T13:41:07.000Z',
    value: 0.172,
    exact: '0.172',
    unit: 'ETH',
    display: '0.172 ETH',
    target: '0.2..0.5 ETH',
    alert: '< 0.1 ETH',
    reason: '0.172 ETH is below 0.2 ETH',
  }),
  metricFixture({
    id: 'ledger-balance',
    title: 'Ledger balance',
    source: 'ledger',
    status: 'red',
    since: '2026-12-01T14:31:25.000Z',
    value: -0.0042,
    exact: '-0.0042',
    display: '-0.0042',
    target: '== 0',
    alert: '!= 0 for 2 samples',
    reason: '-0.0042 != 0 since 14:31:25 (42s); ends when two readings are 0',
  }),
  metricFixture({
    id: 'api-cpu',
    title: 'API CPU',
    source: 'aws',
    status: 'unknown',
    detail: 'stale',
    since: '2026-12-01T14:28:47.000Z',
    value: 61,
    exact: '61',
    unit: '%',
    display: '61%',
    sampledAt: '2026-12-01T14:28:47.000Z',
    ageMs: 200_000,
    gap: expired,
    reason: 'last 61%, 3m20s ago: credentials expired',
  }),
];

export function boardFixture(overrides: Partial<Board> = {}): Board {
  return {
    schema: 'launchwall.board/2',
    at,
    profile: { name: 'sge/production', title: 'SGE production', digest: 'sha256:0123abcd' },
    launch: { t0: '2026-12-01T13:49:50.000Z', clock: 'T+00:42:17', phase: 't-0', version: 'sge-api:v1.3.0' },
    verdict: 'red',
    counts: { green: 1, amber: 2, red: 1, unknown: 1 },
    metrics,
    hints: [
      {
        id: 'roll-back',
        kind: 'rollback',
        title: 'Roll back',
        state: 'active',
        since: '2026-12-01T14:31:00.000Z',
        reason: 'error rate 12.4% > 10% for 1m',
        steps: [
          { text: 'Stop workers', run: 'systemctl stop sge-workers' },
          {
            text: 'Put the old image back',
            run: 'kubectl set image deployment/sge-api \\\n  api=sge-api:v1.2.9',
          },
        ],
      },
    ],
    incidents: [
      {
        id: 'ledger-imbalance',
        class: 'P0',
        title: 'Ledger imbalance detected',
        state: 'open',
        since: '2026-12-01T14:31:25.000Z',
        respondBy: '2026-12-01T14:46:25.000Z',
        tell: 'Public status page + Twitter/email',
        reason: 'Ledger balance -0.0042 != 0 since 14:31:25',
        steps: [{ text: 'Stop all workers, investigate', run: null }],
      },
    ],
    phases: [
      {
        id: 't-0',
        title: 'T-0',
        startsAt: '2026-12-01T13:49:50.000Z',
        items: [
          {
            id: 'balance',
            refs: ['sge-037'],
            text: 'Relayer balance confirmed > 0.4 ETH',
            kind: 'auto',
            status: 'fail',
            live: 'fail',
            by: null,
            at: null,
            evidence: '0.172 ETH > 0.4 ETH does not hold',
          },
          {
            id: 'backup',
            refs: [],
            text: 'Database backup taken manually',
            kind: 'manual',
            status: 'done',
            live: null,
            by: 'ana',
            at: '2026-11-30T22:10:00.000Z',
            evidence: null,
          },
        ],
      },
    ],
    gate: {
      verdict: 'no-go',
      criteria: [
        {
          id: 'ledger',
          refs: ['sge-040'],
          text: 'Ledger is balanced',
          required: true,
          kind: 'auto',
          status: 'fail',
          by: null,
          at: null,
          evidence: '-0.0042 != 0',
        },
        {
          id: 'uptime',
          refs: [],
          text: 'API is up',
          required: true,
          kind: 'auto',
          status: 'pass',
          by: null,
          at: null,
          evidence: '99.97% > 99.9%',
        },
      ],
    },
    sources: [
      sourceFixture({ id: 'api' }),
      sourceFixture({
        id: 'aws',
        kind: 'cloudwatch',
        ok: false,
        latencyMs: null,
        polls: 42,
        gaps: 4,
        skipped: 1,
        gap: expired,
        lookedAt: null,
        lastOkAt: '2026-12-01T14:28:47.000Z',
        note: '$0.29 an hour',
      }),
    ],
    observer: { offline: false, grade: null, since: null, loopLagMs: 0.4 },
    ...overrides,
  };
}

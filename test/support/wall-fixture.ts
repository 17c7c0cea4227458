// Snapshots and controls for screens: the moment of the sketch (one P0, one roll-back, one pending), and walls of any size.
// Plain data, no engine behind it.

import { relatedTo } from '../../src/engine/related.ts';
import { createStore, type WritableStore } from '../../src/engine/store.ts';
import type { Point, Threshold, WallSnapshot } from '../../src/engine/snapshot.ts';
import { gap, gapState, remedy } from '../../src/domain/gap.ts';
import type { Status } from '../../src/domain/status.ts';
import { statuses } from '../../src/domain/status.ts';
import type {
  Board,
  HintState,
  IncidentState,
  Iso,
  MetricState,
  PhaseState,
  SourceState,
  Transition,
} from '../../src/rules/board.ts';
import { countMuted } from '../../src/rules/draw/board.ts';
import type { Plan } from '../../src/rules/plan.ts';
import type { ProfileChoice, MarkControls, WallControls, WallSession } from '../../src/ui/controls.ts';

const signIn = remedy('Sign in to AWS, or renew the credentials as you do.', 'aws sso login');

export const fixtureAt: Iso = '2026-12-01T14:32:07.000Z';

/** The instant so many seconds before (or, negative, after) the fixture's own. */
export function ago(seconds: number): Iso {
  return new Date(Date.parse(fixtureAt) - seconds * 1_000).toISOString();
}

export function metricState(overrides: Partial<MetricState> & Pick<MetricState, 'id'>): MetricState {
  return {
    title: overrides.id,
    group: null,
    source: 'api',
    status: 'green',
    detail: null,
    was: null,
    since: ago(3_000),
    confirmedAt: ago(2),
    value: 1,
    exact: '1',
    unit: null,
    display: '1',
    target: null,
    alert: null,
    turnsRedAt: null,
    endsAt: null,
    sampledAt: ago(2),
    ageMs: 2_000,
    blockedBy: null,
    forecast: null,
    gap: null,
    reason: 'meets its target',
    ack: null,
    mute: null,
    window: null,
    ...overrides,
  };
}

export function sourceState(overrides: Partial<SourceState> & Pick<SourceState, 'id'>): SourceState {
  return {
    kind: 'http',
    ok: true,
    latencyMs: 12,
    polls: 312,
    gaps: 0,
    skipped: 0,
    gap: null,
    lookedAt: null,
    lastOkAt: ago(2),
    nextAt: ago(-3),
    note: null,
    warning: null,
    ...overrides,
  };
}

const sketchMetrics: readonly MetricState[] = [
  metricState({
    id: 'api-uptime',
    title: 'API uptime',
    group: 'API',
    value: 99.97,
    display: '99.97%',
    unit: '%',
    target: '> 99.9%',
    alert: '< 99.5%',
    reason: '99.97% > 99.9% since 13:42:07 (50m)',
  }),
  metricState({
    id: 'intent-success',
    title: 'Intent success',
    group: 'Intents',
    value: 98.2,
    display: '98.2%',
    unit: '%',
    target: '> 95%',
    alert: '< 90%',
    reason: '98.2% > 95% since 13:42:07 (50m)',
  }),
  metricState({
    id: 'settlement-p95',
    title: 'Settlement p95',
    group: 'Intents',
    value: 3.1,
    display: '3.1s',
    unit: 's',
    target: '< 5s',
    alert: 'p95(5m) > 10s',
    reason: '3.1s < 5s since 13:42:07 (50m)',
  }),
  metricState({
    id: 'queue-depth',
    title: 'Queue depth',
    group: 'Workers',
    source: 'queue',
    status: 'amber',
    detail: 'pending',
    since: ago(190),
    value: 640,
    display: '640',
    target: '< 100',
    alert: '> 500 for 5m',
    turnsRedAt: ago(-168),
    reason: '640 > 500 since 14:28:57 (3m10s); red at 14:34:55 unless it falls below 500',
  }),
  metricState({
    id: 'relayer-balance',
    title: 'Relayer balance',
    group: 'Chain',
    source: 'relayer',
    status: 'amber',
    since: ago(3_060),
    value: 0.172,
    display: '0.172 ETH',
    unit: 'ETH',
    target: '0.2..0.5 ETH',
    alert: '< 0.1 ETH',
    reason: '0.172 ETH is not in 0.2..0.5 ETH since 13:41:07 (51m); < 0.1 ETH in 2h10m to 3h',
  }),
  metricState({
    id: 'api-cpu',
    title: 'API CPU',
    group: 'API',
    source: 'aws',
    status: 'unknown',
    detail: 'stale',
    since: ago(140),
    value: 61,
    display: '61%',
    unit: '%',
    target: '< 70%',
    alert: '> 90% for 5m',
    sampledAt: ago(200),
    ageMs: 200_000,
    gap: gapState(gap('auth', 'credentials expired; run aws sso login', signIn)),
    reason: 'credentials expired; run aws sso login. Last 61% 3m20s ago',
  }),
  metricState({
    id: 'ledger-balance',
    title: 'Ledger balance',
    group: 'Ledger',
    source: 'ledger',
    status: 'red',
    was: 'red',
    since: ago(42),
    value: -0.0042,
    exact: '-0.004200',
    display: '-0.004200',
    target: '== 0',
    alert: '!= 0 for 2 samples',
    ageMs: 14_000,
    reason: '-0.004200 must be 0 since 14:31:25 (42s); ends when two readings are 0',
  }),
  ...(
    [
      ['workers-alive', 'Workers alive', '6', '>= 4'],
      ['rpc-head', 'RPC head age', '2s', '< 60s'],
      ['api-latency', 'API latency p95', '182ms', '< 500ms'],
      ['stuck-intents', 'Stuck intents', '3', '< 100'],
      ['db-connections', 'Database connections', '42', '< 80'],
      ['redis-memory', 'Redis memory', '37.2%', '< 70%'],
    ] as const
  ).map(([id, title, display, target]) =>
    metricState({
      id,
      title,
      display,
      target,
      group: 'API',
      reason: `${display} ${target} since 13:42:07 (50m)`,
    }),
  ),
];

const ledgerImbalance: IncidentState = {
  id: 'ledger-imbalance',
  class: 'P0',
  title: 'Ledger imbalance detected',
  state: 'open',
  since: ago(42),
  confirmedAt: ago(2),
  respondBy: ago(-858),
  tell: 'Public status page + Twitter/email',
  reason: '-0.004200 must be 0 since 14:31:25 (42s)',
  steps: [{ text: 'Stop all workers, investigate', run: 'systemctl stop sge-workers' }],
};

const sketchHints: readonly HintState[] = [
  {
    id: 'scale-up-workers',
    kind: 'scale-up',
    title: 'Scale up the workers',
    state: 'pending',
    since: ago(190),
    confirmedAt: ago(2),
    reason: 'queue depth > 1,000: 640 now',
    steps: [
      { text: 'Add a worker (takes ~2 minutes)', run: 'kubectl scale deployment/sge-worker --replicas=6' },
    ],
  },
  {
    id: 'roll-back',
    kind: 'rollback',
    title: 'Roll back to v1.2.9',
    state: 'active',
    since: ago(61),
    confirmedAt: ago(2),
    reason: 'error rate 12.4% > 10% for 1m',
    steps: [
      { text: 'Stop workers', run: 'systemctl stop sge-workers' },
      {
        text: 'Put the old image back',
        run: 'kubectl set image deployment/sge-api api=registry.example.com/sge-api:v1.2.9',
      },
      { text: 'Tell #launch that the launch is rolled back', run: null },
    ],
  },
];

const sketchPhases: readonly PhaseState[] = [
  { id: 'T-0', title: 'T-0', startsAt: ago(2_537), items: [] },
  { id: 'T+1h', title: 'T+1 Hour', startsAt: ago(-1_063), items: [] },
];

const sketchTransitions: readonly Transition[] = [
  {
    at: ago(42),
    metric: 'ledger-imbalance',
    title: 'Ledger imbalance detected',
    kind: 'incident',
    from: 'none',
    to: 'open',
    new: true,
    reason: '-0.004200 != 0 for 2 samples',
  },
  {
    at: ago(42),
    metric: 'ledger-balance',
    title: 'Ledger balance',
    kind: 'metric',
    from: 'green',
    to: 'red',
    new: true,
    reason: '-0.004200 must be 0',
  },
  {
    at: ago(140),
    metric: 'api-cpu',
    title: 'API CPU',
    kind: 'metric',
    from: 'green',
    to: 'unknown',
    new: true,
    reason: 'credentials expired; run aws sso login',
  },
  {
    at: ago(190),
    metric: 'queue-depth',
    title: 'Queue depth',
    kind: 'metric',
    from: 'green',
    to: 'amber',
    new: true,
    reason: '512 > 500',
  },
];

const sketchSources: readonly SourceState[] = [
  sourceState({ id: 'api' }),
  sourceState({ id: 'queue', kind: 'redis' }),
  sourceState({ id: 'relayer', kind: 'evm', note: 'rpc 1 of 2 answers' }),
  sourceState({ id: 'ledger', kind: 'ledger' }),
  sourceState({
    id: 'aws',
    kind: 'cloudwatch',
    ok: false,
    gaps: 3,
    lookedAt: null,
    lastOkAt: ago(200),
    nextAt: ago(-96),
    gap: gapState(gap('auth', 'credentials expired; run aws sso login', signIn)),
  }),
];

export function wallPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    name: 'sge/production',
    title: 'SGE production',
    digest: 'sha256:0',
    environment: 'production',
    launch: { t0: Date.parse(ago(2_537)), version: 'sge-api:v1.3.0' },
    units: [],
    sources: [],
    metrics: [],
    hints: [],
    incidents: [],
    phases: [],
    gate: [],
    ...overrides,
  };
}

function countsOf(metrics: readonly MetricState[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { status } of metrics) if (status !== null) counts[status]++;
  return counts;
}

export function wallBoard(overrides: Partial<Board> = {}): Board {
  const metrics = overrides.metrics ?? sketchMetrics;
  const counts = countsOf(metrics);
  const verdict: Status =
    counts.red > 0
      ? 'red'
      : counts.unknown > 0 || metrics.length === 0
        ? 'unknown'
        : counts.amber > 0
          ? 'amber'
          : 'green';
  return {
    schema: 'launchwall.board/2',
    at: fixtureAt,
    profile: { name: 'sge/production', title: 'SGE production', digest: 'sha256:0' },
    launch: { t0: ago(2_537), clock: 'T+00:42:17', phase: 'T-0', version: 'sge-api:v1.3.0' },
    verdict,
    counts,
    muted: countMuted(metrics),
    metrics,
    hints: sketchHints,
    incidents: [ledgerImbalance],
    phases: sketchPhases,
    gate: {
      verdict: 'no-go',
      criteria: [
        {
          id: 'ledger',
          refs: [],
          text: 'Ledger balanced',
          required: true,
          kind: 'auto',
          status: 'fail',
          by: null,
          at: null,
          evidence: '-0.004200',
        },
      ],
    },
    sources: sketchSources,
    observer: { offline: false, grade: null, since: null, loopLagMs: 0.4 },
    ...overrides,
  };
}

/** A curve of its own for each metric: the same metric, the same points. */
function fixturePoints(metric: MetricState | undefined, count: number): readonly Point[] {
  if (metric?.value === undefined || metric.value === null) return [];
  const { value, id } = metric;
  const seed = Array.from(id).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
  return Array.from({ length: Math.min(count, 240) }, (_, index) => {
    const back = Math.min(count, 240) - 1 - index;
    const rise = metric.status === 'green' ? 0 : Math.max(0, 1 - back / 24);
    const wave = Math.sin((seed + index) / 3) * 0.03;
    const drawn =
      metric.status === 'red' && back > 3
        ? 0
        : value * (metric.status === 'green' ? 1 + wave : 0.3 + 0.7 * rise + wave);
    const missing = metric.status === 'unknown' && back < 6;
    return {
      at: Date.parse(fixtureAt) - back * 5_000,
      value: missing ? null : back === 0 ? value : drawn,
      text: missing ? (metric.gap?.message ?? 'no reading') : String(drawn),
    };
  });
}

export function wallSnapshot(overrides: Partial<WallSnapshot> = {}): WallSnapshot {
  const board = overrides.board ?? wallBoard();
  return {
    plan: wallPlan(),
    board,
    transitions: sketchTransitions,
    transitionsDropped: 0,
    notices: [],
    paused: false,
    points: (id, count) =>
      fixturePoints(
        board.metrics.find((metric) => metric.id === id),
        count,
      ),
    history: () => [],
    approach: () => null,
    related: (id) => relatedTo(overrides.plan ?? wallPlan(), id),
    thresholds: (id): readonly Threshold[] => {
      const metric = board.metrics.find((candidate) => candidate.id === id);
      return metric?.alert === '> 500 for 5m'
        ? [
            { kind: 'target', value: 100, text: '< 100' },
            { kind: 'alert', value: 500, text: '> 500 for 5m' },
          ]
        : [];
    },
    ...overrides,
  };
}

/** A wall of `count` metrics in every status, with long and wide titles among them. */
export function manyMetrics(count: number): readonly MetricState[] {
  return Array.from({ length: count }, (_, index) => {
    const status: Status =
      index % 97 === 5 ? 'red' : index % 41 === 3 ? 'amber' : index % 53 === 7 ? 'unknown' : 'green';
    return metricState({
      id: `metric-${index}`,
      title:
        index % 31 === 0
          ? `結算延遲 ${index} of a service with quite a long name`
          : `Service ${index} latency`,
      group: `Group ${index % 9}`,
      status,
      value: index,
      display: `${index}ms`,
      unit: 'ms',
      target: '< 500ms',
      alert: '> 900ms for 5m',
      reason: `${index}ms > 500ms since 14:12:00 (20m); ends below 500ms`,
      since: ago(index * 7),
    });
  });
}

export function manySnapshot(count = 500): WallSnapshot {
  return wallSnapshot({ board: wallBoard({ metrics: manyMetrics(count) }) });
}

/** Every status, for tables. */
export const everyStatus: readonly Status[] = statuses;

export interface FixtureControls extends WallControls {
  readonly session: WritableStore<WallSession>;
  readonly wall: WritableStore<WallSnapshot | null>;
  /** What the wall asked for, in order: `copy systemctl …`, `pause`, `snapshot`, `switch sge/staging`, `quit`. */
  readonly asked: string[];
}

/** Each mark is written down as `tick backup: note`; the person is ana. */
function fixtureMarks(asked: string[]): MarkControls {
  const say = (what: string, ...notes: (string | number | null)[]): Promise<void> => {
    asked.push([what, ...notes.filter((note) => note !== '' && note !== null)].join(': '));
    return Promise.resolve();
  };
  return {
    name: () => Promise.resolve('ana'),
    setName: (name) => say(`name ${name}`),
    tick: (item, note) => say(`tick ${item}`, note),
    skip: (item, reason) => say(`skip ${item}`, reason),
    note: (item, note) => say(`note ${item}: ${note}`),
    untick: (item) => say(`untick ${item}`),
    sign: (criterion, note) => say(`sign ${criterion}`, note),
    unsign: (criterion) => say(`unsign ${criterion}`),
    ack: (metric, note, until) => say(`ack ${metric}`, note, until),
    unack: (metric) => say(`unack ${metric}`),
    mute: (metric, note, until) => say(`mute ${metric}`, note, until),
    unmute: (metric) => say(`unmute ${metric}`),
    setT0Now: () => say('t0 now'),
  };
}

/** Controls over a store that the test moves by hand; each request is written down. */
export function wallControls(
  overrides: Partial<Omit<WallControls, 'session'>> & {
    readonly first?: WallSnapshot | null;
    readonly mode?: string | null;
  } = {},
): FixtureControls {
  const { first = wallSnapshot(), mode = null, ...rest } = overrides;
  const wall = createStore<WallSnapshot | null>(first);
  const session = createStore<WallSession>({ name: 'sge/production', mode, wall });
  const asked: string[] = [];
  const choices: readonly ProfileChoice[] = [
    { name: 'sge/production', title: 'SGE production', environment: 'production', problem: null },
    { name: 'sge/staging', title: 'SGE staging', environment: 'staging', problem: null },
    { name: 'vault/production', title: 'Vault', environment: 'production', problem: 'VAULT_URL is not set' },
  ];
  return {
    session,
    wall,
    asked,
    faults: () => [],
    profiles: () => Promise.resolve(choices),
    switchTo(name) {
      asked.push(`switch ${name}`);
      return Promise.resolve();
    },
    snapshot() {
      asked.push('snapshot');
      return Promise.resolve('/tmp/launchwall/sge-production-20261201T143207Z.md');
    },
    setPaused: (paused) => asked.push(paused ? 'pause' : 'resume'),
    copy: (text) => asked.push(`copy ${text}`),
    quit: () => asked.push('quit'),
    jobs: null,
    marks: fixtureMarks(asked),
    ...rest,
  };
}

// Any wall there could be: every status, unusual text everywhere, any numbers, many or none of each thing.

import * as fc from 'fast-check';
import type { Point, Threshold, WallSnapshot } from '../../src/engine/snapshot.ts';
import { gapReasons, gapState } from '../../src/domain/gap.ts';
import { statuses } from '../../src/domain/status.ts';
import type {
  Board,
  HintState,
  IncidentState,
  MetricState,
  PhaseState,
  SourceState,
  Transition,
} from '../../src/rules/board.ts';
import { anyText, oldText } from './any-text.ts';
import { plannedSnapshot } from './planned-wall.ts';
import { ago, metricState, sourceState } from './wall-fixture.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const instant = fc.integer({ min: -100_000, max: 200_000 }).map(ago);
const gap = fc.record({ reason: fc.constantFrom(...gapReasons), message: anyText }).map(gapState);
const step = fc.record({ text: anyText, run: maybe(anyText) });
const steps = fc.array(step, { maxLength: 6 });

const metric: fc.Arbitrary<MetricState> = fc
  .record({
    title: anyText,
    source: fc.constantFrom('api', 'queue', 'nobody'),
    status: maybe(fc.constantFrom(...statuses)),
    detail: maybe(fc.constantFrom('pending', 'recovering', 'warming', 'stale', 'muted', 'flapping')),
    was: maybe(fc.constantFrom(...statuses)),
    since: instant,
    confirmedAt: maybe(instant),
    display: maybe(anyText),
    target: maybe(anyText),
    alert: maybe(anyText),
    turnsRedAt: maybe(instant),
    endsAt: maybe(instant),
    ageMs: maybe(fc.nat()),
    blockedBy: maybe(fc.string()),
    forecast: fc.constant(null),
    gap: maybe(gap),
    reason: anyText,
    ack: maybe(fc.record({ by: anyText, at: instant, until: maybe(instant), note: anyText })),
    mute: maybe(fc.record({ by: anyText, at: instant, until: instant, note: anyText })),
  })
  .map((fields) => metricState({ id: 'queue-depth', ...fields }));

const incident: fc.Arbitrary<IncidentState> = fc.record({
  id: fc.constantFrom('ledger-imbalance', 'queue-stuck'),
  class: fc.constantFrom('P0', 'P1', 'P2', 'P3'),
  title: anyText,
  state: fc.constantFrom('pending', 'open'),
  since: instant,
  confirmedAt: maybe(instant),
  respondBy: maybe(instant),
  tell: maybe(anyText),
  reason: anyText,
  steps,
});

const hint: fc.Arbitrary<HintState> = fc.record({
  id: fc.constantFrom('scale-up-workers', 'roll-back'),
  kind: fc.constantFrom('scale-up', 'scale-down', 'rollback'),
  title: anyText,
  state: fc.constantFrom('pending', 'active'),
  since: instant,
  confirmedAt: maybe(instant),
  reason: anyText,
  steps,
});

const source: fc.Arbitrary<SourceState> = fc
  .record({
    id: anyText,
    kind: anyText,
    ok: fc.boolean(),
    latencyMs: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
    polls: fc.nat(),
    gaps: fc.nat(),
    skipped: fc.nat(),
    gap: maybe(gap),
    lookedAt: maybe(instant),
    lastOkAt: maybe(instant),
    nextAt: maybe(instant),
    note: maybe(anyText),
    warning: maybe(anyText),
  })
  .map(sourceState);

const transition: fc.Arbitrary<Transition> = fc.record({
  at: instant,
  metric: fc.constant('queue-depth'),
  title: anyText,
  kind: fc.constant('metric'),
  from: fc.constantFrom('green', 'red', 'none'),
  to: fc.constantFrom('amber', 'unknown'),
  new: fc.boolean(),
  reason: anyText,
});

// Beside a list there are panels: rows are filled to their last cell.
const checked = {
  refs: fc.array(oldText, { maxLength: 3 }),
  text: oldText,
  kind: fc.constantFrom('auto', 'manual'),
  by: maybe(oldText),
  at: maybe(instant),
  evidence: maybe(oldText),
} as const;

const phases: fc.Arbitrary<readonly PhaseState[]> = fc
  .array(
    fc.record({
      title: oldText,
      startsAt: maybe(instant),
      items: fc.array(
        fc.record({
          ...checked,
          status: fc.constantFrom('pass', 'fail', 'unknown', 'todo', 'done', 'skipped'),
          live: maybe(fc.constantFrom('pass', 'fail', 'unknown')),
          measured: fc.array(fc.record({ metric: oldText, display: oldText }), { maxLength: 2 }),
        }),
        { maxLength: 12 },
      ),
    }),
    { maxLength: 5 },
  )
  .map((drawn) => {
    let count = 0;
    return drawn.map(({ items, ...phase }, index) => ({
      id: `phase-${index}`,
      ...phase,
      items: items.map((item) => ({ id: `item-${count++}`, ...item })),
    }));
  });

const gate: fc.Arbitrary<Board['gate']> = fc
  .record({
    verdict: fc.constantFrom('go', 'no-go'),
    criteria: fc.array(
      fc.record({
        ...checked,
        required: fc.boolean(),
        status: fc.constantFrom('pass', 'fail', 'unknown', 'todo', 'done'),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ verdict, criteria }) => ({
    verdict,
    criteria: criteria.map((criterion, index) => ({ id: `item-${index}`, ...criterion })),
  }));

const anyNumber = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -5, max: 5 }));

/** Oldest first, from a second to a day apart. */
export const anyPoints: fc.Arbitrary<readonly Point[]> = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1, max: 86_400_000 }),
      value: maybe(fc.oneof({ weight: 4, arbitrary: anyNumber }, anyText)),
      text: anyText,
    }),
    { maxLength: 120 },
  )
  .map((steps) => {
    let at = Date.parse(ago(200_000));
    return steps.map(({ after, value, text }) => ({ at: (at += after), value, text }));
  });

export const anyThresholds: fc.Arbitrary<readonly Threshold[]> = fc.array(
  fc.record({ kind: fc.constantFrom('target', 'alert'), value: anyNumber, text: anyText }),
  { maxLength: 4 },
);

/** Its one metric is `queue-depth`, at which two of the plan's rules look. */
export const anySnapshot: fc.Arbitrary<WallSnapshot> = fc
  .record({
    metric,
    incidents: fc.array(incident, { maxLength: 4 }),
    hints: fc.array(hint, { maxLength: 4 }),
    sources: fc.array(source, { maxLength: 12 }),
    phases,
    gate,
    transitions: fc.array(transition, { maxLength: 12 }),
    points: anyPoints,
    thresholds: anyThresholds,
  })
  .map(({ metric, incidents, hints, sources, phases, gate, transitions, points, thresholds }) => ({
    ...plannedSnapshot({ metrics: [metric], incidents, hints, sources, phases, gate }),
    plan: plannedSnapshot().plan,
    transitions,
    points: (_: string, count: number) => points.slice(-count),
    thresholds: () => thresholds,
  }));

export const anySize = fc.record({
  columns: fc.integer({ min: 20, max: 300 }),
  rows: fc.integer({ min: 5, max: 80 }),
});

// The checklist's tables of metrics, given back with what was measured and when.
import { expect, test } from 'vitest';
import { baselinesOf } from '../../../src/rules/launch/baselines.ts';
import { checklistJson, checklistMarkdown } from '../../../src/report/checklist.ts';
import type { Board } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { marksOf, type Entry } from '../../../src/rules/launch/marks.ts';
import type { Plan } from '../../../src/rules/plan.ts';
import { planOf, ruleOf, sampleAt } from '../../support/plan.ts';

const hour = 3_600_000;
const t0 = Date.UTC(2026, 11, 1, 15);

/** Three rows of a table: their lines claimed by items, out of the profile's order; one of a table of metrics; one that no line names. */
function baselinePlan(): Plan {
  const plan = planOf({
    t0,
    metrics: {
      depth: { target: '< 100', alert: '> 500' },
      p99: { target: '< 100ms', unit: 'ms' },
      p50: { target: '< 10ms', unit: 'ms' },
      throughput: { unit: '/s' },
      spare: {},
    },
  });
  const item = (text: string, ref: string, when: string) => ({
    id: `baselines/${ref}`,
    text,
    when: ruleOf(when),
    manual: null,
    runs: null,
    minSeen: null,
    refs: [ref],
    digest: `sha256:${text}`,
    former: null,
  });
  return {
    ...plan,
    metrics: plan.metrics.map((metric) => ({
      ...metric,
      title: { p50: 'Latency P50', p99: 'Latency P99', throughput: 'Throughput' }[metric.id] ?? metric.id,
      refs: metric.id === 'depth' ? ['x-2'] : [],
    })),
    phases: [
      {
        id: 'load',
        title: 'Load testing',
        offset: -72 * hour,
        items: [
          item('Latency P50', 'x-9', 'p50 < 10ms and throughput > 1000/s'),
          item('Latency P99', 'x-10', 'p99 < 100ms and throughput > 1000/s'),
          item('Throughput', 'x-11', 'throughput > 1000/s'),
        ],
      },
      { id: 'T-0', title: 'Launch', offset: 0, items: [] },
    ],
  };
}

/** One judge over looks at all of these values; what is latched is kept. */
function launch(changed = (plan: Plan): Plan => plan) {
  const plan = changed(baselinePlan());
  const judge = new Judge(plan, t0 - 73 * hour);
  const entries: Entry[] = [];
  return {
    plan,
    look: (at: number, values: Readonly<Record<string, number>>): Board => {
      const samples = Object.entries(values).map(([metric, value]) => ({
        metric,
        sample: sampleAt(at, value),
      }));
      const step = { now: at, sources: [], loopLagMs: 0 };
      entries.push(...judge.advance({ ...step, samples, marks: marksOf(entries) }).said);
      return judge.advance({ ...step, samples: [], marks: marksOf(entries) }).board;
    },
  };
}

const idle = { depth: 12, p50: 3, p99: 40, throughput: 8, spare: 1 };
const loaded = { depth: 80, p50: 8.25, p99: 120, throughput: 1240, spare: 1 };
const table = (board: Board, plan: Plan) =>
  baselinesOf(board, plan).map(({ metric, refs, target, measured, measuredAt, met }) =>
    [refs.join(), metric.title, target, measured, measuredAt?.slice(5, 19), met].join(' | '),
  );

test('rows stand in the checklist’s order, and what met its baseline under load keeps value and instant', () => {
  const { plan, look } = launch();
  expect(table(look(t0 - 71 * hour, idle), plan)).toEqual([
    'x-2 | depth | < 100 | 12 | 11-28T16:00:00 | ',
    'x-9 | Latency P50 | < 10ms | 3ms | 11-28T16:00:00 | not met yet',
    'x-10 | Latency P99 | < 100ms | 40ms | 11-28T16:00:00 | not met yet',
    'x-11 | Throughput | > 1000/s | 8/s | 11-28T16:00:00 | not met yet',
    ' | spare |  | 1 | 11-28T16:00:00 | ',
  ]);
  look(t0 - 70 * hour, loaded);
  expect(table(look(t0 + hour, idle), plan)).toEqual([
    'x-2 | depth | < 100 | 12 | 12-01T16:00:00 | ',
    'x-9 | Latency P50 | < 10ms | 8.3ms | 11-28T17:00:00 | met',
    'x-10 | Latency P99 | < 100ms | 40ms | 12-01T16:00:00 | not met yet',
    'x-11 | Throughput | > 1000/s | 1,240/s | 11-28T17:00:00 | met',
    ' | spare |  | 1 | 12-01T16:00:00 | ',
  ]);
});

test('what was measured is no part of a sentence: a title may have an operator, or "and"', () => {
  const odd = (plan: Plan, title: string): Plan => ({
    ...plan,
    metrics: plan.metrics.map((metric) => (metric.id === 'p50' ? { ...metric, title } : metric)),
    phases: plan.phases.map((phase) => ({
      ...phase,
      items: phase.items.map((item) => (item.text === 'Latency P50' ? { ...item, text: title } : item)),
    })),
  });
  for (const title of ['P50 < 12 and more', 'P50 of a and b']) {
    const { plan, look } = launch((made) => odd(made, title));
    look(t0 - 70 * hour, loaded);
    const row = baselinesOf(look(t0 + hour, idle), plan).find(({ metric }) => metric.id === 'p50');
    expect(row).toMatchObject({ measured: '8.3ms', met: 'met' });
  }
});

test('nothing read is nothing measured', () => {
  const { plan, look } = launch();
  expect(table(look(t0 - 71 * hour, {}), plan)[1]).toBe('x-9 | Latency P50 | < 10ms |  |  | cannot be told');
});

test('the checklist gives the table back, the other readings behind it', () => {
  const { plan, look } = launch();
  look(t0 - 70 * hour, loaded);
  const board = look(t0 + hour, idle);
  const input = { board, plan, launch: 'v1' };
  const text = checklistMarkdown(input);
  expect(text.slice(text.indexOf('## Baselines'))).toMatchInlineSnapshot(`
    "## Baselines

    | Metric | Target | Alert | Measured | At | Status |
    | --- | --- | --- | --- | --- | --- |
    | depth (x-2) | \\< 100 | > 500 | 12 | 16:00:00 | green |
    | Latency P50 (x-9) | \\< 10ms | – | 8.3ms | 2026-11-28 17:00:00 | met; now 3ms, green |
    | Latency P99 (x-10) | \\< 100ms | – | 40ms | 16:00:00 | not met yet; green |
    | Throughput (x-11) | > 1000/s | – | 1,240/s | 2026-11-28 17:00:00 | met; now 8/s |

    ## Other readings

    | Metric | Target | Alert | Measured | At | Status |
    | --- | --- | --- | --- | --- | --- |
    | spare | – | – | 1 | 16:00:00 | – |
    "
  `);
  expect(JSON.parse(checklistJson(input))).toMatchObject({
    baselines: [
      { id: 'depth', refs: ['x-2'], met: null },
      {
        id: 'p50',
        refs: ['x-9'],
        target: '< 10ms',
        measured: '8.3ms',
        measuredAt: '2026-11-28T17:00:00.000Z',
        met: 'met',
        display: '3ms',
      },
      { id: 'p99' },
      { id: 'throughput', target: '> 1000/s', measured: '1,240/s' },
      { id: 'spare', refs: [] },
    ],
  });
});

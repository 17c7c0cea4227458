// Judging alone: rules over 50 series that get a sample each, every five seconds of a time that only counts. Arguments: the
// number of rules, hours. Answers on stdout, as JSON: milliseconds a judgement, at the 99th percentile and in the middle of
// the first and of the last half hour. In time that passes: what a thread has used is counted in steps of several milliseconds.
import { Judge } from '../../src/rules/judge.ts';
import type { SourceState } from '../../src/rules/board.ts';
import { planOf } from '../../test/support/plan.ts';

const series = 50;
const stepMs = 5_000;
const halfHour = 1_800_000 / stepMs;
const warmUpJudgements = 200;
const start = Date.UTC(2026, 11, 1, 15);

const [rules = 0, hours = 0] = process.argv.slice(2).map(Number);
/** What profiles hold: thresholds with a time, windows, rates, and two metrics together. */
const shapes = [
  (a: string) => `${a} > 900 for 5m`,
  (a: string) => `avg(${a}, 5m) > 800`,
  (a: string) => `max(${a}, 10m) > 990 for 2m`,
  (a: string, b: string) => `${a} > 900 and ${b} > 900 for 1m`,
  (a: string) => `${a} > 950 for 3 of 5 samples`,
];

const ids = Array.from({ length: series }, (_, index) => `m${index}`);
const judge = new Judge(
  planOf({
    metrics: Object.fromEntries(ids.map((id) => [id, { target: '< 900', alert: '> 950 for 1m' }])),
    incidents: Object.fromEntries(
      Array.from({ length: rules - 2 * series }, (_, index) => {
        const shape = shapes[index % shapes.length] ?? shapes[0];
        return [
          `i${index}`,
          { when: shape?.(ids[index % series] ?? '', ids[(index * 7 + 1) % series] ?? '') ?? '' },
        ];
      }),
    ),
    t0: start,
  }),
  start,
);

const times: number[] = [];
const judgements = Math.floor((hours * 3_600_000) / stepMs);
for (let turn = 0; turn < judgements; turn++) {
  const now = start + turn * stepMs;
  const samples = ids.map((metric, index) => ({
    metric,
    sample: { at: now, value: 500 + 480 * Math.sin((turn + index * 13) / 40) },
  }));
  const before = performance.now();
  judge.advance({ now, samples, sources: [sourceAt(now, turn)], loopLagMs: 0 });
  if (turn >= warmUpJudgements) times.push(performance.now() - before);
}
const at = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? Number.NaN;
process.stdout.write(
  JSON.stringify({
    p99: at(times, 0.99),
    first: at(times.slice(0, halfHour), 0.5),
    last: at(times.slice(-halfHour), 0.5),
  }),
);

function sourceAt(now: number, polls: number): SourceState {
  const instant = new Date(now).toISOString();
  return {
    id: 'src',
    kind: 'http',
    ok: true,
    latencyMs: 1,
    polls,
    gaps: 0,
    skipped: 0,
    gap: null,
    lookedAt: instant,
    lastOkAt: instant,
    nextAt: instant,
    note: null,
    warning: null,
  };
}

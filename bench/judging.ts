// What one judgement costs: 200 rules over 50 series, each with a sample a second, for hours (RULES.md §9: p99 below 5 ms).
// `node bench/judging.ts [--hours 3] [--rules 200]`; prints a table of CPU time: by the number of rules, and by the hour.
import { parseArgs } from 'node:util';
import { Judge } from '../src/rules/judge.ts';
import { planOf, type MetricSpec, type PlanSpec } from '../test/support/plan.ts';

const { values: options } = parseArgs({
  options: { hours: { type: 'string', default: '2.5' }, rules: { type: 'string', default: '200' } },
});

const seriesCount = 50;
const start = Date.UTC(2026, 11, 1, 15, 0, 0);

/** Every function of the conditions, in turn, over windows from a minute to an hour. */
const forms: readonly ((metric: string) => string)[] = [
  (m) => `${m} > 900 for 5m`,
  (m) => `avg(${m}, 5m) > 800`,
  (m) => `p95(${m}, 1h) > 990`,
  (m) => `max(${m}, 10m) < 10`,
  (m) => `rate(${m}, 2m) > 100/min`,
  (m) => `drop(${m}, 5m) > 50%`,
  (m) => `stddev(${m}, 30m) > 400`,
  (m) => `until(${m}, 2000) < 1h`,
  (m) => `delta(${m}, 10m) > 900 and sum(${m}, 15m) > 1`,
  (m) => `count(${m}, 1h) < 10 or changes(${m}, 1h) < 2`,
];

/** A quarter of the rules are alerts, a quarter targets, the others hints. */
function specOf(rules: number): PlanSpec {
  const metrics: Record<string, MetricSpec> = {};
  const perMetric = Math.min(1, rules / (2 * seriesCount));
  for (let index = 0; index < seriesCount; index++) {
    const judged = index < perMetric * seriesCount;
    metrics[`m${index}`] = {
      interval: '1s',
      staleAfter: '10s',
      ...(judged ? { target: '< 900', alert: '> 1500 for 2m', hold: '4s' } : {}),
    };
  }
  const hints: Record<string, { when: string }> = {};
  for (let index = 2 * Math.round(perMetric * seriesCount); index < rules; index++)
    hints[`h${index}`] = { when: forms[index % forms.length]?.(`m${index % seriesCount}`) ?? '' };
  return { metrics, hints };
}

/** A slow wave and some noise that is the same at every run; a measured double, as a latency is. */
function reading(metric: number, second: number): number {
  const noise = ((second * 7_919 + metric * 104_729) % 1_000) / 10;
  return 500 + 300 * Math.sin((second + metric * 60) / 900) + noise;
}

interface Run {
  /** CPU milliseconds of each judgement, collection of garbage included. */
  readonly costs: readonly number[];
  readonly heapMb: readonly number[];
}

function run(rules: number, seconds: number): Run {
  const judge = new Judge(planOf(specOf(rules)), start);
  const costs: number[] = [];
  const heapMb: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const now = start + second * 1_000;
    const samples = Array.from({ length: seriesCount }, (_, metric) => ({
      metric: `m${metric}`,
      sample: { at: now, value: reading(metric, second) },
    }));
    const before = process.cpuUsage();
    judge.advance({ now, samples, sources: [], loopLagMs: 0 });
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1_000);
    if (second % 600 === 599) heapMb.push(process.memoryUsage().heapUsed / 1e6);
  }
  return { costs, heapMb };
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor(q * (values.length - 1))] ?? Number.NaN;
}

function row(name: string, costs: readonly number[]): string {
  const cells = [quantile(costs, 0.5), quantile(costs, 0.99), Math.max(...costs)];
  return `  ${name.padEnd(24)}${cells.map((cell) => cell.toFixed(2).padStart(9)).join('')}`;
}

const rules = Number(options.rules);
const seconds = Math.round(Number(options.hours) * 3_600);
console.log(`one judgement, ${seriesCount} series, a sample of each a second; CPU ms`);
console.log(`  ${''.padEnd(24)}${['p50', 'p99', 'most'].map((name) => name.padStart(9)).join('')}`);
for (const count of [rules / 4, rules / 2, rules])
  console.log(row(`${count} rules, 15 minutes`, run(count, 900).costs.slice(60)));
const long = run(rules, seconds);
for (let from = 0; from < seconds; from += 1_800)
  console.log(
    row(
      `${rules} rules, from ${(from / 3_600).toFixed(1)} h`,
      long.costs.slice(Math.max(60, from), from + 1_800),
    ),
  );
console.log(
  `  heap, MB, every 10 minutes: ${long.heapMb.map((megabytes) => megabytes.toFixed(0)).join(' ')}`,
);

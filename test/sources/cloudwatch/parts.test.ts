// The pure parts of the CloudWatch source: windows, costs, expressions, statistics, packing.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dollarsAnHour, dollarText } from '../../../src/sources/cloudwatch/cost.ts';
import { namesInExpression, renameInExpression } from '../../../src/sources/cloudwatch/expression.ts';
import { planBatches, queriesMax, type DataRead } from '../../../src/sources/cloudwatch/queries.ts';
import { isStatistic } from '../../../src/sources/cloudwatch/statistic.ts';
import { firstLook, windowAt } from '../../../src/sources/cloudwatch/window.ts';

const seconds = 1_000;

describe('windows', () => {
  test('every window has whole, settled, recent periods, and forgets nothing that is within reach', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10 ** 12, max: 2 * 10 ** 12 }),
        fc.constantFrom(1, 5, 10, 30, 60, 300, 3_600, 86_400),
        fc.integer({ min: 0, max: 600 * seconds }),
        fc.option(fc.integer({ min: 0, max: 7_200 * seconds })),
        fc.option(fc.integer({ min: -7_200 * seconds, max: 7_200 * seconds })),
        (now, periodSeconds, settle, history, behind) => {
          const period = periodSeconds * seconds;
          const filled = behind === null ? null : Math.floor((now - behind) / period) * period;
          const { end, recentStart, start } = windowAt(now, period, settle, history, filled);
          expect([start % period, end % period, recentStart % period]).toEqual([0, 0, 0]);
          expect(end + settle).toBeLessThanOrEqual(now);
          expect(end + settle + period).toBeGreaterThan(now);
          expect(end - recentStart).toBeGreaterThanOrEqual(Math.max(3 * period, history ?? 0));
          expect(start).toBeLessThanOrEqual(recentStart);
          const reach = Math.max(firstLook + period, end - recentStart);
          expect(end - start).toBeLessThanOrEqual(reach);
          const within =
            filled !== null && end - filled <= firstLook / 2 && end - recentStart <= firstLook / 2;
          expect(start).toBeLessThanOrEqual(within ? filled : recentStart);
        },
      ),
    );
  });
});

describe('costs', () => {
  test.each([
    [6, 60, '$0.0036'],
    [40, 60, '$0.024'],
    [40, 15, '$0.10'],
    [500, 60, '$0.30'],
    [1, 300, '$0.00012'],
    [500, 1, '$18.00'],
    [0, 60, '$0'],
  ])('%i metrics every %i s cost %s an hour', (metrics, every, text) => {
    expect(dollarText(dollarsAnHour(metrics, every * seconds))).toBe(text);
  });

  test('40 metrics every 60 s are the $17.3 a month of docs/rules-research.md §2.5', () => {
    expect(dollarsAnHour(40, 60 * seconds) * 24 * 30).toBeCloseTo(17.28, 10);
  });
});

describe('expressions', () => {
  test.each([
    ['m1/m2*100', ['m1', 'm2']],
    ['FILL(m1, 0) + m1', ['m1']],
    ['1e3 * m1 + .5e2', ['m1']],
    ['METRICS("m1") + a_B9', ['a_B9']],
    ["SEARCH('m1 m2', 'Sum')", []],
    ['SUM([errors,faults])', ['errors', 'faults']],
    ['sum(m1)', ['m1']],
  ])('%s names %j', (expression, names) => {
    expect(namesInExpression(expression)).toEqual(names);
  });

  test('names are swapped all at once, and nothing else is', () => {
    const swap = new Map([
      ['m1', 'm2'],
      ['m2', 'm1'],
    ]);
    expect(renameInExpression('m1/m2 + m10 + FILL(m1, 1) + X("m1")', swap)).toBe(
      'm2/m1 + m10 + FILL(m2, 1) + X("m1")',
    );
  });
});

describe('statistics', () => {
  test.each([
    'Average',
    'SampleCount',
    'IQM',
    'p50',
    'p99.99',
    'p100',
    'tm90',
    'TM(10%:90%)',
    'TC(:200)',
    'PR(100:)',
    'WM(1.5:2)',
  ])('%s is one', (text) => expect(isStatistic(text)).toBe(true));
  test.each([
    '',
    'average',
    'p',
    'p101',
    'p99.',
    'p-1',
    'TM()',
    'TM(:)',
    'TM(10%)',
    'PR(a:b)',
    'p99 ',
    'P99',
  ])('"%s" is none', (text) => expect(isStatistic(text)).toBe(false));
});

describe('packing', () => {
  const metric = fc.record({ name: fc.integer({ min: 0, max: 30 }), stat: fc.constantFrom('Sum', 'p99') });
  const plain = ({ name, stat }: { name: number; stat: string }) => ({
    namespace: 'N',
    metric: `n${name}`,
    stat,
    dimensions: {},
  });
  const anyRead: fc.Arbitrary<DataRead['read']> = fc.oneof(
    fc
      .record({ metric, period: fc.constantFrom(60_000, 300_000) })
      .map(({ metric, period }) => ({ ...plain(metric), period })),
    fc
      .record({ metrics: fc.array(metric, { minLength: 1, maxLength: 60 }), alone: fc.boolean() })
      .map(({ alone, metrics }) => ({
        expression: alone ? 'SUM(METRICS())' : metrics.map((_, index) => `m${index}`).join('+'),
        metrics: Object.fromEntries(metrics.map((one, index) => [`m${index}`, plain(one)])),
        period: 60_000,
      })),
  );

  test('every read is a target of exactly one call, and no call is longer than CloudWatch takes', () => {
    fc.assert(
      fc.property(fc.array(anyRead, { maxLength: 60 }), (reads) => {
        const batches = planBatches(reads.map((read, index) => ({ metric: `${index}`, read, exact: false })));
        const targets = batches.flatMap((batch) => batch.targets.map((target) => target.metric));
        expect(new Set(targets).size).toBe(reads.length);
        expect(targets).toHaveLength(reads.length);
        for (const { period, queries, targets } of batches) {
          expect(queries.length).toBeLessThanOrEqual(queriesMax);
          const byId = new Map(queries.map((query) => [query.Id, query]));
          expect(byId.size).toBe(queries.length);
          for (const { queryId } of targets) expect(byId.get(queryId)?.ReturnData).toBe(true);
          for (const query of queries)
            expect((query.MetricStat?.Period ?? query.Period ?? 0) * seconds).toBe(period);
        }
      }),
    );
  });
});

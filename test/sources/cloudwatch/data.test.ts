// GetMetricData against the server that stands in for CloudWatch: windows, packing, paging, statistics, metric math.

import { describe, expect, test } from 'vitest';
import { bench, gapOf, handClock, minute, noon, poll, samplesOf, stat, valuesOf } from './harness.ts';

/** Minutes since noon: a value that tells which period it belongs to. */
const minutes = (start: number): number => (start - noon) / minute;

describe('metrics, with a stand-in for CloudWatch', () => {
  test('a sample stands at the end of its period, and only settled periods give one', async () => {
    const { clock, server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    const aws = await source({ cpu: stat('cpu') }, { settle: '120s' });
    clock.time = noon + 59_999;
    const first = await poll(aws);
    expect(first.gap).toBeNull();
    expect(valuesOf(first, 'cpu').at(-1)).toEqual([-120, -3]);
    clock.time = noon + minute;
    expect(valuesOf(await poll(aws), 'cpu').at(-1)).toEqual([-60, -2]);
    expect(server.dataCalls().map(({ EndTime }) => EndTime?.getTime())).toEqual([
      noon - 2 * minute,
      noon - minute,
    ]);
  });

  test('the first look reaches back an hour, each later one three periods', async () => {
    const { clock, server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    const aws = await source({ cpu: stat('cpu') });
    expect(valuesOf(await poll(aws), 'cpu')).toHaveLength(60);
    clock.time += minute;
    expect(valuesOf(await poll(aws), 'cpu')).toEqual([
      [-240, -5],
      [-180, -4],
      [-120, -3],
      [-60, -2],
    ]);
    expect(valuesOf(await poll(aws), 'cpu')).toHaveLength(3);
    const [call] = server.dataCalls();
    expect(call).toMatchObject({
      StartTime: new Date(noon - 62 * minute),
      EndTime: new Date(noon - 2 * minute),
      ScanBy: 'TimestampAscending',
    });
  });

  test('what was missed while CloudWatch could not be read is made up for', async () => {
    const { clock, server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    const aws = await source({ cpu: stat('cpu') });
    await poll(aws);
    server.fault = () => ({ kind: 'raw', status: 503, type: 'text/html', body: 'busy' });
    clock.time += 5 * minute;
    expect((await poll(aws)).gap?.reason).toBe('unavailable');
    server.fault = () => null;
    clock.time += 5 * minute;
    expect(valuesOf(await poll(aws), 'cpu')).toHaveLength(13);
  });

  test.each([
    ['10s', '60s', 37, [-60, 3]],
    ['5m', '120s', 37, [-300, 3]],
    ['1h', '120s', 37, [-3600, 3]],
    ['1d', '0s', 0, [-43_200, 3]],
  ] as const)(
    'a period of %s lies on the clock (settle %s, %i s past)',
    async (period, settle, past, newest) => {
      const { clock, server, source } = await bench();
      server.world.metrics = [{ namespace: 'App', name: 'cpu', value: () => 3 }];
      clock.time = noon + past * 1_000 - (period === '10s' ? 30_000 : 0);
      const aws = await source({ cpu: stat('cpu', { period }) }, { settle });
      const result = await poll(aws);
      expect(valuesOf(result, 'cpu').at(-1)).toEqual(newest);
      const [call] = server.dataCalls();
      const length = (call?.MetricDataQueries?.[0]?.MetricStat?.Period ?? 0) * 1_000;
      expect((call?.StartTime?.getTime() ?? 1) % length).toBe(0);
      expect((call?.EndTime?.getTime() ?? 1) % length).toBe(0);
    },
  );

  test('a late change is read again: same instant, new value', async () => {
    const { clock, server, source } = await bench();
    let late = 10;
    server.world.metrics = [
      { namespace: 'App', name: 'cpu', value: (start) => (minutes(start) === -3 ? late : 1) },
    ];
    const aws = await source({ cpu: stat('cpu') });
    expect(valuesOf(await poll(aws), 'cpu').at(-1)).toEqual([-120, 10]);
    late = 66.9;
    clock.time += 2 * minute;
    expect(valuesOf(await poll(aws), 'cpu')).toContainEqual([-120, 66.9]);
  });

  test('history widens what each poll reads again', async () => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    const aws = await source({ cpu: stat('cpu') }, { history: '10m' });
    await poll(aws);
    expect(valuesOf(await poll(aws), 'cpu')).toHaveLength(10);
  });

  test('statistics, units and dimensions are asked for as written', async () => {
    const { server, source } = await bench();
    const byStat = (start: number, kind: string): number =>
      ['Sum', 'p99.9', 'TM(10%:90%)', 'tm95'].indexOf(kind);
    server.world.metrics = [
      {
        namespace: 'AWS/ECS',
        name: 'latency',
        dimensions: { Service: 'api', Cluster: 'x' },
        unit: 'Seconds',
        value: byStat,
      },
    ];
    const read = (kind: string, dimensions = { Service: 'api', Cluster: 'x' }): object => ({
      namespace: 'AWS/ECS',
      metric: 'latency',
      stat: kind,
      unit: 'Seconds',
      dimensions,
    });
    const aws = await source({
      sum: read('Sum'),
      p: read('p99.9'),
      trimmed: read('TM(10%:90%)'),
      mean: read('tm95'),
      fewer: { namespace: 'AWS/ECS', metric: 'latency', stat: 'Sum', dimensions: { Service: 'api' } },
    });
    const result = await poll(aws);
    const newest = ['sum', 'p', 'trimmed', 'mean'].map((metric) => valuesOf(result, metric).at(-1)?.[1]);
    expect(newest).toEqual([0, 1, 2, 3]);
    expect(gapOf(result, 'fewer')).toBe(
      'empty: no data points of AWS/ECS latency in the last 3m up to 11:58:00 UTC',
    );
  });

  test('1,203 metrics go into three calls of at most 500 queries, and each gets its own values', async () => {
    const { server, source } = await bench();
    const names = Array.from({ length: 1_203 }, (_, index) => `n${index}`);
    // A few periods each: packing is looked at here, and an hour of all of them is 72,180 data points for a loaded machine.
    server.world.metrics = names.map((name, index) => ({
      namespace: 'App',
      name,
      value: (start) => (minutes(start) < -5 ? null : index),
    }));
    const aws = await source(Object.fromEntries(names.map((name) => [name, stat(name)])));
    // As long as it takes: only the test's own limit ends it.
    const result = await aws.poll(new AbortController().signal);
    expect(result.gap).toBeNull();
    expect(result.samples.filter(({ sample }) => sample.gap)).toEqual([]);
    expect(server.dataCalls().map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual(
      expect.arrayContaining([500, 500, 203]),
    );
    const newest = new Map(result.samples.map(({ metric, sample }) => [metric, sample]));
    expect(names.map((name) => newest.get(name))).toEqual(
      names.map((_, index) => ({ at: noon - 2 * minute, value: index })),
    );
    expect(result.note).toBe('GetMetricData: 1203 metrics, $0.72 an hour');
  });

  test('metrics of different periods are asked for in calls of their own windows', async () => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    const aws = await source({
      a: stat('cpu'),
      b: stat('cpu', { period: '5m' }),
      c: stat('cpu', { stat: 'Sum' }),
    });
    const result = await poll(aws);
    expect(new Set(server.dataCalls().map(({ MetricDataQueries }) => MetricDataQueries?.length))).toEqual(
      new Set([1, 2]),
    );
    expect(valuesOf(result, 'b').at(-1)).toEqual([-300, -10]);
  });

  test('an answer over several pages is read to its end', async () => {
    const { server, source } = await bench();
    server.world.pointsMax = 25;
    server.world.metrics = ['a', 'b', 'c'].map((name) => ({ namespace: 'App', name, value: minutes }));
    const aws = await source({ a: stat('a'), b: stat('b'), c: stat('c') });
    const result = await poll(aws);
    expect(server.dataCalls()).toHaveLength(8);
    for (const name of ['a', 'b', 'c']) {
      expect(valuesOf(result, name)).toHaveLength(60);
      expect(gapOf(result, name)).toBeNull();
    }
  });

  test('an answer that never ends is cut, and the note says so', async () => {
    const { server, source } = await bench();
    server.world.pointsMax = 2;
    server.world.metrics = [{ namespace: 'App', name: 'a', value: minutes }];
    const aws = await source({ a: stat('a') });
    const cut = await poll(aws);
    expect(server.dataCalls()).toHaveLength(20);
    expect(cut.note).toContain('answer cut after 20 pages');
    expect(gapOf(cut, 'a')).toMatch(/^partial_data: /);
    const next = await poll(aws);
    expect(gapOf(next, 'a')).toBeNull();
    server.fault = () => ({ kind: 'answer', answer: { MetricDataResults: [], NextToken: 'again' } });
    expect((await poll(aws)).note).toContain('repeats a page');
    expect(server.dataCalls()).toHaveLength(24);
  });

  test('metric math is computed from the metrics it names, whatever else is in the call', async () => {
    const { server, source } = await bench();
    server.world.metrics = [
      { namespace: 'App', name: 'errors', value: () => 3 },
      { namespace: 'App', name: 'requests', value: () => 200 },
      { namespace: 'App', name: 'denials', value: () => 8 },
    ];
    const of = (metric: string): object => ({ namespace: 'App', metric, stat: 'Sum' });
    const aws = await source({
      errors: { ...of('errors'), period: '60s' },
      rate: { expression: 'm1/m2*100', metrics: { m1: of('errors'), m2: of('requests') }, period: '60s' },
      rest: {
        expression: '(m2 - m1) / m2',
        metrics: { m1: of('denials'), m2: of('requests') },
        period: '60s',
      },
    });
    const result = await poll(aws);
    expect(valuesOf(result, 'rate').at(-1)).toEqual([-120, 1.5]);
    expect(valuesOf(result, 'rest').at(-1)).toEqual([-120, 0.96]);
    const queries = server.dataCalls()[0]?.MetricDataQueries ?? [];
    expect(queries.map(({ Expression, Id, ReturnData }) => [Id, Expression, ReturnData])).toEqual([
      ['m0', undefined, true],
      ['m1', undefined, false],
      ['e2', 'm0/m1*100', true],
      ['m3', undefined, false],
      ['e4', '(m1 - m3) / m1', true],
    ]);
    expect(result.note).toBe('GetMetricData: 3 metrics, $0.0018 an hour');
  });

  test('METRICS(), SEARCH and SELECT get calls of their own, with their own names', async () => {
    const { server, source } = await bench();
    server.world.metrics = ['alpha', 'beta'].map((name) => ({ namespace: 'App', name, value: () => 2 }));
    const of = (metric: string): object => ({ namespace: 'App', metric, stat: 'Sum' });
    const aws = await source({
      alpha: { ...of('alpha'), period: '60s' },
      all: { expression: 'SUM(METRICS())', metrics: { a: of('alpha'), b: of('beta') } },
      one: { expression: "SEARCH('alpha', 'Sum', 60)" },
      many: { expression: "SEARCH('a', 'Sum', 60)" },
      select: { expression: 'SELECT AVG(beta) FROM App' },
    });
    const result = await poll(aws);
    expect(server.dataCalls()).toHaveLength(5);
    expect(valuesOf(result, 'all').at(-1)).toEqual([-120, 4]);
    expect(valuesOf(result, 'one').at(-1)).toEqual([-120, 2]);
    expect(valuesOf(result, 'select').at(-1)).toEqual([-120, 2]);
    expect(gapOf(result, 'many')).toBe(
      "wrong_type: SEARCH('a', 'Sum', 60) gives 2 time series, one is needed: put SUM, AVG or MAX around it",
    );
  });

  test('an empty list of metrics asks nothing', async () => {
    const { server, source } = await bench();
    const result = await poll(await source({}));
    expect(result).toMatchObject({ samples: [], gap: null, note: null, latencyMs: null });
    expect(server.calls).toEqual([]);
  });

  test('a metric that stopped keeps its old values and says that there are no new ones', async () => {
    const { server, source } = await bench();
    server.world.metrics = [
      { namespace: 'App', name: 'cpu', value: (start) => (minutes(start) < -30 ? 5 : null) },
    ];
    const result = await poll(await source({ cpu: stat('cpu') }));
    expect(valuesOf(result, 'cpu')).toHaveLength(32);
    expect(gapOf(result, 'cpu')).toMatch(/^empty: no data points of App cpu in the last 3m/);
    expect(samplesOf(result, 'cpu').at(-1)?.at).toBe(noon);
  });

  test('a drill clock that runs fast asks for launch time', async () => {
    const { server, source, clock } = await bench(handClock(noon, 20));
    server.world.metrics = [{ namespace: 'App', name: 'cpu', value: minutes }];
    expect(valuesOf(await poll(await source({ cpu: stat('cpu') })), 'cpu').at(-1)).toEqual([-120, -3]);
    expect(clock.scale).toBe(20);
  });
});

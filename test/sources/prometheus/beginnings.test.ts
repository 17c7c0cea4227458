// What a page says of when its counters began, as it goes along with a reading and into the client's own windows (docs/conditions.md §8.3).

import { describe, expect, test } from 'vitest';
import type { ValueSample } from '../../../src/domain/sample.ts';
import { isValueSample } from '../../../src/domain/sample.ts';
import { exporterWith, type Exporter } from './exporter.ts';

/** The value samples of the next look, by metric. */
async function samplesOf(exporter: Exporter): Promise<Record<string, ValueSample | undefined>> {
  const { samples } = await exporter.look();
  return Object.fromEntries(
    samples.map(({ metric, sample }) => [metric, isValueSample(sample) ? sample : undefined]),
  );
}

const hour = 3_600_000;

describe('a plain reading', () => {
  const reads = {
    one: { series: 'c_total', labels: { i: 'a' } },
    sum: { series: 'c_total', aggregate: 'sum' },
    max: { series: 'c_total', aggregate: 'max' },
  };
  const counters = 'c_total{i="a"} 5\nc_total{i="b"} 7\n';

  /** What each of the reads is told to have begun at, in seconds before the look. */
  async function told(page: (secondsAgo: (ago: number) => number) => string, ahead = 0, type?: string) {
    const exporter = await exporterWith(reads);
    if (type !== undefined) exporter.contentType = type;
    exporter.ahead = ahead;
    exporter.page = page((ago) => exporter.now / 1_000 - ago);
    const samples = await samplesOf(exporter);
    const ago = (sample: ValueSample | undefined): number | null =>
      sample?.begunAt === undefined ? null : (exporter.now - sample.begunAt) / 1_000;
    return [ago(samples['one']), ago(samples['sum']), ago(samples['max'])];
  }

  test("has begun with the page's process", async () => {
    expect(await told((at) => `process_start_time_seconds ${at(60)}\n${counters}`)).toEqual([60, 60, null]);
    expect(await told(() => counters)).toEqual([null, null, null]);
    expect(await told(() => `process_start_time_seconds NaN\n${counters}`)).toEqual([null, null, null]);
  });

  test('has begun with its own `_created`, which is more exact; a sum has not', async () => {
    const page = (at: (ago: number) => number): string =>
      `process_start_time_seconds ${at(60)}\n${counters}c_created{i="a"} ${at(20)}\nc_created{i="b"} ${at(30)}\n`;
    expect(await told(page)).toEqual([20, 60, null]);
    const openMetrics = (at: (ago: number) => number): string =>
      `# TYPE c counter\nc_total{i="a"} 5\nc_created{i="a"} ${at(20)}\nc_total{i="b"} 7\n# EOF\n`;
    expect(await told(openMetrics, 0, 'application/openmetrics-text; version=1.0.0')).toEqual([
      20,
      null,
      null,
    ]);
  });

  test('of several processes it lives in the one whose labels it has', async () => {
    const two = (at: (ago: number) => number): string =>
      `process_start_time_seconds{i="a"} ${at(60)}\nprocess_start_time_seconds{i="b"} ${at(40)}\n${counters}`;
    expect(await told(two)).toEqual([60, null, null]);
    const unlabelled = (at: (ago: number) => number): string =>
      `process_start_time_seconds{p="a"} ${at(60)}\nprocess_start_time_seconds{p="b"} ${at(40)}\n${counters}`;
    expect(await told(unlabelled)).toEqual([null, null, null]);
    const nested = (at: (ago: number) => number): string =>
      `process_start_time_seconds ${at(60)}\nprocess_start_time_seconds{i="b"} ${at(40)}\n${counters}`;
    expect(await told(nested)).toEqual([60, null, null]);
  });

  test("an exporter's own process is not that of what it tells of", async () => {
    const page = (at: (ago: number) => number): string =>
      `process_start_time_seconds ${at(60)}\nredis_exporter_build_info{v="1"} 1\n${counters}`;
    expect(await told(page)).toEqual([null, null, null]);
  });

  test('a clock that is far off says nothing', async () => {
    const page = (at: (ago: number) => number): string =>
      `process_start_time_seconds ${at(60)}\n${counters}c_created{i="a"} ${at(20)}\n`;
    expect(await told(page, 4_000)).toEqual([20, 60, null]);
    expect(await told(page, 7_000)).toEqual([null, null, null]);
    expect(await told(page, -7_000)).toEqual([null, null, null]);
  });

  test('what is worked out anew at each look is told as it was', async () => {
    const exporter = await exporterWith({ one: reads.one });
    const begun: unknown[] = [];
    for (const drift of [0, 0.4, -0.3, 0.9, 1.2]) {
      exporter.page = `process_start_time_seconds ${1_690_000_000 + drift}\n${counters}`;
      begun.push((await samplesOf(exporter))['one']?.begunAt);
    }
    expect(begun).toEqual([...Array<number>(4).fill(1_690_000_000_000), 1_690_000_001_200]);
  });
});

describe("the client's own windows", () => {
  test('a series that was made within the window had counted nothing before, and nothing else of the page had', async () => {
    const exporter = await exporterWith({
      made: { rate: 'c_total', labels: { i: 'a' }, window: '1m' },
      old: { rate: 'c_total', labels: { i: 'b' }, window: '1m' },
    });
    const made20sAgo = exporter.now / 1_000 - 20;
    const page = (a: number, b: number): string =>
      `c_total{i="a"} ${a}\nc_created{i="a"} ${made20sAgo}\nc_total{i="b"} ${b}\n`;
    await exporter.after(0, page(60, 1_000));
    await exporter.after(5, page(90, 1_010));
    const { made, old } = await samplesOf(exporter);
    expect(made).toMatchObject({ value: 1.5 });
    expect(made?.part).toBeUndefined();
    expect(old?.part).toMatchObject({ seenMs: 5_000, atMost: Infinity });
  });

  test('a beginning that may lie before the window, for all that clocks tell, is none within it', async () => {
    const rate = async (ago: number) => {
      const exporter = await exporterWith({ rate: { rate: 'c_total', window: '1m' } });
      const begun = exporter.now / 1_000 - ago;
      await exporter.after(0, `process_start_time_seconds ${begun}\nc_total 600\n`);
      return (await samplesOf(exporter))['rate'];
    };
    expect(await rate(54)).toMatchObject({ value: 10 });
    expect(await rate(57)).toBeUndefined();
  });

  test('a series that was made anew between two looks counts all that it shows', async () => {
    const exporter = await exporterWith({ rate: { rate: 'c_total', window: '20s' } });
    const page = (raw: number, created: number): string =>
      `process_start_time_seconds 1690000000\nc_total ${raw}\nc_created ${created}\n`;
    for (let look = 0; look < 5; look++) await exporter.after(5, page(100, 1_690_000_000));
    await exporter.after(5, page(300, exporter.now / 1_000 + 2));
    // 300 since it was made, not 200 more.
    expect((await samplesOf(exporter))['rate']?.value).toBeCloseTo(300 / 15, 0);
  });

  const histogram = (fast: number, all: number): string =>
    `t_seconds_bucket{le="0.1"} ${fast}\nt_seconds_bucket{le="+Inf"} ${all}\n`;

  test('what a process has observed since it began, within the window, belongs to it', async () => {
    const exporter = await exporterWith({
      fast: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
    });
    const start = `process_start_time_seconds ${exporter.now / 1_000 - 30}\n`;
    await exporter.after(0, start + histogram(0, 80));
    await exporter.after(5, start + histogram(20, 100));
    const { fast } = await samplesOf(exporter);
    expect(fast).toMatchObject({ value: { numerator: 20n, denominator: 1n } });
    expect(fast?.part).toBeUndefined();
  });

  test('a histogram that was made anew counts from zero, and one that another replica tells does not count', async () => {
    const fastAfter = async (created: number) => {
      const exporter = await exporterWith({
        fast: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
      });
      const made = (at: number): string => `t_seconds_created ${at / 1_000}\n`;
      await exporter.after(0, made(exporter.now - hour) + histogram(50, 100));
      await exporter.after(5, made(exporter.now + created) + histogram(60, 200));
      return (await samplesOf(exporter))['fast'];
    };
    // All of its 200, of which 60 were fast.
    expect(await fastAfter(3_000)).toMatchObject({ value: { numerator: 30n, denominator: 1n } });
    const other = await fastAfter(-2 * hour);
    expect(other?.part?.told ?? true).toBe(false);
  });

  test('growth over a time that failed is known where exactly this series is the same', async () => {
    const exporter = await exporterWith({ rate: { rate: 'c_total', window: '2m' } });
    const page = (raw: number): string => `c_total ${raw}\nc_created 1690000000\n`;
    for (let look = 0; look < 14; look++) await exporter.after(10, page(500));
    exporter.status = 500;
    for (let look = 0; look < 5; look++) await exporter.after(10, '');
    exporter.status = 200;
    await exporter.after(10, page(510));
    const { rate } = await samplesOf(exporter);
    expect(rate?.part).toBeUndefined();
    expect(rate?.value).toBeCloseTo(10 / 110, 9);
  });
});

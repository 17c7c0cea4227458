// Rates, quantiles and shares: per series first, resets made good, windows that move, and memory that does not grow.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Series } from '../../../src/domain/series.ts';
import { extrapolatedRate } from '../../../src/rules/condition/functions.ts';
import {
  CounterTrack,
  trackedPointsMax,
  trackedSeriesMax,
} from '../../../src/sources/prometheus/counter-track.ts';
import { HistogramTrack } from '../../../src/sources/prometheus/histogram-track.ts';
import { sentences } from '../../support/poll-source.ts';
import { exporterWith } from './exporter.ts';

const counters = (a: number, b: number | null = null): string =>
  `c_total{i="a"} ${a}\n${b === null ? '' : `c_total{i="b"} ${b}\n`}`;

test('a rate needs two looks, and is that of the window', async () => {
  const exporter = await exporterWith({ rate: { rate: 'c_total', window: '1m' } });
  expect(await exporter.after(0, counters(1_000))).toEqual({ rate: 'gap:unsettled' });
  expect(sentences(await exporter.look())).toEqual(['growth needs two looks within 1m; so far there is one']);
  // 30 more each 15 s: of what was seen of the minute, and what is certain of the whole of it.
  const part = async (seconds: number, raw: number) => {
    const rates = await exporter.after(seconds, counters(raw));
    const sample = (await exporter.look()).samples[0]?.sample;
    return { ...rates, part: sample && 'part' in sample ? sample.part : undefined };
  };
  expect(await part(15, 1_030)).toMatchObject({
    rate: '2',
    part: { seenMs: 15_000, atLeast: 0.5, from: 2, to: 2 },
  });
  expect(await part(15, 1_060)).toMatchObject({
    rate: '2',
    part: { windowMs: 60_000, seenMs: 30_000, atLeast: 1 },
  });
  expect(await part(15, 1_090)).toMatchObject({ rate: '2', part: { seenMs: 45_000, atMost: Infinity } });
  expect(await part(15, 1_120)).toEqual({ rate: '2', part: undefined });
  expect(await exporter.after(120, counters(9_000))).toEqual({ rate: 'gap:unsettled' });
});

test("one series' reset is not hidden by another's growth", async () => {
  const exporter = await exporterWith({
    sum: { rate: 'c_total', window: '20s', aggregate: 'sum' },
    b: { rate: 'c_total', labels: { i: 'b' }, window: '20s' },
    none: { rate: 'c_total', window: '20s' },
  });
  await exporter.after(0, counters(5_000, 1_000));
  // The sum of both falls by 800; what happened is a growth of 100 and of 100, in ten seconds.
  const after = await exporter.after(10, counters(5_100, 100));
  expect(after).toEqual({ sum: '20', b: '10', none: 'gap:wrong_type' });
});

test('a series that has gone counts until its window has, and one that is new from its second look on', async () => {
  const exporter = await exporterWith({ sum: { rate: 'c_total', window: '25s', aggregate: 'sum' } });
  await exporter.after(0, counters(1_000, 1_000));
  expect(await exporter.after(10, counters(1_100, 1_100))).toEqual({ sum: '20' });
  expect(await exporter.after(10, counters(1_200))).toEqual({ sum: '20' });
  expect(await exporter.after(10, counters(1_300))).toEqual({ sum: '10' });
});

test('a series that was not on a page which was read well has grown by at most what it shows', async () => {
  const rate = { rate: 'c_total', labels: { i: 'b' }, window: '20s', aggregate: 'sum' };
  const exporter = await exporterWith({ rate });
  for (const seconds of [0, 10, 10])
    expect(await exporter.after(seconds, counters(1_000))).toEqual({ rate: 'gap:not_found' });
  await exporter.after(10, counters(1_000, 400));
  const part = async () => {
    const sample = (await exporter.look()).samples[0]?.sample;
    return sample && 'part' in sample ? sample.part : undefined;
  };
  expect(await part()).toMatchObject({
    windowMs: 20_000,
    seenMs: 20_000,
    from: 0,
    to: 40,
    atLeast: 0,
    atMost: 20,
    bornAt: exporter.now,
  });
  await exporter.after(10, counters(1_000, 500));
  expect(await part()).toMatchObject({ from: 5, to: 25 });
  await exporter.after(10, counters(1_000, 600));
  await exporter.after(10, counters(1_000, 700));
  expect(await part()).toBeUndefined();
});

test('a process that began within the window had counted nothing before', async () => {
  const exporter = await exporterWith({ rate: { rate: 'c_total', window: '1m', aggregate: 'sum' } });
  const begun = exporter.now / 1_000 - 20;
  await exporter.after(0, `process_start_time_seconds ${begun}\n${counters(100)}`);
  const { samples } = await exporter.look();
  expect(samples[0]?.sample).toMatchObject({ value: 100 / 60 });
});

test('a restart that was not seen is told by the process, and growth over a time that failed is a bound', async () => {
  const reads = { rate: { rate: 'c_total', window: '2m', aggregate: 'sum' } };
  const start = (begun: number) => `process_start_time_seconds ${begun}\n`;
  const bounds = async (second: (begun: number) => number) => {
    const exporter = await exporterWith(reads);
    const begun = exporter.now / 1_000 - 1_000;
    for (let look = 0; look < 14; look++) await exporter.after(10, start(begun) + counters(500));
    exporter.status = 500;
    for (let look = 0; look < 5; look++) await exporter.after(10, '');
    exporter.status = 200;
    await exporter.after(10, start(second(begun)) + counters(510));
    const sample = (await exporter.look()).samples[0]?.sample;
    return sample && 'part' in sample ? sample.part : sample;
  };
  // The same process all along: ten in two minutes, seen whole.
  expect(await bounds((begun) => begun)).toMatchObject({ value: expect.closeTo(10 / 110, 9) });
  // Another one since 195 s after the first look was due: it counted all of its 510 itself.
  expect(await bounds((begun) => begun + 1_195)).toMatchObject({ atLeast: 510 / 120, atMost: Infinity });
});

test('counters that are no numbers, and instants of their own', async () => {
  const exporter = await exporterWith({ rate: { rate: 'c', window: '1m' } });
  expect(await exporter.after(0, 'c NaN\n')).toEqual({ rate: 'gap:nan' });
  expect(await exporter.after(0, `c 1 ${exporter.now - 10_000}\n`)).toEqual({ rate: 'gap:unsettled' });
  // The page is cached: the same instant says nothing new.
  expect(await exporter.after(10, `c 1 ${exporter.now - 10_000}\n`)).toEqual({ rate: 'gap:unsettled' });
  expect(await exporter.after(10, `c 601 ${exporter.now}\n`)).toEqual({ rate: '30' });
});

test('a window that never holds two looks is said to be too narrow', async () => {
  const exporter = await exporterWith({ rate: { rate: 'c', window: '5s' } });
  exporter.page = 'c 1\n';
  expect(sentences(await exporter.look())).toEqual([
    'a window of 5s never holds two looks that are 5s apart',
  ]);
});

test("the rate of one series is that of a metric's own rate(), whatever the counter does", () => {
  const steps = fc.array(fc.record({ wait: fc.integer({ min: 1, max: 30 }), raw: fc.nat(1_000) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(steps, fc.integer({ min: 10, max: 200 }), (steps, window) => {
      const track = new CounterTrack(window);
      const series = new Series({ keep: 10_000 });
      let now = 0;
      for (const { wait, raw } of steps) {
        now += wait;
        track.forget(now);
        track.look(now, [{ key: 'a', at: now, raw, begunAt: null }]);
        series.push({ at: now, value: raw });
        const theirs = extrapolatedRate(series.window(window, now), now, window);
        const ours = track.rate('a', now);
        if (theirs === null) expect(ours).toBeNull();
        else if (ours?.whole !== null) expect(ours?.whole).toBeCloseTo(theirs, 9);
        else expect(ours.atLeast).toBeLessThanOrEqual(theirs + 1e-9);
      }
    }),
  );
});

test('memory is bounded: points of a series, and series', () => {
  const track = new CounterTrack(60_000);
  for (let at = 0; at < 120_000; at += 10) {
    track.look(at, [{ key: 'a', at, raw: at, begunAt: null }]);
  }
  track.forget(120_000);
  expect(track.rate('a', 120_000)?.whole).toBeCloseTo(1_000, 6);
  const many = Array.from({ length: trackedSeriesMax }, (_, index) => ({
    key: index === 0 ? 'a' : `s${index}`,
    at: 120_000,
    raw: 0,
    begunAt: null,
  }));
  expect(track.look(120_000, many)).toBe(true);
  expect(track.look(120_000, [{ key: 'one more', at: 120_000, raw: 0, begunAt: null }])).toBe(false);
  expect(trackedPointsMax).toBeLessThan(1_000);
});

interface Buckets {
  readonly i?: string;
  readonly counts: readonly number[];
}

const bounds = ['0.05', '0.1', '0.25', '+Inf'];
const histogram = (...series: readonly Buckets[]): string =>
  series
    .map(({ i = 'a', counts }) =>
      bounds.map((le, index) => `t_seconds_bucket{i="${i}",le="${le}"} ${counts[index]}\n`).join(''),
    )
    .join('');

const histogramReads = {
  p50: { quantile: 0.5, histogram: 't_seconds', window: '1m' },
  p99: { quantile: 0.99, histogram: 't_seconds', window: '1m' },
  fast: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
  slow: { share: '> 1e-1', histogram: 't_seconds', window: '1m' },
};

test('quantiles and shares are of what was observed within the window', async () => {
  const exporter = await exporterWith(histogramReads);
  const unsettled = {
    p50: 'gap:unsettled',
    p99: 'gap:unsettled',
    fast: 'gap:unsettled',
    slow: 'gap:unsettled',
  };
  // A long and slow past does not count.
  expect(await exporter.after(0, histogram({ counts: [0, 0, 0, 1_000] }))).toEqual(unsettled);
  const { p50, p99, fast, slow } = await exporter.after(10, histogram({ counts: [10, 30, 40, 1_040] }));
  expect(Number(p50)).toBeCloseTo(0.075, 12);
  expect(Number(p99)).toBeCloseTo(0.244, 12);
  expect([fast, slow]).toEqual(['75', '25']);
  expect(await exporter.after(120, histogram({ counts: [10, 30, 40, 1_040] }))).toEqual(unsettled);
  const empty = await exporter.after(10, histogram({ counts: [10, 30, 40, 1_040] }));
  expect(empty).toEqual({ p50: 'gap:empty', p99: 'gap:empty', fast: 'gap:empty', slow: 'gap:empty' });
});

test('a share is exact, to the last third', async () => {
  const exporter = await exporterWith({ fast: histogramReads.fast });
  await exporter.after(0, histogram({ counts: [0, 0, 0, 0] }));
  await exporter.after(10, histogram({ counts: [0, 1, 1, 3] }));
  const { samples } = await exporter.look();
  const { value } = samples[0]?.sample ?? {};
  expect(value).toEqual({ numerator: 100n, denominator: 3n });
});

test('above the highest bucket the answer is its bound, and that is said', async () => {
  const exporter = await exporterWith(histogramReads);
  await exporter.after(0, histogram({ counts: [0, 0, 0, 0] }));
  expect(await exporter.after(10, histogram({ counts: [10, 60, 60, 100] }))).toMatchObject({
    p99: '0.25',
    fast: '60',
  });
  expect((await exporter.look()).note).toBe('p99 of t_seconds lies above its highest bucket, 0.25');
});

test('one instance that begins anew is counted from zero in all its buckets, the other goes on', async () => {
  const exporter = await exporterWith({ fast: histogramReads.fast });
  const other = { i: 'b', counts: [0, 0, 100, 100] };
  await exporter.after(0, histogram({ counts: [100, 100, 100, 110] }, other));
  // Only its lower buckets show that it began anew: 8 of 200 were fast since, and of b none of 100.
  const after = await exporter.after(
    10,
    histogram({ counts: [4, 8, 150, 200] }, { i: 'b', counts: [0, 0, 200, 200] }),
  );
  expect(Number(after['fast'])).toBeCloseTo((100 * 8) / 300, 12);
});

test.each([
  ['t_seconds_bucket{le="0.1"} 1\n', 'wrong_type: t_seconds_bucket lacks its bucket "+Inf"'],
  [
    't_seconds_bucket{le="0.1"} 1\nt_seconds_bucket{le="1e-1"} 1\nt_seconds_bucket{le="+Inf"} 1\n',
    'parse: t_seconds_bucket has a bucket twice: which one is meant cannot be told',
  ],
  [
    't_seconds_bucket{i="a",le="+Inf"} 1\nt_seconds_bucket{i="b",le="1"} 1\nt_seconds_bucket{i="b",le="+Inf"} 1\n',
    'wrong_type: the series of t_seconds_bucket have different buckets: name more labels',
  ],
  [
    't_seconds_bucket{le="low"} 1\nt_seconds_bucket{le="+Inf"} 1\n',
    'wrong_type: a series of t_seconds_bucket has no bound in its label "le"',
  ],
  ['t_seconds_bucket{le="+Inf"} NaN\n', 'nan: a bucket of t_seconds_bucket holds no finite number'],
  ['t_seconds_count 4\n', 'not_found: no series "t_seconds_bucket" is on the page'],
])('what is no histogram is a gap: %#', async (page, sentence) => {
  const exporter = await exporterWith({ p99: histogramReads.p99 });
  exporter.page = page;
  const { samples } = await exporter.look();
  const { gap } = samples[0]?.sample ?? {};
  expect(`${gap?.reason}: ${gap?.message}`.split(' - ')[0]?.split(': did')[0]).toContain(sentence);
});

test('a share under a bound that is no bucket is not guessed at', async () => {
  const exporter = await exporterWith({ fast: { share: '<= 0.2', histogram: 't_seconds', window: '1m' } });
  await exporter.after(0, histogram({ counts: [0, 0, 0, 0] }));
  await exporter.after(10, histogram({ counts: [1, 1, 1, 1] }));
  expect(sentences(await exporter.look())).toEqual([
    '0.2 is no bucket of t_seconds_bucket: they are 0.05, 0.1, 0.25, +Inf',
  ]);
});

test('a share of a histogram without a bucket besides +Inf says so', async () => {
  const exporter = await exporterWith({ fast: { share: '<= 0.2', histogram: 't_seconds', window: '1m' } });
  const page = (count: number): string => `t_seconds_bucket{le="+Inf"} ${count}\n`;
  await exporter.after(0, page(0));
  await exporter.after(10, page(4));
  expect(sentences(await exporter.look())).toEqual([
    '0.2 is no bucket of t_seconds_bucket: it has none besides "+Inf"',
  ]);
});

test('new buckets begin a new count', () => {
  const track = new HistogramTrack(60_000);
  track.add(0, [{ key: '', bounds: [1, Number.POSITIVE_INFINITY], counts: [1, 1], begunAt: null }]);
  track.add(10, [{ key: '', bounds: [1, Number.POSITIVE_INFINITY], counts: [2, 3], begunAt: null }]);
  expect(track.increase(10)?.least.map(({ count }) => count)).toEqual([1, 2]);
  track.add(20, [{ key: '', bounds: [2, Number.POSITIVE_INFINITY], counts: [2, 3], begunAt: null }]);
  expect(track.increase(20)).toBeNull();
});

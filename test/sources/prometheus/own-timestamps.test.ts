// What has a window of its own is as old as the samples' own timestamps say, and a page that stands still tells nothing new.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../../src/domain/clock.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { Looked, Reader } from '../../../src/sources/prometheus/reader.ts';
import { PatternBudget } from '../../../src/sources/pattern-budget.ts';
import { readerOf } from '../../../src/sources/prometheus/readers.ts';
import type { PrometheusRead } from '../../../src/sources/prometheus/options.ts';
import { takeApart } from '../../../src/sources/prometheus/scrape.ts';
import { sentences } from '../../support/poll-source.ts';
import { exporterWith, type Exporter } from './exporter.ts';

const reads = {
  one: { rate: 'c_total', labels: { i: 'a' }, window: '1m' },
  sum: { rate: 'c_total', window: '1m', aggregate: 'sum' },
  max: { rate: 'c_total', window: '1m', aggregate: 'max' },
  p50: { quantile: 0.5, histogram: 't_seconds', window: '1m' },
  fast: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
};

interface Shown {
  readonly count: number;
  /** The sample's own instant; null: none. */
  readonly stamp: Instant | null;
}

/** Each series is a counter and a histogram of as many, half of them fast. */
const pageOf = (series: Readonly<Record<string, Shown>>): string =>
  Object.entries(series)
    .flatMap(([i, { count, stamp }]) => [
      [`c_total{i="${i}"}`, count, stamp],
      [`t_seconds_bucket{i="${i}",le="0.1"}`, count, stamp],
      [`t_seconds_bucket{i="${i}",le="+Inf"}`, 2 * count, stamp],
    ])
    .map(([name, count, stamp]) => `${name} ${count}${stamp === null ? '' : ` ${stamp}`}\n`)
    .join('');

/** Each metric's gap, or how old its value is. */
async function agesAfter(
  exporter: Exporter,
  seconds: number,
  series: (now: Instant) => Readonly<Record<string, Shown>>,
): Promise<string> {
  exporter.now += seconds * 1_000;
  exporter.page = pageOf(series(exporter.now));
  const { samples } = await exporter.look();
  const ages = samples.map(({ sample: { gap, at } }) => gap?.reason ?? `${(exporter.now - at) / 1_000}s`);
  return [...new Set(ages)].join(' ');
}

test.each([900, 60, 6])('a timestamp %d s ahead is a gap, as of a plain reading', async (ahead) => {
  const exporter = await exporterWith({ ...reads, plain: { series: 'c_total', aggregate: 'sum' } });
  for (let look = 0; look < 20; look++) {
    const shown = (now: Instant) => ({
      a: { count: look, stamp: now + ahead * 1_000 },
      b: { count: 1_000 + look, stamp: now },
    });
    expect(await agesAfter(exporter, 10, shown)).toBe('clock_skew');
  }
  const ago = ahead >= 60 ? `${ahead / 60}m` : `${ahead}s`;
  expect([...new Set(sentences(await exporter.look()))]).toEqual([
    `the reading is from the future by ${ago}: compare the clocks`,
  ]);
});

test('up to five seconds ahead is now', async () => {
  const exporter = await exporterWith(reads);
  const shown = (count: number) => (now: Instant) => ({ a: { count, stamp: now + 5_000 } });
  await agesAfter(exporter, 0, shown(0));
  for (let look = 1; look < 10; look++) expect(await agesAfter(exporter, 10, shown(10 * look))).toBe('0s');
});

test('a page that stands still is as old as its timestamps, and the time is not seen when it goes on', async () => {
  const exporter = await exporterWith(reads);
  for (let look = 0; look < 10; look++)
    await agesAfter(exporter, 10, (now) => ({ a: { count: 100 * look, stamp: now - 2_000 } }));
  const stamp = exporter.now - 2_000;
  // Whatever the counter says beside the same timestamp.
  for (let look = 1; look < 9; look++)
    expect(await agesAfter(exporter, 10, () => ({ a: { count: 900 + look, stamp } }))).toBe(
      `${10 * look + 2}s`,
    );
  await agesAfter(exporter, 10, (now) => ({ a: { count: 910, stamp: now } }));
  await agesAfter(exporter, 10, (now) => ({ a: { count: 920, stamp: now } }));
  for (const { sample } of (await exporter.look()).samples)
    expect(sample).toMatchObject({ part: { seenMs: 10_000 } });
});

test('several series are as old as the oldest, and one whose timestamp is fixed tells no growth', async () => {
  const exporter = await exporterWith(reads);
  const both = (lag: number) => (now: Instant) => ({
    a: { count: now / 10, stamp: null },
    b: { count: now / 10, stamp: now - lag },
  });
  await agesAfter(exporter, 0, both(7_000));
  for (let look = 0; look < 6; look++)
    expect(await agesAfter(exporter, 10, both(7_000))).toMatch(/^(0s )?7s$/);
  // Per second, of each series by its own instants.
  expect((await exporter.look()).samples[1]?.sample).toMatchObject({ value: expect.closeTo(200, 6) });
  const fixed = exporter.now - 7_000;
  const standing = (now: Instant) => ({
    a: { count: now / 10, stamp: null },
    b: { count: fixed / 10, stamp: fixed },
  });
  for (let look = 1; look < 10; look++)
    expect(await agesAfter(exporter, 10, standing)).toBe(`0s ${10 * look + 7}s`);
});

test('one that was always fixed says how old it is, and timestamps that go back say nothing', async () => {
  const exporter = await exporterWith({ sum: reads.sum, p50: reads.p50 });
  const fixed = exporter.now - 600_000;
  const shown = (now: Instant) => ({ a: { count: now, stamp: now }, b: { count: 7, stamp: fixed } });
  for (let look = 0; look < 9; look++) expect(await agesAfter(exporter, 10, shown)).toBe('unsettled');
  expect(sentences(await exporter.look())[0]).toBe(
    "growth needs two looks within 1m; so far there is one, and its samples' own timestamps are 11m30s old",
  );
  await agesAfter(exporter, 10, (now) => ({ a: { count: now, stamp: now } }));
  expect(await agesAfter(exporter, 10, (now) => ({ a: { count: now, stamp: now - 20_000 } }))).toBe(
    'unavailable',
  );
  expect(sentences(await exporter.look())[0]).toBe(
    'by their own timestamps the samples are 20s old, and older than at a look before',
  );
});

test('a page that is frozen is no newer after a restart, and no older page is taken for a look', async () => {
  const exporter = await exporterWith(reads);
  for (let look = 0; look < 9; look++)
    await agesAfter(exporter, 10, (now) => ({
      a: { count: 10 * look, stamp: now },
      b: { count: 10 * look, stamp: now - 4_000 },
    }));
  const stamp = exporter.now;
  const frozen = () => ({ a: { count: 80, stamp }, b: { count: 80, stamp: stamp - 4_000 } });
  const before = await exporter.look();
  await exporter.restart(exporter.memory());
  expect(await agesAfter(exporter, 10, frozen)).toBe('10s 14s');
  const after = await exporter.look();
  expect(after.samples).toEqual(before.samples);
});

const start = 1_700_000_000_000;
const every = 10_000;
const near = 35_000;

const windowed: readonly Exclude<PrometheusRead, 'up'>[] = [
  { rate: 'c_total', labels: { i: 'a' }, window: 60_000 },
  { rate: 'c_total', labels: {}, window: 60_000, aggregate: 'sum' },
  { rate: 'c_total', labels: {}, window: 60_000, aggregate: 'max' },
  { quantile: 0.5, histogram: 't_seconds', labels: {}, window: 60_000 },
  { share: { operator: '<=', bound: '0.1' }, histogram: 't_seconds', labels: {}, window: 60_000 },
];

function readers(): Reader[] {
  return windowed.map((read) => readerOf(read, every, near, new PatternBudget({ monotonic: () => 0 })));
}

async function look(all: readonly Reader[], page: string, now: Instant): Promise<Looked[]> {
  const names = new Set(all.map(({ name }) => name));
  const taken = await takeApart(page, 'text', names, { clockIsOff: false, endTold: true, arrivedAt: now });
  if (taken.gap) throw new Error(taken.gap.message);
  return all.map((reader) => reader.read(taken.value, now));
}

const told = ({ gap, ...sample }: Sample): unknown => gap?.reason ?? sample;
const counts = fc.record({
  wait: fc.constantFrom(every, every, every, 4 * every),
  a: fc.option(fc.nat(500)),
  b: fc.option(fc.nat(500)),
});

test('a page whose timestamps are all as far behind tells what one without any told then', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(counts, { maxLength: 20 }),
      fc.constantFrom(1, 3_000, 90_000),
      async (looks, lag) => {
        const [plain, stamped] = [readers(), readers()];
        let at = start;
        for (const { wait, a, b } of [{ wait: every, a: 1, b: 1 }, ...looks]) {
          at += wait;
          const page = (stamp: Instant | null): string =>
            pageOf({
              ...(a !== null && { a: { count: a, stamp } }),
              ...(b !== null && { b: { count: b, stamp } }),
            });
          const before = await look(plain, page(null), at);
          const after = await look(stamped, page(at), at + lag);
          expect(after.map(({ sample }) => told(sample))).toEqual(before.map(({ sample }) => told(sample)));
        }
      },
    ),
    { numRuns: 60 },
  );
});

const stamps = fc.record({
  wait: fc.constantFrom(every, every, 4 * every),
  a: fc.record({ count: fc.nat(500), behind: fc.option(fc.constantFrom(0, 4_000, 25_000, 600_000)) }),
  b: fc.record({ count: fc.nat(500), behind: fc.option(fc.constantFrom(0, 4_000, -4_000)) }),
  holds: fc.boolean(),
});

test('however timestamps move, a value is as old as the oldest sample, and goes on after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stamps, { minLength: 2, maxLength: 25 }), fc.nat(24), async (looks, cut) => {
      const whole = readers();
      let later = readers();
      let now = start;
      let shown: Record<string, Shown> = {};
      for (const [index, { wait, holds, ...series }] of looks.entries()) {
        now += wait;
        if (index === 0 || !holds)
          shown = Object.fromEntries(
            Object.entries(series).map(([i, { count, behind }]) => [
              i,
              { count, stamp: behind === null ? null : now - behind },
            ]),
          );
        const page = pageOf(shown);
        const [before, after] = [await look(whole, page, now), await look(later, page, now)];
        expect(after).toEqual(before);
        const oldest = Math.min(...Object.values(shown).map(({ stamp }) => stamp ?? now), now);
        for (const { sample } of before.slice(1)) if (!sample.gap) expect(sample.at).toBe(oldest);
        // What is older than its window does not outlive the program.
        if (index !== cut || now - oldest >= 60_000) continue;
        later = readers();
        for (const [place, reader] of later.entries()) {
          const memory: unknown = JSON.parse(JSON.stringify(whole[place]?.memory?.told(720)));
          reader.memory?.recall(memory, now);
        }
      }
    }),
    { numRuns: 60 },
  );
});

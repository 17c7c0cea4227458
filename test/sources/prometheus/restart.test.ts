// A source that is opened again with what the one before it remembered: windows go on, and nothing is seen that nobody saw.
import { expect, test } from 'vitest';
import { exporterWith, type Exporter } from './exporter.ts';

const reads = { rate: { rate: 'c_total', window: '10m', aggregate: 'sum' } };
const counters = (a: number, b: number | null = null): string =>
  `c_total{i="a"} ${a}\n${b === null ? '' : `c_total{i="b"} ${b}\n`}`;

/** What is known of the one metric after this page. */
async function known(exporter: Exporter, seconds: number, page: string) {
  exporter.now += seconds * 1_000;
  exporter.page = page;
  const { samples } = await exporter.look();
  const sample = samples[0]?.sample;
  return sample?.gap ? { gap: sample.gap.reason } : { value: sample?.value, part: sample?.part };
}

/** Five minutes of a hundred a second, each ten seconds, in two series. */
async function fiveMinutes(over: Readonly<Record<string, unknown>> = reads): Promise<Exporter> {
  const exporter = await exporterWith(over);
  for (let second = 0; second <= 300; second += 10)
    await exporter.after(10, counters(5_000 + 50 * second, 50 * second));
  return exporter;
}

test('a rate goes on where it stood, over the time away too', async () => {
  const exporter = await fiveMinutes();
  await exporter.restart(exporter.memory());
  expect(await known(exporter, 60, counters(23_000, 18_000))).toMatchObject({
    value: 100,
    part: { seenMs: 360_000, from: 100, to: 100, atLeast: 60 },
  });
});

test('without it, it begins anew', async () => {
  const exporter = await fiveMinutes();
  await exporter.restart(null);
  expect(await known(exporter, 60, counters(23_000, 18_000))).toEqual({ gap: 'unsettled' });
});

test('what lay between a look that failed and the restart was not seen, unless the process is the same', async () => {
  const process = (page: string) => `process_start_time_seconds 1600000000\n${page}`;
  for (const [shown, seenMs] of [
    [(page: string) => page, 300_000],
    [process, 420_000],
  ] as const) {
    const exporter = await exporterWith(reads);
    for (let second = 0; second <= 300; second += 10)
      await exporter.after(10, shown(counters(5_000 + 50 * second, 50 * second)));
    exporter.status = 500;
    await exporter.after(10, '');
    exporter.status = 200;
    await exporter.restart(exporter.memory());
    const after = await known(exporter, 110, shown(counters(26_000, 21_000)));
    expect(after).toMatchObject({ part: { seenMs, atLeast: 70 } });
  }
});

test('of a counter that holds less after the time away nobody knows what it grew by before it began anew', async () => {
  const exporter = await fiveMinutes();
  await exporter.restart(exporter.memory());
  const { part } = await known(exporter, 120, counters(50, 60));
  expect(part).toMatchObject({ seenMs: 300_000, atMost: Number.POSITIVE_INFINITY });
});

test('a failure is told by a number, so that nothing is kept that claims too much', async () => {
  const exporter = await exporterWith(reads);
  const before = exporter.doubts();
  await exporter.after(10, counters(1));
  expect(exporter.doubts()).toBe(before);
  exporter.status = 500;
  await exporter.after(10, '');
  const failed = exporter.doubts();
  expect(failed).not.toBe(before);
  await exporter.after(10, '');
  expect(exporter.doubts()).toBe(failed);
});

test('what reads something else is given none of it', async () => {
  const exporter = await fiveMinutes();
  const other = await exporterWith({
    rate: { rate: 'c_total', labels: { i: 'a' }, window: '10m', aggregate: 'sum' },
    same: { rate: 'c_total', window: '10m', aggregate: 'sum' },
  });
  other.now = exporter.now;
  await other.restart(exporter.memory());
  expect(await other.after(10, counters(21_000, 16_000))).toMatchObject({
    rate: 'gap:unsettled',
    same: '103.2258064516129',
  });
});

test('a long step whose place in the window cannot be told is a bound, not a rate of nothing', async () => {
  const exporter = await exporterWith({ rate: { rate: 'c_total', window: '2m' } });
  for (let second = 0; second <= 60; second += 10) await exporter.after(10, counters(1_000));
  // Only we were away for fifty seconds, in which it grew by half a million; since then it stands still.
  await exporter.after(50, counters(501_000));
  for (let second = 0; second < 60; second += 10) await exporter.after(10, counters(501_000));
  const { part } = await known(exporter, 10, counters(501_000));
  expect(part).toMatchObject({ seenMs: 120_000, from: 0, atLeast: 0 });
  expect(part?.atMost).toBeGreaterThan(4_000);
  expect(part?.to).toBeGreaterThan(4_000);
});

test('a histogram too: what lies before a long step was not seen in it', async () => {
  const exporter = await exporterWith({ share: { histogram: 'h', share: '<= 0.1', window: '2m' } });
  const page = (fast: number, all: number) => `h_bucket{le="0.1"} ${fast}\nh_bucket{le="+Inf"} ${all}\n`;
  for (let second = 0; second <= 60; second += 10) await exporter.after(10, page(second, second));
  await exporter.after(50, page(60, 9_000));
  for (let step = 1; step <= 6; step++) await exporter.after(10, page(60 + step, 9_000 + step));
  expect(await known(exporter, 10, page(67, 9_007))).toMatchObject({ part: { seenMs: 70_000 } });
});

test('a histogram goes on where it stood', async () => {
  const read = { histogram: 'h', share: '<= 0.1', window: '10m' };
  const exporter = await exporterWith({ share: read });
  const page = (second: number) => `h_bucket{le="0.1"} ${second}\nh_bucket{le="+Inf"} ${2 * second}\n`;
  for (let second = 0; second <= 300; second += 10) await exporter.after(10, page(second));
  await exporter.restart(exporter.memory());
  expect(await known(exporter, 20, page(320))).toMatchObject({ part: { seenMs: 320_000, looks: 8 } });
});

test('however many series there are, it is bounded, and no word of theirs is in it', async () => {
  const exporter = await exporterWith(reads);
  const page = (raw: number) =>
    Array.from({ length: 2_000 }, (_, index) => `c_total{i="series-${index}"} ${raw + index}`).join('\n') +
    '\n';
  for (let look = 0; look < 20; look++) await exporter.after(10, page(1e9 + look * 1_000));
  const memory = exporter.memory();
  expect(memory?.length).toBeGreaterThan(150_000);
  expect(memory?.length).toBeLessThanOrEqual(256_000);
  expect(memory).not.toContain('series-');
  expect(exporter.memory(1_000)).toBeNull();
  await exporter.restart(memory);
  const after = await known(exporter, 10, page(1e9 + 20 * 1_000));
  expect(after.part).toMatchObject({ seenMs: 200_000 });
  expect(Number(after.value)).toBeCloseTo(200_000, 3);
});

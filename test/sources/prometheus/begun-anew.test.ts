// What a page itself shows of a restart counts between two near looks too; a beginning that runs along with time shows nothing.

import { expect, test } from 'vitest';
import { Series } from '../../../src/domain/series.ts';
import { exactText } from '../../../src/domain/value.ts';
import { growthOf } from '../../../src/rules/condition/growth.ts';
import { exporterWith, type Exporter } from './exporter.ts';

const window = 120_000;
const pace = { interval: 5_000, staleAfter: 30_000, minSeen: null, neverNegative: false };
const reads = { rate: { rate: 'c_total', window: '2m' }, plain: { series: 'c_total' } };

/** What is known of the growth over the window that ends with the newest look, least and most. */
interface Known {
  readonly plain: string;
  readonly rate: readonly [least: number, most: number];
}

async function known(step: number, ahead: number, page: (exporter: Exporter, second: number) => string) {
  const exporter = await exporterWith(reads);
  exporter.ahead = ahead * 1_000;
  const series = new Series({ keep: 600_000, pace });
  let told: Known | null = null;
  for (let second = 0; second <= 110; second += step) {
    exporter.now += step * 1_000;
    exporter.page = page(exporter, second);
    const { samples } = await exporter.look();
    for (const { metric, sample } of samples) {
      if (metric === 'plain') series.push(sample);
      else if (!sample.gap && series.coverage !== null) {
        const growth = growthOf(series, series.coverage, exporter.now, window);
        const rate = Number(exactText(sample.value));
        told = {
          plain: growth === null ? 'none' : `${exactText(growth.least)}..+${exactText(growth.more)}`,
          rate: [Number(sample.part?.atLeast ?? rate), Number(sample.part?.to ?? rate)],
        };
      }
    }
  }
  return told;
}

const began = (at: number, ahead: number): string =>
  `process_start_time_seconds ${(at + ahead * 1_000) / 1_000}\n`;
const created = (at: number, ahead: number): string => `c_created ${(at + ahead * 1_000) / 1_000}\n`;

test.each(
  [1, 2.5, 5, 10].flatMap((step) => [-4.8, -4, -2, 0].map((ahead): [number, number] => [step, ahead])),
)('500, a restart, 510 within %d s, of a clock that is %d s ahead', async (step, ahead) => {
  for (const shown of [began, created]) {
    let restart = 0;
    const told = await known(step, ahead, ({ now }, second) => {
      if (second >= 60 && restart === 0) restart = now - 300;
      return `${shown(restart === 0 ? 1_600_000_000_000 : restart, ahead)}c_total ${restart === 0 ? 500 : 510}\n`;
    });
    // The plain one is told at the look before the newest, which shows the same.
    expect(told?.plain).toBe('510..+0');
    expect((told?.rate[0] ?? 0) * 120).toBeGreaterThanOrEqual(510);
  }
});

test.each([1, 2.5, 5, 10].flatMap((step) => [0.2, 1, 3, 60].map((age): [number, number] => [step, age])))(
  'looked at each %d s, a process that is always %d s old',
  async (step, age) => {
    for (const shown of [began, created])
      for (const round of [(ms: number) => ms, (ms: number) => Math.floor(ms / 1_000) * 1_000]) {
        const told = await known(
          step,
          0,
          ({ now }, second) => `${shown(round(now - age * 1_000), 0)}c_total ${5_000 + second}\n`,
        );
        // What its first look shows may have been there before: a bound, and no more than that.
        const [least, more = ''] = (told?.plain ?? '').split('..+');
        expect(Number(least)).toBeLessThanOrEqual(120);
        expect(Number(more)).toBeLessThanOrEqual(5_000);
        const grown = (told?.rate ?? []).map((rate) => rate * 120);
        expect(grown[0]).toBeLessThanOrEqual(140);
        expect(grown[1]).toBeLessThanOrEqual(2 * 5_140);
      }
  },
);

test('a histogram whose beginning runs along counts what it has grown by', async () => {
  const share = { histogram: 'h', share: '<= 0.1', window: '2m' };
  const exporter = await exporterWith({ share });
  let told: Record<string, string> = {};
  for (let look = 1; look <= 10; look++)
    told = await exporter.after(
      5,
      `process_start_time_seconds ${(exporter.now + 4_000) / 1_000}\n` +
        `h_bucket{le="0.1"} 5000\nh_bucket{le="+Inf"} ${5_000 + look}\n`,
    );
  expect(told).toEqual({ share: '0' });
});

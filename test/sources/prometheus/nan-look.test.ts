// A look at a counter that is no number for once is a failed look at it: a hole, neither an absence nor a birth.

import { expect, test } from 'vitest';
import { exporterWith } from './exporter.ts';

const counter = (a: string | number, b: string | number = 7): string =>
  `c_total{i="a"} ${a}\nc_total{i="b"} ${b}\n`;

test.each(['NaN', '+Inf', '-Inf'])('one look at %s leaves the window as it was', async (odd) => {
  const exporter = await exporterWith({
    one: { rate: 'c_total', labels: { i: 'a' }, window: '40s' },
    sum: { rate: 'c_total', window: '40s', aggregate: 'sum' },
    other: { rate: 'c_total', labels: { i: 'b' }, window: '40s' },
    fast: { histogram: 'h', share: '<= 0.1', window: '40s' },
  });
  const page = (a: string | number, all: string | number): string =>
    `${counter(a)}h_bucket{le="0.1"} 5\nh_bucket{le="+Inf"} ${all}\n`;
  for (let look = 0; look <= 12; look++) await exporter.after(5, page(500 + look, 10 + look));
  expect(await exporter.after(5, page(odd, odd === '-Inf' ? 'NaN' : odd))).toMatchObject({
    one: 'gap:nan',
    sum: 'gap:nan',
    other: '0',
    fast: 'gap:nan',
  });
  exporter.now += 5_000;
  exporter.page = page(514, 24);
  const { samples } = await exporter.look();
  for (const { metric, sample } of samples) {
    expect(sample, metric).not.toHaveProperty('gap');
    expect(sample, metric).not.toHaveProperty('part');
  }
});

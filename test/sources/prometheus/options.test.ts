// What a profile may say of a metrics page: reads, windows, labels, and the unit that a name tells.

import { expect, test } from 'vitest';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';

test.each([
  [{ series: 'process_resident_memory_bytes' }, 'B'],
  [{ series: 'job_duration_seconds' }, 's'],
  [{ series: 'job_duration_seconds_sum' }, 's'],
  [{ series: 'job_duration_milliseconds' }, 'ms'],
  [{ series: 'process_start_time_seconds' }, null],
  [{ series: 'last_success_timestamp_seconds' }, null],
  [{ series: 'cpu_percent' }, '%'],
  [{ series: 'cache_hit_ratio' }, null],
  [{ series: 'queue_depth' }, null],
  [{ series: 'sent_bytes', aggregate: 'count' }, null],
  [{ rate: 'sent_bytes_total', window: '1m' }, 'B/s'],
  [{ rate: 'requests_total', window: '1m' }, '/s'],
  [{ rate: 'process_cpu_seconds_total', window: '1m' }, null],
  [{ rate: 'requests_total', window: '1m', aggregate: 'count' }, null],
  [{ quantile: 0.95, histogram: 'request_seconds', window: '5m' }, 's'],
  [{ share: '<= 0.1', histogram: 'request_seconds', window: '5m' }, '%'],
  ['up', null],
])('the unit of %j', (read, unit) => {
  expect(prometheusSource.naturalUnit(read)).toBe(unit);
});

test.each([
  ['series', 'write one of up, { series: NAME }'],
  [{ series: '' }, "a metric's name is needed"],
  [{ series: 'a', aggregate: 'median' }, 'write one of up'],
  [{ series: 'a', labels: { code: '/(/' } }, 'this is no regular expression'],
  [{ rate: 'a' }, 'write one of up'],
  [{ rate: 'a', window: 'soon' }, '"soon" is no duration'],
  [{ rate: 'a', window: '7h' }, 'a window is from 1s to 6h long'],
  [{ rate: 'a', window: '0s' }, 'a window is from 1s to 6h long'],
  [{ quantile: 95, histogram: 'a', window: '5m' }, 'a quantile lies between 0 and 1'],
  [{ quantile: 0.95, histogram: 'a_bucket', window: '5m' }, 'a histogram is named without "_bucket"'],
  [{ share: '< 0.1', histogram: 'a', window: '5m' }, '"< 0.1" is no bound'],
  [{ share: '<= 0x1', histogram: 'a', window: '5m' }, '"<= 0x1" is no bound'],
])('%j is refused with a sentence', (read, sentence) => {
  const { error } = prometheusSource.read.safeParse(read);
  expect(error?.issues[0]?.message).toContain(sentence);
});

test.each([
  [{ url: 'ftp://host/metrics' }],
  [{ url: 'http://host/metrics', bodyMax: '17MiB' }],
  [{ url: 'http://host/metrics', retries: 3 }],
])('the options %j are refused', (options) => {
  expect(prometheusSource.options.safeParse(options).success).toBe(false);
});

test('10 MB of a page are read unless it is said otherwise', () => {
  expect(prometheusSource.options.parse({ url: 'http://host/metrics' })).toMatchObject({
    bodyMax: 10_000_000,
    strict: false,
  });
});

// Gauges and counters off a page: which series are meant, what several make together, exactly, and what is no page at all.

import { expect, test } from 'vitest';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import { rawServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { exporterWith } from './exporter.ts';

const shop = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{code="200",path="/api/a"} 100
http_requests_total{code="500",path="/api/a"} 3
http_requests_total{code="500",path="/api/b"} 4
http_requests_total{code="404",path="/"} 1
# TYPE queue_depth gauge
queue_depth 12
balance_eth 0.1000000000000000055511151231257827
big 123456789012345678901234567890
hot +Inf
cold -Inf
odd NaN
mixed{a="1"} 1
mixed{a="2"} NaN
temperature{room="a",floor=""} -1.5e1
temperature{room="b"} 20
`;

test('one series, exactly as it is written', async () => {
  const exporter = await exporterWith({
    up: 'up',
    depth: { series: 'queue_depth' },
    balance: { series: 'balance_eth' },
    big: { series: 'big' },
    hot: { series: 'hot' },
    cold: { series: 'cold' },
    odd: { series: 'odd' },
    ok: { series: 'http_requests_total', labels: { code: 200 } },
  });
  exporter.page = shop;
  const result = await exporter.look();
  expect(told(result)).toEqual({
    up: 'true',
    depth: '12',
    balance: '0.1000000000000000055511151231257827',
    big: '123456789012345678901234567890',
    hot: '+Inf',
    cold: '-Inf',
    odd: 'gap:nan',
    ok: '100',
  });
  expect(result).toMatchObject({ gap: null, note: null });
  expect(result.latencyMs).toBeGreaterThan(0);
  expect(exporter.requests[0]?.headers['accept']).toMatch(/^text\/plain;version=0\.0\.4/);
});

test('several series need to be put together', async () => {
  const of = (aggregate: string, labels: object = {}) => ({
    series: 'http_requests_total',
    labels,
    aggregate,
  });
  const exporter = await exporterWith({
    sum: of('sum'),
    max: of('max'),
    min: of('min'),
    avg: of('avg'),
    count: of('count', { code: '500' }),
    failed: of('sum', { code: '/5../' }),
    whole: of('count', { code: '/5/' }),
    under: of('count', { path: '/\\/API\\/.*/i' }),
    none: { series: 'http_requests_total', labels: { code: '/5../' } },
    coldest: { series: 'temperature', labels: { floor: '' }, aggregate: 'min' },
    nan: { series: 'mixed', aggregate: 'sum' },
    counted: { series: 'mixed', aggregate: 'count' },
  });
  exporter.page = shop;
  const result = await exporter.look();
  expect(told(result)).toEqual({
    sum: '108',
    max: '100',
    min: '1',
    avg: '27',
    count: '2',
    failed: '7',
    whole: 'gap:not_found',
    under: '3',
    none: 'gap:wrong_type',
    coldest: '-15',
    nan: 'gap:nan',
    counted: '2',
  });
  expect(sentences(result)).toEqual([
    'no series matches http_requests_total{code=~"5"}: the 4 of that name have other labels',
    '2 series match http_requests_total{code=~"5.."}: name more labels, or say how to aggregate them',
    '1 of 2 series of mixed are not numbers',
  ]);
});

test('infinities add up to no number', async () => {
  const exporter = await exporterWith({ sum: { series: 'x', aggregate: 'sum' } });
  expect(await exporter.after(0, 'x{a="1"} +Inf\nx{a="2"} 1\n')).toEqual({ sum: '+Inf' });
  expect(await exporter.after(1, 'x{a="1"} +Inf\nx{a="2"} -Inf\n')).toEqual({ sum: 'gap:nan' });
});

test('a name that is not there is named, with the nearest one', async () => {
  const exporter = await exporterWith({ depth: { series: 'queue_dpeth' } });
  exporter.page = shop;
  expect(sentences(await exporter.look())).toEqual([
    expect.stringMatching(/^no series "queue_dpeth" is on the page.*queue_depth/),
  ]);
});

test('a series that stands twice is not guessed at; of one with several instants the newest counts', async () => {
  const exporter = await exporterWith({ a: { series: 'a' }, b: { series: 'b' } });
  exporter.contentType = 'application/openmetrics-text; version=1.0.0';
  const at = exporter.now / 1_000;
  exporter.page = `a 1\na 2\nb 7 ${at - 20}\nb 8 ${at - 11}.5\n# EOF\n`;
  const result = await exporter.look();
  expect(told(result)).toEqual({ a: 'gap:parse', b: '8' });
  expect(result.samples[1]?.sample.at).toBe(exporter.now - 10_500);
  expect(sentences(result)[0]).toBe(
    'a series of a stands twice on the page: which one is meant cannot be told',
  );
});

test("a sample's own instant is kept, and several are as old as the oldest", async () => {
  const exporter = await exporterWith({
    one: { series: 'x', labels: { a: '1' } },
    all: { series: 'x', aggregate: 'sum' },
  });
  exporter.page = `x{a="1"} 5 ${exporter.now - 4_000}\nx{a="2"} 6 ${exporter.now - 60_000}\nx{a="3"} 1\n`;
  const { samples } = await exporter.look();
  expect(samples.map(({ sample }) => exporter.now - sample.at)).toEqual([4_000, 60_000]);
});

test.each([
  [
    '<!doctype html>\n<title>Sign in</title>\n',
    'parse: line 1: a metric\'s name must stand here, not "<!doctype html>"',
  ],
  ['a 1\nb 2\nc{x="1} 3\n', 'parse: line 3: a quoted text does not end'],
  ['a 1\nb two\n', 'parse: line 2: a value must stand here, not "two"'],
  ['a 1\nb 1e999\n', 'parse: line 2: a value is beyond what a number can hold'],
  ['a{b="1",b="2"} 1\n', 'parse: line 1: the label "b" stands twice on one series'],
  ['a 1 \u001B[31m\n', 'parse: line 1: a timestamp must stand here, not " [31m"'],
  [
    `a{${Array.from({ length: 201 }, (_, i) => `l${i}="x"`).join()}} 1\n`,
    'parse: line 1: more than 200 labels on one series',
  ],
  [
    Array.from({ length: 50_001 }, (_, i) => `a{i="${i}"} 1\n`).join(''),
    'too_large: line 50001: more than 50000 series',
  ],
])(
  'a page that cannot be read as a whole is a gap for every metric, and down: %#',
  async (page, sentence) => {
    const exporter = await exporterWith({ up: 'up', a: { series: 'a', aggregate: 'sum' } });
    exporter.page = page;
    const result = await exporter.look();
    expect(`${result.gap?.reason}: ${result.gap?.message}`).toBe(sentence);
    expect(result.samples.map(({ metric }) => metric)).toEqual(['up']);
    expect(result.samples[0]?.sample.value ?? result.samples[0]?.sample.gap?.reason).toBe(
      sentence.startsWith('too_large') ? 'too_large' : false,
    );
    expect(result.note).toBe(result.gap?.message);
  },
);

test('50,000 series and 200 labels are taken; 10,000 of them may be put together', async () => {
  const exporter = await exporterWith({
    some: { series: 'a', labels: { i: '/1..0/' }, aggregate: 'count' },
    all: { series: 'a', aggregate: 'sum' },
    wide: { series: 'w' },
  });
  const labels = Array.from({ length: 200 }, (_, i) => `l${i}="x"`).join();
  const page = Array.from({ length: 49_999 }, (_, i) => `a{i="${i % 40_000}",j="${i}"} 1\n`).join('');
  expect(await exporter.after(0, `${page}w{${labels}} 3\n`)).toEqual({
    some: 'gap:too_large',
    all: 'gap:too_large',
    wide: '3',
  });
  const fewer = Array.from({ length: 10_000 }, (_, i) => `a{i="${i % 1_500}",j="${i}"} 1\n`).join('');
  expect(await exporter.after(1, fewer)).toMatchObject({ all: '10000', some: '300' });
});

test('what the scraper of Prometheus lets pass is read, and said', async () => {
  const exporter = await exporterWith({ a: { series: 'a', aggregate: 'sum' } });
  exporter.page = '# TYPE a mystery\na{x="1"y="2"} 1\na{x="a\nb"} 2';
  const result = await exporter.look();
  expect(told(result)).toEqual({ a: '3' });
  expect(result.note).toBe('4 places on the page let pass that its format forbids');
});

test('strict: the same page is refused', async () => {
  const exporter = await exporterWith({ a: { series: 'a', aggregate: 'sum' } }, { strict: true });
  expect(await exporter.after(0, 'a{x="1"y="2"} 1\n')).toEqual({ '*': 'gap:parse' });
  expect(await exporter.after(1, '# TYPE a histogram\na_bucket{le="+Inf"} -1\na 1\n')).toEqual({
    '*': 'gap:parse',
  });
  exporter.contentType = 'application/openmetrics-text';
  expect(await exporter.after(1, '# TYPE a counter\na_total NaN\n# EOF\n')).toEqual({ '*': 'gap:parse' });
  expect(await exporter.after(1, '# TYPE a gauge\na 4\n# EOF\n')).toEqual({ a: '4' });
});

test('an OpenMetrics page without its end is half a page', async () => {
  const exporter = await exporterWith({ a: { series: 'a' } });
  exporter.contentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
  expect(await exporter.after(0, 'a 1\n')).toEqual({ '*': 'gap:parse' });
  expect(await exporter.after(1, 'a 1\n# EOF\n')).toEqual({ a: '1' });
});

test('statuses, caps and dead ports read as they do of any endpoint', async () => {
  const reads = { up: 'up', a: { series: 'a' } };
  const exporter = await exporterWith(reads, { bodyMax: '1KiB' });
  exporter.page = 'a 1\n'.repeat(1_000);
  expect(told(await exporter.look())).toEqual({ '*': 'gap:too_large', up: 'gap:too_large' });
  exporter.page = 'a 1\n';
  exporter.status = 503;
  expect(told(await exporter.look())).toEqual({ '*': 'gap:http_status', up: 'false' });
  exporter.status = 401;
  expect(sentences(await exporter.look())[0]).toBe('HTTP 401: credentials are needed');
  const nobody = await openSource(
    prometheusSource,
    { url: `http://127.0.0.1:${await freePort()}/metrics` },
    reads,
  );
  expect(told(await nobody.look())).toEqual({ '*': 'gap:refused', up: 'false' });
});

test('credentials go along and stay out of every sentence', async () => {
  const seen: string[] = [];
  const server = await rawServer((socket, request) => {
    seen.push(/authorization: (.*)/i.exec(request)?.[1] ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  const url = server.url.replace('//', '//watch:s3cret@');
  const source = await openSource(prometheusSource, { url }, { up: 'up' });
  const result = await source.look();
  await server.close();
  expect(seen.map((text) => text.trim())).toEqual([
    `Basic ${Buffer.from('watch:s3cret').toString('base64')}`,
  ]);
  expect(told(result)).toEqual({ '*': 'gap:denied', up: 'gap:denied' });
  expect(sentences(result).join(' ')).not.toContain('s3cret');
  expect(prometheusSource.place({ url })).not.toContain('s3cret');
});

test('a name that the page knows without a series of it is nothing there; one that it does not know is not found', async () => {
  const exporter = await exporterWith({
    age: { series: 'outbox_age_seconds', aggregate: 'max' },
    total: { series: 'http_requests_total', aggregate: 'sum' },
    buckets: { series: 'wait_seconds_count' },
    gauge: { series: 'depth_total' },
    gone: { series: 'outbox_lag_seconds', aggregate: 'max' },
    other: { series: 'big', labels: { of: 'nobody' } },
  });
  exporter.page = `# TYPE outbox_age_seconds gauge
# TYPE http_requests_total counter
# TYPE wait_seconds histogram
# TYPE depth gauge
# TYPE big gauge
big 1
`;
  expect(told(await exporter.look())).toEqual({
    age: 'gap:empty',
    total: 'gap:empty',
    buckets: 'gap:empty',
    gauge: 'gap:not_found',
    gone: 'gap:not_found',
    other: 'gap:not_found',
  });
});

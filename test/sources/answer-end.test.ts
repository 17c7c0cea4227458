// An answer that neither a length nor a chunk of its own ends may be half of one: what stands at its end, and what it lacks, is not told.

import { expect, onTestFinished, test } from 'vitest';
import type { SourceKind } from '../../src/sources/source.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { ledgerSource } from '../../src/sources/ledger/kind.ts';
import { prometheusSource } from '../../src/sources/prometheus/kind.ts';
import { rawServer } from '../support/http-servers.ts';
import { openSource, told } from '../support/poll-source.ts';

type Ending = 'closed' | 'length' | 'chunked';

/** What one look reads of this body. */
async function read(
  kind: SourceKind,
  readOf: unknown,
  body: string,
  ending: Ending,
  { type = 'text/plain', more = {} }: { type?: string; more?: object } = {},
): Promise<string | undefined> {
  const framed = {
    closed: ['connection: close', body],
    length: [`content-length: ${body.length}`, body],
    chunked: ['transfer-encoding: chunked', `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  }[ending];
  const server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${framed[0]}\r\n\r\n${framed[1]}`);
    if (ending === 'closed') socket.end();
  });
  onTestFinished(() => server.close());
  const source = await openSource(kind, { url: server.url, ...more }, { m: readOf });
  const all = told(await source.look());
  return all['m'] ?? all['*'];
}

const none = { series: 'errors_total' };
const openMetrics = { type: 'application/openmetrics-text; version=1.0.0' };
const trust = { more: { unframed: 'trust' } };

test.each<[string, unknown, string, string, string]>([
  [
    'a page that ends within a comment',
    none,
    'other 1\n# TYPE errors_total counter',
    'gap:partial_data',
    'gap:empty',
  ],
  ['a page that ends within its first value', none, 'errors_total 5', 'gap:partial_data', '5'],
  ['a page that ends within a value', none, 'other 1\nerrors_total 5', 'gap:partial_data', '5'],
  ['a whole line of such a page', none, 'errors_total 5\nother 1', '5', '5'],
  ['whether such a page is up', 'up', 'errors_total 5\nother 1', 'true', 'true'],
  ['whether a page without a whole line is up', 'up', 'errors_total 5', 'false', 'true'],
  ...(['sum', 'count', 'max', 'min', 'avg'] as const).map(
    (aggregate): [string, unknown, string, string, string] => [
      `a ${aggregate} over a page`,
      { series: 'e', aggregate },
      'e{a="1"} 1\n',
      'gap:partial_data',
      '1',
    ],
  ),
  ['a page that ends with a line', none, 'errors_total 5\n', '5', '5'],
  [
    'what a page that ends with a line lacks',
    none,
    '# TYPE errors_total counter\n',
    'gap:partial_data',
    'gap:empty',
  ],
  ['a name that it lacks', none, 'other 1\n', 'gap:partial_data', 'gap:not_found'],
  [
    'labels that it lacks',
    { ...none, labels: { a: 'b' } },
    'errors_total 1\n',
    'gap:partial_data',
    'gap:not_found',
  ],
  [
    'the rate of one series, which needs no other',
    { rate: 'errors_total', window: '1m' },
    'errors_total 1\n',
    'gap:unsettled',
    'gap:unsettled',
  ],
  [
    'the rate of several',
    { rate: 'errors_total', window: '1m', aggregate: 'sum' },
    'errors_total 1\n',
    'gap:partial_data',
    'gap:unsettled',
  ],
  ...[{ quantile: 0.9 }, { share: '<= 1' }].map((own): [string, unknown, string, string, string] => [
    `a histogram's ${Object.keys(own)[0]}`,
    { ...own, histogram: 'h', window: '1m' },
    'h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\n',
    'gap:partial_data',
    'gap:unsettled',
  ]),
  ['an empty page', none, '', 'gap:partial_data', 'gap:not_found'],
])('%s', async (_, readOf, page, closed, told) => {
  expect(await read(prometheusSource, readOf, page, 'closed')).toBe(closed);
  expect(await read(prometheusSource, readOf, page, 'length')).toBe(told);
  expect(await read(prometheusSource, readOf, page, 'closed', trust)).toBe(told);
  if (page !== '') expect(await read(prometheusSource, readOf, page, 'chunked')).toBe(told);
});

test('of a page that may be half of one the source says so', async () => {
  const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nq 1\n'));
  onTestFinished(() => server.close());
  const source = await openSource(prometheusSource, { url: server.url }, { m: { series: 'q' } });
  expect((await source.look()).note).toBe(
    'neither a length nor a chunk tells that the page is whole: sums and histograms over it are gaps',
  );
});

test('a page that ends within a character has its whole lines', async () => {
  const server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\nq 1\nother{a="');
    socket.end(Buffer.from('é').subarray(0, 1));
  });
  onTestFinished(() => server.close());
  const source = await openSource(prometheusSource, { url: server.url }, { m: { series: 'q' } });
  expect(told(await source.look())['m']).toBe('1');
});

test('a page of OpenMetrics says itself that it ends', async () => {
  const page = '# TYPE errors counter\n# EOF\n';
  expect(await read(prometheusSource, none, page, 'closed', openMetrics)).toBe('gap:empty');
  const cut = '# TYPE errors counter\n';
  for (const ending of ['closed', 'length'] as const)
    expect(await read(prometheusSource, none, cut, ending, openMetrics)).toBe('gap:parse');
});

test('strict: a last line without its end is none, however it comes', async () => {
  const more = { more: { strict: true } };
  expect(await read(prometheusSource, none, 'errors_total 5', 'length', more)).toBe('gap:parse');
});

const balance = { pointer: '' };

test.each<[string, SourceKind, unknown, string, string, object]>([
  ['a number at the end of a body', httpSource, { body: 'depth=(\\d+)' }, 'depth=12', '12', {}],
  ['a number by a pattern', httpSource, { body: 'depth=(\\d+)' }, 'depth=12\nmore', '12', {}],
  ['a word by a pattern', httpSource, { body: '[^]*state=(\\w+)' }, 'state=ok\nmore', 'ok', {}],
  ['the size', httpSource, 'bytes', 'more', '4', {}],
  ['a document that is a number', httpSource, { json: '' }, '12', '12', {}],
  ['a number before a line feed', httpSource, { json: '' }, ' -12\n', '-12', {}],
  ['a balance', ledgerSource, 'balance', '12', '12', balance],
  ['a match with an end', httpSource, 'up', 'ok', 'true', { match: { body: '/ok$/' } }],
  ['a negation', httpSource, 'up', 'ok', 'true', { match: { body: '/^(?!.*error)/s' } }],
  ['a negation that looks back', httpSource, 'up', 'ok', 'true', { match: { body: '/(?<!not )ok/' } }],
  ['a word that may go on', httpSource, 'up', 'ok', 'true', { match: { body: '/\\bok\\b/' } }],
  ['a match that is not there yet', httpSource, 'up', 'o', 'false', { match: { body: 'ok' } }],
])('%s: only of a body that is told to end there', async (_, kind, readOf, body, value, more) => {
  expect(await read(kind, readOf, body, 'closed', { more })).toBe('gap:partial_data');
  for (const ending of ['length', 'chunked'] as const)
    expect(await read(kind, readOf, body, ending, { more })).toBe(value);
  expect(await read(kind, readOf, body, 'closed', { more: { ...more, ...trust.more } })).toBe(value);
});

test.each<[string, SourceKind, unknown, string, string, object]>([
  ['a match', httpSource, 'up', 'all ok so far', 'true', { match: { body: 'ok' } }],
  [
    'a match by a pattern',
    httpSource,
    'up',
    'a$ ok, so',
    'true',
    { match: { body: '/[$]\\W\\bok\\b|\\$\\(/' } },
  ],
  ['that it is up', httpSource, 'up', '12', 'true', {}],
  ['a status', httpSource, 'status', '12', '200', {}],
  ['an object', httpSource, { json: '/v' }, '{"v":12}', '12', {}],
  ['a list', httpSource, { json: '/0' }, '\n[12]', '12', {}],
  ['what is found in an object', httpSource, { body: '"v":(\\d+)' }, '{"v":12}', '12', {}],
  ['the end of an object', httpSource, 'up', '{"v":12}', 'true', { match: { body: '/}$/' } }],
  ['a word as a document', httpSource, { json: '' }, 'true', 'true', {}],
  ['a balance in an object', ledgerSource, { json: '/v' }, '{"v":"12"}', '12', {}],
])('%s: of any body', async (_, kind, readOf, body, value, more) => {
  for (const ending of ['closed', 'length', 'chunked'] as const)
    expect(await read(kind, readOf, body, ending, { more })).toBe(value);
});

test('half of an object is none', async () => {
  expect(await read(httpSource, { json: '/v' }, '{"v":12', 'closed')).toBe('gap:parse');
  expect(await read(httpSource, { body: '"v":(\\d+)' }, '{"v":12', 'closed')).toBe('gap:partial_data');
});

test('an answer that has no body by its kind ends with its head', async () => {
  for (const [status, method] of [
    ['204 No Content', 'GET'],
    ['200 OK', 'HEAD'],
  ] as const) {
    const server = await rawServer((socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`));
    onTestFinished(() => server.close());
    const source = await openSource(httpSource, { url: server.url, method }, { m: 'bytes' });
    expect(told(await source.look())['m']).toBe('0');
  }
});

test('a number at which the cap cuts is none', async () => {
  const body = `depth=12${'3'.repeat(20)}`;
  const more = { bodyMax: '8B' };
  expect(await read(httpSource, { body: 'depth=(\\d+)' }, body, 'length', { more })).toBe('gap:too_large');
  expect(await read(httpSource, { body: 'depth=(\\d)' }, body, 'length', { more })).toBe('1');
});

test('up is none where the cap cuts, whatever is matched before it', async () => {
  for (const match of [{}, { match: { body: 'depth' } }]) {
    const body = `depth=12${'3'.repeat(20)}`;
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
    );
    onTestFinished(() => server.close());
    const source = await openSource(
      httpSource,
      { url: server.url, bodyMax: '8B', ...match },
      { m: 'up', d: { body: 'depth=(\\d)' } },
    );
    expect(told(await source.look())).toEqual({ m: 'gap:too_large', d: '1' });
  }
});

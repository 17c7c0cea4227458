// An answer that neither a length nor a chunk of its own ends may be half of one: what stands at its end, and what it lacks, is not told.

import { expect, onTestFinished, test } from 'vitest';
import type { SourceKind } from '../../src/sources/source.ts';
import { httpSource } from '../../src/sources/http/schema.ts';
import { ledgerSource } from '../../src/sources/ledger/schema.ts';
import { prometheusSource } from '../../src/sources/prometheus/schema.ts';
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

test.each<[string, unknown, string, string, string]>([
  ['a page that ends within a comment', none, '# TYPE errors_total counter', 'gap:partial_data', 'gap:empty'],
  ['a page that ends within a value', none, 'errors_total 5', 'gap:partial_data', '5'],
  ['another series of such a page', none, 'errors_total 5\nother 1', 'gap:partial_data', '5'],
  [
    'a sum over such a page',
    { series: 'e', aggregate: 'sum' },
    'e{a="1"} 5\ne{a="2"} 1',
    'gap:partial_data',
    '6',
  ],
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
  ['an empty page', none, '', 'gap:partial_data', 'gap:not_found'],
])('%s', async (_, readOf, page, closed, told) => {
  expect(await read(prometheusSource, readOf, page, 'closed')).toBe(closed);
  expect(await read(prometheusSource, readOf, page, 'length')).toBe(told);
  if (page !== '') expect(await read(prometheusSource, readOf, page, 'chunked')).toBe(told);
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

test.each<[string, SourceKind, unknown, string, object]>([
  ['a number at the end of a body', httpSource, { body: 'depth=(\\d+)' }, 'depth=12', {}],
  ['a document that is a number', httpSource, { json: '' }, '12', {}],
  ['a balance', ledgerSource, 'balance', '12', { pointer: '' }],
])('%s', async (_, kind, readOf, body, more) => {
  expect(await read(kind, readOf, body, 'closed', { more })).toBe('gap:partial_data');
  expect(await read(kind, readOf, body, 'length', { more })).toBe('12');
  expect(await read(kind, readOf, `${body}\n`, 'closed', { more })).toBe('12');
});

test('a number at which the cap cuts is none', async () => {
  const body = `depth=12${'3'.repeat(20)}`;
  const more = { bodyMax: '8B' };
  expect(await read(httpSource, { body: 'depth=(\\d+)' }, body, 'length', { more })).toBe('gap:too_large');
  expect(await read(httpSource, { body: 'depth=(\\d)' }, body, 'length', { more })).toBe('1');
});

// Answers that a healthy Prometheus does not give: other servers' shapes, warnings, errors, half an API, and many queries at once.

import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { promqlSource } from '../../../src/sources/promql/kind.ts';
import { httpServer, type TestServer } from '../../support/http-servers.ts';
import { clockFrom, openSource, sentences, told } from '../../support/poll-source.ts';

async function serving(answer: (url: URL, response: ServerResponse) => void): Promise<TestServer> {
  const server = await httpServer((request, response) => {
    answer(new URL(request.url ?? '', 'http://host'), response);
  });
  onTestFinished(() => server.close());
  return server;
}

const sendJson = (response: ServerResponse, body: unknown, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const vector = (text: string, more: object = {}): unknown => ({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1_000, text] }] },
  ...more,
});

test('warnings of the query and remarks are shown, and the value stays', async () => {
  const server = await serving((_url, response) =>
    sendJson(
      response,
      vector('3', { warnings: ['PromQL warning: a', 'PromQL info: b\u001B[31m'], infos: ['c', 'd'] }),
    ),
  );
  const source = await openSource(promqlSource, { url: server.url }, { a: { query: 'x' } });
  const result = await source.look();
  expect(told(result)).toEqual({ a: '3' });
  expect(result.note).toBe('PromQL warning: a; PromQL info: b [31m; and 2 more');
});

test.each([
  [
    { warnings: ['PromQL warning: a', 'store A did not answer'] },
    'a part of the data is missing: store A did not answer',
  ],
  [{ isPartial: true }, 'the server says that a part of the data is missing'],
])('an answer that calls itself partial is a gap: %j', async (more, message) => {
  const server = await serving((_url, response) => sendJson(response, vector('3', more)));
  const reads = { a: { query: 'x' }, up: 'up' };
  const result = await (await openSource(promqlSource, { url: server.url }, reads)).look();
  expect(told(result)).toMatchObject({ a: 'gap:partial_data', up: 'gap:partial_data' });
  expect(sentences(result)).toContain(message);
});

test('an answer beyond what is read of it says nothing of the server', async () => {
  const server = await serving((_url, response) => sendJson(response, vector('3')));
  const reads = { a: { query: 'x' }, up: 'up' };
  const source = await openSource(promqlSource, { url: server.url, bodyMax: '20B' }, reads);
  expect(told(await source.look())).toMatchObject({ a: 'gap:too_large', up: 'gap:too_large' });
});

test('how much data there is is asked once an hour, whoever wants to know, and counts while it is no older than two', async () => {
  let asked: string[] = [];
  let instants = '0';
  let isWell = true;
  const server = await serving((url, response) => {
    const query = url.searchParams.get('query') ?? '';
    asked.push(query);
    if (!query.includes('count_over_time')) return sendJson(response, vector('3'));
    return isWell ? sendJson(response, vector(instants)) : void response.writeHead(500).end();
  });
  let now = Date.parse('2026-12-01T15:00:00.000Z');
  const clock = clockFrom(() => now);
  const covers = { span: '30d', of: 'up{job="api"}' };
  const reads = { a: { query: 'x', covers }, b: { query: 'y', covers }, c: { query: 'x' } };
  const source = await openSource(promqlSource, { url: server.url }, reads, { clock });
  const look = async (minutes: number) => {
    now += minutes * 60_000;
    asked = [];
    const values = told(await source.look());
    return [values['a'], values['b'], values['c'], asked.filter((query) => !/^[xy]$/.test(query)).length];
  };
  expect(await look(0)).toEqual(['gap:partial_data', 'gap:partial_data', '3', 1]);
  expect(asked.find((query) => query.length > 1)).toBe(
    'count_over_time(count(\nup{job="api"}\n)[2592000000ms:3600000ms])',
  );
  instants = '712';
  expect(await look(59)).toEqual(['gap:partial_data', 'gap:partial_data', '3', 0]);
  expect(await look(1)).toEqual(['gap:partial_data', 'gap:partial_data', '3', 1]);
  expect(sentences(await source.look())).toContain(
    'the server has about 29d16h of 30d of up{job="api"}: the answer is of that',
  );
  instants = '713';
  expect(await look(60)).toEqual(['3', '3', '3', 1]);
  isWell = false;
  expect(await look(60)).toEqual(['3', '3', '3', 1]);
  expect(await look(0.5)).toEqual(['3', '3', '3', 0]);
  expect(await look(59.5)).toEqual(['3', '3', '3', 1]);
  expect(await look(1)).toEqual(['gap:http_status', 'gap:http_status', '3', 1]);
  isWell = true;
  expect(await look(1)).toEqual(['3', '3', '3', 1]);
});

test.each<readonly [string, number, unknown, string]>([
  [
    'bad_data',
    400,
    { status: 'error', errorType: 'bad_data', error: 'unknown function "foo"' },
    'not_configured: unknown function "foo"',
  ],
  [
    'execution',
    422,
    { status: 'error', errorType: 'execution', error: 'query processing would load too many samples' },
    'unavailable: query processing would load too many samples',
  ],
  [
    'timeout',
    503,
    { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' },
    'unavailable: query timed out in expression evaluation',
  ],
  ['plain 503', 503, 'Service Unavailable', 'unavailable: HTTP 503: the server says that it cannot answer'],
  ['plain 404', 404, 'no such page', 'http_status: HTTP 404 where 2xx is expected'],
  ['plain 500', 500, { status: 'error' }, 'unavailable: the server says error'],
  ['a page', 200, '<html>', 'parse: the answer is no JSON: is this the API of Prometheus?'],
  ['other JSON', 200, { ok: true }, 'parse: the answer is not one of the API of Prometheus'],
  [
    'another shape',
    200,
    { status: 'success', data: { resultType: 'vector', result: [{ value: [1, 2] }] } },
    'parse: the answer has another shape than the API of Prometheus gives',
  ],
  [
    'no numbers',
    200,
    { status: 'success', data: { resultType: 'scalar', result: [1, 'many'] } },
    'nan: the query gives NaN',
  ],
  [
    'a native histogram',
    200,
    { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] } },
    'wrong_type: the query gives a native histogram: ask for a quantile of it',
  ],
])('%s is a gap that says so', async (_name, status, body, sentence) => {
  const server = await serving((_url, response) => {
    if (typeof body === 'string') response.writeHead(status).end(body);
    else sendJson(response, body, status);
  });
  const source = await openSource(promqlSource, { url: server.url }, { a: { query: 'x' } });
  const { gap } = (await source.look()).samples[0]?.sample ?? {};
  expect(`${gap?.reason}: ${gap?.message}`).toBe(sentence);
});

test('a server that says a query is wrong is up all the same', async () => {
  const server = await serving((_url, response) =>
    sendJson(response, { status: 'error', errorType: 'bad_data', error: 'no' }, 400),
  );
  const source = await openSource(promqlSource, { url: server.url }, { up: 'up', a: { query: 'x' } });
  expect(told(await source.look())).toEqual({ up: 'true', a: 'gap:not_configured' });
});

test('asked to slow down, it does', async () => {
  const server = await serving(
    (_url, response) => void response.writeHead(429, { 'retry-after': '30' }).end(),
  );
  const source = await openSource(promqlSource, { url: server.url }, { up: 'up', a: { query: 'x' } });
  const result = await source.look();
  expect(told(result)).toEqual({ '*': 'gap:throttled', up: 'gap:throttled', a: 'gap:throttled' });
  expect(result.retryAfter).toBe(30_000);
});

test('the path and the query of the URL stay, its user info goes into a header', async () => {
  const seen: string[] = [];
  const server = await serving((url, response) => {
    seen.push(`${url.pathname}?${url.searchParams.toString()}`);
    sendJson(response, vector('1'));
  });
  const url = `${server.url.replace('//', '//u:p@')}/prometheus/?partial_response=false#x`;
  const source = await openSource(promqlSource, { url }, { a: { query: 'a + b{c="&d"}' } });
  expect(told(await source.look())).toEqual({ a: '1' });
  expect(seen).toEqual(['/prometheus/api/v1/query?partial_response=false&query=a+%2B+b%7Bc%3D%22%26d%22%7D']);
});

test('each distinct query is asked once, at most four at the same time', async () => {
  let open = 0;
  let most = 0;
  const asked: string[] = [];
  const server = await serving((url, response) => {
    asked.push(url.searchParams.get('query') ?? '');
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      sendJson(response, vector('1'));
    }, 20);
  });
  const reads = Object.fromEntries(
    Array.from({ length: 24 }, (_, i) => [`m${i}`, { query: ` q${i % 12} ` }]),
  );
  const source = await openSource(promqlSource, { url: server.url }, reads);
  const result = await source.look();
  expect(Object.values(told(result))).toEqual(Array(24).fill('1'));
  expect(asked.toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `q${i}`).toSorted());
  expect(most).toBe(4);
});

test('one query that fails leaves the others, and a whole failure is one', async () => {
  let broken = false;
  const server = await serving((url, response) => {
    if (broken || url.searchParams.get('query') === 'bad') response.socket?.destroy();
    else sendJson(response, vector('1'));
  });
  const reads = { up: 'up', good: { query: 'good' }, bad: { query: 'bad' } };
  const source = await openSource(promqlSource, { url: server.url }, reads);
  expect(told(await source.look())).toEqual({ up: 'true', good: '1', bad: 'gap:reset' });
  broken = true;
  expect(told(await source.look())).toEqual({
    '*': 'gap:reset',
    up: 'false',
    good: 'gap:reset',
    bad: 'gap:reset',
  });
});

test('a past that cannot be had is said, and asked for again only when the server did not refuse', async () => {
  const ranges: string[] = [];
  const status = [500, 400];
  const server = await serving((url, response) => {
    if (!url.pathname.endsWith('_range')) return sendJson(response, vector('1'));
    ranges.push(url.searchParams.get('step') ?? '');
    const now = status.shift() ?? 200;
    if (now === 500) return void response.writeHead(500).end();
    sendJson(response, { status: 'error', errorType: 'bad_data', error: 'exceeded maximum resolution' }, now);
  });
  const source = await openSource(promqlSource, { url: server.url, lookback: '7d' }, { a: { query: 'x' } });
  expect((await source.look()).note).toBe('the past could not be filled in: HTTP 500 where 2xx is expected');
  expect((await source.look()).note).toBe('the past could not be filled in: exceeded maximum resolution');
  expect((await source.look()).note).toBeNull();
  expect(ranges).toEqual(['302.400', '302.400']);
});

const rule = (more: object): unknown => ({
  status: 'success',
  data: {
    groups: [
      {
        interval: 10,
        rules: [{ type: 'alerting', name: 'A', state: 'inactive', health: 'ok', alerts: [], ...more }],
      },
    ],
  },
});
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

test.each<readonly [string, unknown, string]>([
  ['inactive', rule({ lastEvaluation: ago(9) }), 'inactive'],
  [
    'no more evaluated',
    rule({ lastEvaluation: ago(7_300) }),
    'unavailable: the server last evaluated A 2h1m ago',
  ],
  [
    'never evaluated',
    rule({ lastEvaluation: '0001-01-01T00:00:00Z', health: 'unknown' }),
    'unsettled: the server has not evaluated A yet',
  ],
  ['failing', rule({ health: 'err', lastError: 'boom' }), 'unavailable: the server cannot evaluate A: boom'],
  [
    'failing and firing',
    rule({ health: 'err', lastError: 'boom', alerts: [{ labels: {}, state: 'firing' }] }),
    'firing',
  ],
  [
    'of an unknown state',
    rule({ alerts: [{ labels: {}, state: 'asleep' }] }),
    'wrong_type: A is in the state "asleep"',
  ],
  ['without groups', { status: 'success', data: { groups: null } }, 'not_found: the server has no alert "A"'],
])('an alert %s', async (_name, body, sentence) => {
  const server = await serving((_url, response) => sendJson(response, body));
  const source = await openSource(promqlSource, { url: server.url }, { a: { alert: 'A' } });
  const { sample } = (await source.look()).samples[0] ?? {};
  expect(sample?.gap ? `${sample.gap.reason}: ${sample.gap.message}` : sample?.value).toBe(sentence);
});

test.each([
  [{ query: '' }],
  [{ query: 'x'.repeat(6_001) }],
  [{ alert: '' }],
  [{ alert: 'A', labels: { a: '/(/' } }],
  ['status'],
])('the read %j is refused', (read) => {
  expect(promqlSource.read.safeParse(read).success).toBe(false);
});

test('where it looks is shown without credentials, and nothing is asked of a closed source', async () => {
  expect(promqlSource.place({ url: 'https://u:s3cret@host/prometheus?tenant=a' })).toBe(
    'https://host/prometheus',
  );
  const source = await openSource(promqlSource, { url: 'http://127.0.0.1:1' }, { a: { query: '1' } });
  await source.close();
  expect(sentences(await source.look())).toEqual(['this source is closed']);
});

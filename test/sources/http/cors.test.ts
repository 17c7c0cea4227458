// Preflights over real sockets, judged as a browser judges them: who is let in, who is not, and when it cannot be told.

import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { httpServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { makeSource } from '../../support/poll.ts';

const app = 'https://app.example.com';
const evil = 'https://evil.example';

interface Answer {
  readonly status?: number;
  readonly headers: Record<string, string | string[]>;
}

async function served(answer: (request: IncomingMessage) => Answer) {
  const requests: IncomingMessage[] = [];
  const server = await httpServer((request, response) => {
    requests.push(request);
    const { status = 204, headers } = answer(request);
    response.writeHead(status, headers).end();
  });
  onTestFinished(() => server.close());
  return { url: server.url, requests };
}

async function make(url: string, reads: Record<string, unknown>, options: Record<string, unknown> = {}) {
  const made = await makeSource(httpSource, { options: { url, ...options }, reads });
  onTestFinished(() => made.source.close());
  return made;
}

const origin = { 'access-control-allow-origin': app };
const post = { origin: app, method: 'POST' };

interface Case {
  readonly name: string;
  readonly cors: Record<string, unknown>;
  readonly answer: Answer;
  /** Null: let in. */
  readonly why: string | null;
}

const methods = (value: string) => ({ ...origin, 'access-control-allow-methods': value });
const headers = (value: string) => ({ ...origin, 'access-control-allow-headers': value });
const put = { origin: app, method: 'PUT' };
const withAuth = { ...post, headers: ['Authorization', 'X-Trace'] };
const cookies = { ...post, credentials: true };
const allowCookies = { ...origin, 'access-control-allow-credentials': 'true' };

const cases: readonly Case[] = [
  { name: 'the origin', cors: post, answer: { headers: origin }, why: null },
  {
    name: 'the wildcard',
    cors: post,
    answer: { headers: { 'access-control-allow-origin': '*' } },
    why: null,
  },
  { name: 'no header', cors: post, answer: { headers: {} }, why: 'there is no Access-Control-Allow-Origin' },
  {
    name: 'another origin',
    cors: { ...post, origin: evil },
    answer: { headers: origin },
    why: `Access-Control-Allow-Origin is ${app}`,
  },
  {
    name: 'a trailing slash',
    cors: post,
    answer: { headers: { 'access-control-allow-origin': `${app}/` } },
    why: `Access-Control-Allow-Origin is ${app}/`,
  },
  {
    name: 'capitals',
    cors: post,
    answer: { headers: { 'access-control-allow-origin': 'https://APP.example.com' } },
    why: 'Access-Control-Allow-Origin is https://APP.example.com',
  },
  {
    name: 'two origins',
    cors: post,
    answer: { headers: { 'access-control-allow-origin': [app, evil] } },
    why: `Access-Control-Allow-Origin is ${app}, ${evil}`,
  },
  {
    name: 'null',
    cors: { ...post, origin: 'null' },
    answer: { headers: { 'access-control-allow-origin': 'null' } },
    why: null,
  },
  { name: 'cookies with the origin', cors: cookies, answer: { headers: allowCookies }, why: null },
  {
    name: 'cookies with the wildcard',
    cors: cookies,
    answer: { headers: { ...allowCookies, 'access-control-allow-origin': '*' } },
    why: 'Access-Control-Allow-Origin is *, which does not do with credentials',
  },
  {
    name: 'cookies not allowed',
    cors: cookies,
    answer: { headers: origin },
    why: 'Access-Control-Allow-Credentials is not true',
  },
  {
    name: 'cookies with True',
    cors: cookies,
    answer: { headers: { ...origin, 'access-control-allow-credentials': 'True' } },
    why: 'Access-Control-Allow-Credentials is not true',
  },
  {
    name: 'a status that is not ok',
    cors: post,
    answer: { status: 403, headers: origin },
    why: 'HTTP 403 to the preflight',
  },
  {
    name: 'a redirect',
    cors: post,
    answer: { status: 302, headers: { ...origin, location: '/' } },
    why: 'HTTP 302 to the preflight',
  },
  { name: 'PUT allowed', cors: put, answer: { headers: methods('GET, PUT') }, why: null },
  { name: 'PUT by wildcard', cors: put, answer: { headers: methods('*') }, why: null },
  {
    name: 'PUT by wildcard with cookies',
    cors: { ...put, credentials: true },
    answer: { headers: { ...allowCookies, ...methods('*') } },
    why: 'Access-Control-Allow-Methods does not hold PUT',
  },
  {
    name: 'PUT in small letters',
    cors: put,
    answer: { headers: methods('put') },
    why: 'Access-Control-Allow-Methods does not hold PUT',
  },
  {
    name: 'PUT not allowed',
    cors: put,
    answer: { headers: origin },
    why: 'Access-Control-Allow-Methods does not hold PUT',
  },
  {
    name: 'methods that are no list',
    cors: put,
    answer: { headers: methods('PUT; GET') },
    why: 'Access-Control-Allow-Methods is no list of methods',
  },
  {
    name: 'headers allowed',
    cors: withAuth,
    answer: { headers: headers('x-trace, AUTHORIZATION') },
    why: null,
  },
  {
    name: 'headers by wildcard',
    cors: { ...post, headers: ['X-Trace'] },
    answer: { headers: headers('*') },
    why: null,
  },
  {
    name: 'Authorization by wildcard',
    cors: withAuth,
    answer: { headers: headers('*') },
    why: 'Access-Control-Allow-Headers does not hold authorization',
  },
  {
    name: 'a header not allowed',
    cors: withAuth,
    answer: { headers: headers('authorization') },
    why: 'Access-Control-Allow-Headers does not hold x-trace',
  },
  {
    name: 'headers by wildcard with cookies',
    cors: { ...cookies, headers: ['X-Trace'] },
    answer: { headers: { ...allowCookies, ...headers('*') } },
    why: 'Access-Control-Allow-Headers does not hold x-trace',
  },
];

test.each(cases)('$name', async ({ cors, answer, why }) => {
  const { url } = await served(() => answer);
  const made = await make(url, { cors: { cors } });
  const result = await made.poll();
  expect(result.samples[0]?.sample.value).toBe(why === null);
  expect(result.note).toBe(why === null ? null : `${String(cors['origin'])} is not let in: ${why}`);
  expect(result).toMatchObject({ gap: null, latencyMs: expect.any(Number) });
});

test('asks as a browser does: no credentials, headers sorted and in small letters', async () => {
  const { url, requests } = await served(() => ({ headers: origin }));
  const made = await make(
    url.replace('//', '//user:password@'),
    { cors: { cors: { ...put, headers: ['X-Trace', 'Authorization', 'x-trace'] } } },
    { headers: { Authorization: 'Bearer b', Cookie: 'c=1' } },
  );
  await made.poll();
  expect(requests).toHaveLength(1);
  const [{ method, headers: sent } = { method: '', headers: {} }] = requests;
  expect(method).toBe('OPTIONS');
  expect(sent).toMatchObject({
    origin: app,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,x-trace',
  });
  expect([sent.authorization, sent.cookie]).toEqual([undefined, undefined]);
});

test('the right origin and a foreign one beside the thing itself, each question asked once', async () => {
  const { url, requests } = await served((request) => ({
    status: request.method === 'OPTIONS' ? 204 : 200,
    headers: request.headers.origin === app ? origin : {},
  }));
  const made = await make(url, {
    up: 'up',
    app: { cors: post },
    again: { cors: post },
    evil: { cors: { ...post, origin: evil } },
  });
  expect(await made.look()).toEqual({ up: 'true', app: 'true', again: 'true', evil: 'false' });
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'OPTIONS', 'OPTIONS']);
});

test.each([
  [500, 'http_status: HTTP 500 to the preflight'],
  [503, 'http_status: HTTP 503 to the preflight'],
  [429, 'throttled: HTTP 429 to the preflight'],
])('a server in trouble (%i) does not keep anybody out', async (status, gap) => {
  const { url } = await served(() => ({ status, headers: {} }));
  const made = await make(url, { evil: { cors: { ...post, origin: evil } } });
  expect(await made.look()).toEqual({ evil: gap });
  expect((await made.poll()).gap).not.toBeNull();
});

test('a server that is not there keeps nobody out either', async () => {
  const port = await freePort();
  const made = await make(`http://127.0.0.1:${port}`, {
    evil: { cors: { ...post, origin: evil } },
    up: 'up',
  });
  expect(await made.look()).toEqual({
    evil: `refused: nobody listens on 127.0.0.1:${port} (connection refused)`,
    up: 'false',
  });
});

// The http source against servers that behave: what each read gives, credentials, redirects, keep-alive, throttling.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { httpServer, httpsServer, rawServer, type TestServer } from '../../support/http-servers.ts';
import { makeSource, type MadeSource, type MakeInput } from '../../support/poll.ts';

const servers: TestServer[] = [];
const sources: MadeSource[] = [];
afterEach(async () => {
  for (const { source } of sources.splice(0)) await source.close();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(handler: RequestListener): Promise<TestServer> {
  const server = await httpServer(handler);
  servers.push(server);
  return server;
}

async function make(input: MakeInput): Promise<MadeSource> {
  const made = await makeSource(httpSource, input);
  sources.push(made);
  return made;
}

test('reads of a healthy endpoint', async () => {
  const body = '{"ok":true,"build":"v1.3.0","queues":[{"depth":12.50}],"a/b":{"~":-0.1}}';
  const server = await serve((_request, response) => response.end(body));
  const made = await make({
    options: { url: `${server.url}/healthz` },
    reads: {
      up: 'up',
      status: 'status',
      bytes: 'bytes',
      ok: { json: '/ok' },
      build: { json: '/build' },
      depth: { json: '/queues/0/depth' },
      odd: { json: '/a~1b/~0' },
      text: { body: '"depth":([\\d.]+)' },
      truth: { body: '/"OK":(\\w+)/i' },
      none: { body: 'nowhere(\\d)' },
    },
  });
  expect(await made.look()).toEqual({
    up: 'true',
    status: '200',
    bytes: String(body.length),
    ok: 'true',
    build: 'v1.3.0',
    depth: '12.5',
    odd: '-0.1',
    text: '12.5',
    truth: 'true',
    none: 'not_found: nothing in the body matches /nowhere(\\d)/',
  });
  const result = await made.poll();
  expect(result).toMatchObject({ gap: null, note: null, retryAfter: null });
  expect(result.latencyMs).toBeGreaterThan(0);
  expect(result.samples.find(({ metric }) => metric === 'depth')?.sample.value).toEqual({
    numerator: 1250n,
    denominator: 100n,
  });
});

test('decimals in JSON strings are words, unless the metric is exact', async () => {
  const server = await serve((_request, response) => response.end('{"balance":"0.10"}'));
  const options = { url: server.url };
  const reads = { balance: { json: '/balance' } };
  const plain = await (await make({ options, reads })).poll();
  const exact = await (await make({ options, reads, exact: true })).poll();
  expect(plain.samples[0]?.sample.value).toBe('0.10');
  expect(exact.samples[0]?.sample.value).toEqual({ numerator: 10n, denominator: 100n });
});

test.each<readonly [number, Record<string, string>, Record<string, unknown>, string, string]>([
  [500, {}, {}, 'false', 'http_status: HTTP 500 where 2xx is expected'],
  [404, {}, { expect: [200, '3xx'] }, 'false', 'http_status: HTTP 404 where 200 or 3xx is expected'],
  [404, {}, { expect: 404 }, 'true', '1'],
  [
    302,
    { location: 'https://u:p@h.example/x?token=s' },
    {},
    'false',
    'http_status: HTTP 302 to https://h.example/x where 2xx is expected',
  ],
  [401, {}, {}, 'false', 'auth: HTTP 401: credentials are needed'],
  [
    401,
    {},
    { headers: { Authorization: 'Bearer old' } },
    'auth: HTTP 401: the credentials are wrong or have expired',
    'auth: HTTP 401: the credentials are wrong or have expired',
  ],
  [403, {}, {}, 'false', 'http_status: HTTP 403 where 2xx is expected'],
  [
    403,
    {},
    { headers: { 'X-Api-Key': 'k' } },
    'denied: HTTP 403: these credentials may not read this',
    'denied: HTTP 403: these credentials may not read this',
  ],
  [
    429,
    { 'retry-after': '7' },
    {},
    'throttled: HTTP 429: asks to be left alone for 7s',
    'throttled: HTTP 429: asks to be left alone for 7s',
  ],
  [429, {}, {}, 'throttled: HTTP 429', 'throttled: HTTP 429'],
  [503, { 'retry-after': '7' }, {}, 'false', 'throttled: HTTP 503: asks to be left alone for 7s'],
  [503, {}, {}, 'false', 'http_status: HTTP 503 where 2xx is expected'],
])('status %i with %j and %j', async (status, headers, options, up, value) => {
  const server = await serve((_request, response) => response.writeHead(status, headers).end('{"x":1}'));
  const made = await make({
    options: { url: server.url, ...options },
    reads: { up: 'up', status: 'status', x: { json: '/x' } },
  });
  expect(await made.look()).toEqual({ up, status: String(status), x: value });
});

test.each([
  ['7', 7_000],
  ['999999', 300_000],
  ['Sun, 06 Nov 1994 08:49:47 GMT', 10_000],
  ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
  ['soon', null],
])('Retry-After: %s', async (value, expected) => {
  const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
  const server = await serve((_request, response) =>
    response.writeHead(429, { 'retry-after': value, date }).end(),
  );
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  expect((await made.poll()).retryAfter).toBe(expected);
});

test('a down probe says why in the note', async () => {
  const server = await serve((_request, response) => response.writeHead(500).end());
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  expect(await made.poll()).toMatchObject({
    note: 'HTTP 500 where 2xx is expected',
    gap: { reason: 'http_status' },
    samples: [{ metric: 'up', sample: { value: false } }],
  });
});

test.each([
  ['ready', 'true', null],
  ['/READY/i', 'true', null],
  ['gone', 'false', 'the body does not hold "gone"'],
  ['/^gone$/m', 'false', 'the body does not match /^gone$/m'],
  // Ours to answer for, not the endpoint's: a busy machine must not make it look down.
  [
    '/^(\\w+\\w+)+$/',
    'parse: /^(\\w+\\w+)+$/ took more than 50ms over the body and was broken off',
    '/^(\\w+\\w+)+$/ took more than 50ms over the body and was broken off',
  ],
])('match %s', async (match, up, note) => {
  const server = await serve((_request, response) =>
    response.end(`all ready ${'a'.repeat(60)}!`.replaceAll(' ', match.includes('+') ? 'a' : ' ')),
  );
  const made = await make({ options: { url: server.url, match: { body: match } }, reads: { up: 'up' } });
  expect(await made.look()).toEqual({ up });
  expect((await made.poll()).note).toBe(note);
});

test('a match that the cap may have cut off cannot be told', async () => {
  const server = await serve((_request, response) => response.end(`${'x'.repeat(2_000)}ready`));
  const made = await make({
    options: { url: server.url, match: { body: 'ready' }, bodyMax: '1KiB' },
    reads: { up: 'up', bytes: 'bytes' },
  });
  const gap = 'too_large: the body is larger than 1 KiB (bodyMax); the rest was not read';
  expect(await made.look()).toEqual({ up: gap, bytes: gap });
});

test('sends the method, the fields, the body and the user info', async () => {
  const seen: unknown[] = [];
  const server = await serve((request, response) => {
    const { method, url, headers } = request;
    const shown = { method, url, authorization: headers.authorization, own: headers['x-own'] };
    request
      .on('end', () => response.end())
      .on('data', (body: Buffer) => seen.push({ ...shown, body: String(body) }));
  });
  const url = server.url.replace('//', '//user:p%40ss@');
  const made = await make({
    options: { url: `${url}/q?a=1`, method: 'POST', headers: { 'X-Own': 'yes' }, body: '{}' },
    reads: { up: 'up' },
  });
  expect(await made.look()).toEqual({ up: 'true' });
  const authorization = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
  expect(seen).toEqual([{ method: 'POST', url: '/q?a=1', authorization, own: 'yes', body: '{}' }]);
});

test('redirects: followed on the same origin with the fields, to another without any', async () => {
  const seen: unknown[] = [];
  const other = await serve((request, response) => {
    seen.push({ to: 'other', key: request.headers['x-key'], authorization: request.headers.authorization });
    response.end('{"x":1}');
  });
  const server = await serve((request, response) => {
    seen.push({
      to: request.url,
      key: request.headers['x-key'],
      authorization: request.headers.authorization,
    });
    const location = request.url === '/' ? '/two' : `${other.url}/three`;
    response.writeHead(302, { location }).end();
  });
  const made = await make({
    options: { url: server.url, redirects: 'follow', headers: { 'X-Key': 'k', Authorization: 'Bearer b' } },
    reads: { up: 'up', x: { json: '/x' } },
  });
  expect(await made.look()).toEqual({ up: 'true', x: '1' });
  const sent = { key: 'k', authorization: 'Bearer b' };
  expect(seen).toEqual([
    { to: '/', ...sent },
    { to: '/two', ...sent },
    { to: 'other', key: undefined, authorization: undefined },
  ]);
  expect((await made.poll()).note).toBe('after 2 redirects');
});

test.each([
  ['/again', 'http_status: more than 5 redirects'],
  ['ftp://x/', 'http_status: 302 to another protocol (ftp:) is not followed'],
  ['http://[', 'http_status: 302 with a Location that is no URL'],
])('a redirect to %s is down', async (location, gap) => {
  const server = await serve((_request, response) => response.writeHead(302, { location }).end());
  const made = await make({
    options: { url: server.url, redirects: 'follow' },
    reads: { up: 'up', x: { json: '' } },
  });
  expect(await made.look()).toEqual({ up: 'false', x: gap });
});

test('a redirect from https to http is not followed', async () => {
  const certificate = selfSigned();
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, certificate.cert]);
  try {
    let plainAsked = false;
    const plain = await serve((_request, response) => {
      plainAsked = true;
      response.end();
    });
    const server = await httpsServer(certificate, (_request, response) =>
      response.writeHead(302, { location: `${plain.url}/x` }).end(),
    );
    servers.push(server);
    const url = server.url.replace('127.0.0.1', 'localhost');
    const made = await make({ options: { url, redirects: 'follow' }, reads: { up: 'up', x: 'latency' } });
    expect(await made.look()).toEqual({
      up: 'false',
      x: `http_status: 302 from https to http (${plain.url}/x) is not followed`,
    });
    expect(plainAsked).toBe(false);
  } finally {
    setDefaultCACertificates(before);
  }
});

test('one connection serves many polls, and a new one is made in between', async () => {
  const server = await serve((_request, response) => response.end('ok'));
  const made = await make({ options: { url: server.url }, reads: { up: 'up' }, every: 15_000 });
  for (let poll = 0; poll < 8; poll++) expect(await made.look()).toEqual({ up: 'true' });
  expect(server.connections()).toBe(2);
});

test('an idle connection that the server closes under our request is no outage', async () => {
  // Every second request on a connection is answered by closing it, as a server does whose keep-alive time is over.
  const served = new WeakSet<object>();
  let closed = 0;
  const server = await rawServer((socket) => {
    if (served.has(socket)) {
      closed++;
      socket.end();
    } else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    served.add(socket);
  });
  servers.push(server);
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  for (let poll = 0; poll < 30; poll++) {
    expect(await made.look()).toEqual({ up: 'true' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(closed).toBeGreaterThan(0);
});

test('a connection that breaks when it is new is down, and is not asked again', async () => {
  let requests = 0;
  const server = await rawServer((socket) => {
    requests++;
    socket.end();
  });
  servers.push(server);
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  expect(await made.look()).toEqual({ up: 'false' });
  expect(requests).toBe(1);
});

test('after a poll that hung, the next one has a connection of its own', async () => {
  let hang = true;
  const server = await serve((_request, response) => {
    if (!hang) response.end('ok');
  });
  const made = await make({ options: { url: server.url }, reads: { up: 'up' }, timeoutMs: 200 });
  expect(await made.look()).toEqual({ up: 'false' });
  hang = false;
  expect(await made.look()).toEqual({ up: 'true' });
});

test('a body that nobody reads does not hold up the next poll', async () => {
  const server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\ndrip'));
  servers.push(server);
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  expect(await made.look()).toEqual({ up: 'true' });
  expect(await made.look()).toEqual({ up: 'true' });
});

test('closing twice, and while a poll is under way, settles it', async () => {
  const server = await serve(() => {});
  const made = await make({ options: { url: server.url }, reads: { up: 'up' } });
  const poll = made.poll();
  await made.source.close();
  await made.source.close();
  expect((await poll).gap?.reason).toBe('unavailable');
  expect((await made.poll()).gap?.reason).toBe('unavailable');
});

test('a name that does not resolve is a gap, also for up', async () => {
  const made = await make({ options: { url: 'http://nowhere.invalid/' }, reads: { up: 'up' } });
  expect((await made.look())['up']).toMatch(/^dns: .*nowhere\.invalid:80.*\(E[A-Z_]+\)$/);
});

test('a certificate that is not trusted here is a gap; plain HTTP where TLS is expected is down', async () => {
  const server = await httpsServer(selfSigned(), (_request, response) => response.end('ok'));
  servers.push(server);
  const untrusted = await make({ options: { url: server.url }, reads: { up: 'up' } });
  expect((await untrusted.look())['up']).toBe(
    `tls: the certificate of 127.0.0.1:${server.port} is self-signed and not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  );
  const plain = await serve((_request, response) => response.end('ok'));
  const noTls = await make({
    options: { url: plain.url.replace('http:', 'https:') },
    reads: { up: 'up', x: 'status' },
  });
  expect(await noTls.look()).toEqual({
    up: 'false',
    x: expect.stringMatching(/^tls: 127\.0\.0\.1:\d+ does not speak TLS \(ERR_SSL_[A-Z_]+\)$/),
  });
});

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('no secret is in what is shown', async () => {
  const secret = 's3cr3t';
  const server = await serve((_request, response) => response.writeHead(500).end());
  const url = `${server.url.replace('//', `//user:${secret}@`)}/health?token=${secret}`;
  const options = { url, headers: { Authorization: `Bearer ${secret}` } };
  const made = await make({ options, reads: { up: 'up', status: 'status' } });
  expect(
    JSON.stringify(await made.poll(), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain(secret);
  expect(httpSource.place(options)).toBe(`${server.url}/health`);
});

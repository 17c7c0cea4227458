// Requests in sequence over real sockets: what is carried over, what ends them, and that nothing carried is ever shown.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { httpServer, type TestServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { makeSource, type MadeSource } from '../../support/poll.ts';

const token = 'tok-5f3c"&é/1';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answerer = (seen: Seen, response: ServerResponse) => void;

/** A server whose answers are given by path; it remembers what it was asked. */
async function served(paths: Record<string, Answerer>): Promise<TestServer & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { method, url, headers } = request;
        const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
        seen.push(one);
        const answer = paths[(url ?? '').split('?')[0] ?? ''];
        if (answer) answer(one, response);
        else response.writeHead(404).end();
      });
  };
  const server = await httpServer(listener);
  onTestFinished(() => server.close());
  return { ...server, seen };
}

async function make(
  steps: unknown[],
  reads: Record<string, unknown>,
  more: { timeoutMs?: number; options?: object } = {},
): Promise<MadeSource> {
  const { timeoutMs, options } = more;
  const made = await makeSource(httpSource, {
    options: { steps, ...options },
    reads,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  onTestFinished(() => made.source.close());
  return made;
}

const json =
  (body: unknown, status = 200, headers: Record<string, string | string[]> = {}): Answerer =>
  (_seen, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const allReads = {
  up: 'up',
  status: 'status',
  latency: 'latency',
  id: { json: '/id' },
  loginUp: { step: 'login', read: 'up' },
  loginStatus: { step: 'login', read: 'status' },
  kind: { step: 'login', read: { json: '/token_type' } },
};

/** Latencies are some number. */
async function look(made: MadeSource): Promise<Record<string, string>> {
  const shown = await made.look();
  for (const [id, text] of Object.entries(shown))
    if (/latency/i.test(id) && /^[\d.]+$/.test(text)) shown[id] = '(a number)';
  return shown;
}

test('values are carried over in headers, path, query, JSON, forms and cookies', async () => {
  const server = await served({
    '/login': json(
      { access_token: token, token_type: 'Bearer', user: { id: 12345678901234567890n.toString() }, n: 7 },
      200,
      {
        'x-csrf': 'csrf-value',
        'set-cookie': ['other=1; Path=/', 'sid=old; Path=/', 'sid=abcd%3D==; Path=/; HttpOnly'],
      },
    ),
    [`/me/${encodeURIComponent(token)}`]: json({ id: 'me' }),
    '/form': json({ ok: true }),
  });
  const made = await make(
    [
      {
        name: 'login',
        url: `${server.url}/login`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"user":"probe"}',
        keep: { token: '/access_token', csrf: 'header:X-CSRF', sid: 'cookie:sid', seven: '/n' },
      },
      {
        name: 'form',
        url: `${server.url}/form`,
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', cookie: 'sid=<<sid>>' },
        body: 'csrf=<<csrf>>&token=<<token>>',
      },
      {
        url: `${server.url}/me/<<token>>?t=<<token>>&n=<<seven>>`,
        method: 'POST',
        headers: { authorization: 'Bearer <<csrf>>' },
        body: '{"token":"<<token>>","n":<<seven>>}',
      },
    ],
    allReads,
  );
  expect(await look(made)).toEqual({
    up: 'true',
    status: '200',
    latency: '(a number)',
    id: 'me',
    loginUp: 'true',
    loginStatus: '200',
    kind: 'Bearer',
  });
  const [, form, me] = server.seen;
  expect(form?.body).toBe(`csrf=csrf-value&token=${encodeURIComponent(token)}`);
  expect(form?.headers.cookie).toBe('sid=abcd%3D==');
  expect(me?.url).toBe(`/me/${encodeURIComponent(token)}?t=${encodeURIComponent(token)}&n=7`);
  expect(me?.headers.authorization).toBe('Bearer csrf-value');
  expect(JSON.parse(me?.body ?? '')).toEqual({ token, n: 7 });
});

const login = (url: string) => ({
  name: 'login',
  url: `${url}/login`,
  method: 'POST',
  keep: { token: '/access_token' },
});
const me = (url: string) => ({
  name: 'me',
  url: `${url}/me`,
  headers: { authorization: 'Bearer <<token>>' },
});
const good = json({ access_token: 'secret-token', token_type: 'Bearer' });

test.each<readonly [string, Answerer, string]>([
  ['an error', json({}, 500), 'http_status: step login: HTTP 500 where 2xx is expected'],
  [
    'no token',
    json({ token_type: 'Bearer' }),
    'not_found: step login: "token" is not kept: nothing at /access_token: the document has no "access_token"',
  ],
  [
    'null for a token',
    json({ access_token: null }),
    'wrong_type: step login: "token" is not kept: /access_token is null, not a value',
  ],
  ['an empty token', json({ access_token: '' }), 'empty: step login: "token" is not kept: it is empty'],
  [
    'a page for a token',
    json({ access_token: 'x'.repeat(20_000) }),
    'too_large: step login: "token" is not kept: it is longer than 16384 characters',
  ],
  [
    'HTML',
    (_seen, response) => response.end('<p>secret-token</p>'),
    'parse: step login: "token" is not kept: the body is HTML or XML, not JSON',
  ],
  [
    'broken JSON with the token in it',
    (_seen, response) => response.end('{"access_token":"secret-token"'),
    'parse: step login: "token" is not kept: the body is not JSON',
  ],
  [
    'a token that is no header',
    json({ access_token: 'a\r\nx-evil: 1' }),
    'parse: step me: what was kept as "token" cannot stand in a header',
  ],
])('the first step that fails ends it: %s', async (_name, answer, gap) => {
  const server = await served({ '/login': answer, '/me': json({ id: 'me' }) });
  const made = await make([login(server.url), me(server.url)], {
    up: 'up',
    id: { json: '/id' },
    meUp: { step: 'me', read: 'up' },
  });
  const atMe = gap.includes('step me');
  // What a step lacked says nothing of what the next one would have answered.
  const notMade = gap.replace(/^(?:empty|not_found|wrong_type):/, 'needs:');
  expect(await made.look()).toEqual({ up: 'false', id: notMade, meUp: atMe ? 'false' : notMade });
  expect((await made.poll()).note).toBe(gap.replace(/^\w+: /, ''));
  expect((await made.poll()).gap?.reason).toBe(gap.split(':')[0]);
  expect(server.seen.some(({ url }) => url === '/me')).toBe(false);
});

test('a step that is not answered says which one, and earlier ones keep their readings', async () => {
  const port = await freePort();
  const server = await served({ '/login': good });
  const made = await make([login(server.url), me(`http://127.0.0.1:${port}`)], {
    ...allReads,
    meStatus: { step: 'me', read: 'status' },
  });
  const gap = `refused: step me: nobody listens on 127.0.0.1:${port} (connection refused)`;
  expect(await look(made)).toEqual({
    up: 'false',
    status: gap,
    latency: gap,
    id: gap,
    loginUp: 'true',
    loginStatus: '200',
    kind: 'Bearer',
    meStatus: gap,
  });
});

test('a step that hangs is named when the time is up', async () => {
  const server = await served({ '/login': good, '/me': () => {} });
  const made = await make(
    [login(server.url), me(server.url)],
    { up: 'up', id: { json: '/id' } },
    { timeoutMs: 2_000 },
  );
  expect(await made.look()).toEqual({
    up: 'false',
    id: `timeout: step me: 127.0.0.1:${server.port} took the request and sent no whole answer within 2s`,
  });
});

test('a 401 with a kept token is a wrong token: that cannot be told from here', async () => {
  const server = await served({ '/login': good, '/me': json({}, 401) });
  const made = await make([login(server.url), me(server.url)], {
    up: 'up',
    id: { json: '/id' },
    status: 'status',
  });
  const gap = 'auth: step me: HTTP 401: the credentials are wrong or have expired';
  expect(await made.look()).toEqual({ up: gap, id: gap, status: '401' });
});

test('what was kept is never shown, wherever it comes back', async () => {
  const secret = 'secret-token';
  const server = await served({
    '/login': json({ access_token: secret, note: `hello ${secret}` }),
    '/me': (_seen, response) =>
      response.writeHead(200, { 'x-echo': `Bearer ${secret}` }).end(`{"a": ${secret}`),
    '/away': (_seen, response) =>
      response.writeHead(302, { location: `https://h.example/${secret}/x` }).end(),
  });
  const reads = {
    token: { step: 'login', read: { json: '/access_token' } },
    note: { step: 'login', read: { json: '/note' } },
    echo: { header: 'x-echo' },
    a: { json: '/a' },
  };
  const made = await make([login(server.url), me(server.url)], reads);
  expect(await made.look()).toMatchObject({ token: '***', note: 'hello ***', echo: 'Bearer ***' });
  const away = await make(
    [login(server.url), { name: 'away', url: `${server.url}/away?t=<<token>>` }],
    reads,
  );
  const results = [await made.poll(), await away.poll()];
  const shown = JSON.stringify(results, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(shown).toContain('https://h.example/***/x');
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain(secret.slice(0, 8));
});

test('a kept Location is followed on the same origin only', async () => {
  const other = await served({ '/jobs/1': json({ id: 'stolen' }) });
  let location = '/jobs/1';
  const server = await served({
    '/jobs': (seen, response) => json({}, 202, { location })(seen, response),
    '/jobs/1': json({ id: 'job' }),
  });
  const create = {
    name: 'create',
    url: `${server.url}/jobs`,
    method: 'POST',
    keep: { job: 'header:Location' },
  };
  const steps = [create, { name: 'read', url: '<<job>>', headers: { 'X-Api-Key': 'k' } }];
  const made = await make(steps, { up: 'up', id: { json: '/id' } });
  expect(await made.look()).toEqual({ up: 'true', id: 'job' });
  location = `${server.url}/jobs/1`;
  expect(await made.look()).toEqual({ up: 'true', id: 'job' });
  for (const [away, said] of [
    [
      `${other.url}/jobs/1`,
      'http_status: step read: what was kept as "job" leads to another origin: not followed',
    ],
    ['http://[', 'parse: step read: what was kept as "job" is no URL'],
    [
      'javascript:alert(1)',
      'http_status: step read: what was kept as "job" leads to another origin: not followed',
    ],
  ]) {
    location = away ?? '';
    expect(await made.look()).toEqual({ up: 'false', id: said });
  }
  expect(other.seen).toEqual([]);
});

test('a kept value cannot leave its place in the path', async () => {
  const server = await served({ '/login': json({ access_token: '..' }), '/': json({ id: 'root' }) });
  const steps = [login(server.url), { name: 'me', url: `${server.url}/me/<<token>>/x` }];
  const made = await make(steps, { id: { json: '/id' } });
  expect(await made.look()).toEqual({ id: 'parse: step me: what was kept as "token" cannot stand in a URL' });
  expect(server.seen).toHaveLength(1);
});

test('steps without names are told by their number; expectations and matches are their own', async () => {
  const server = await served({ '/a': json({ ok: 1 }, 404), '/b': json({ ok: 2 }) });
  const steps = [
    { url: `${server.url}/a`, expect: 404 },
    { url: `${server.url}/b`, match: { body: '"ok":3' } },
  ];
  const made = await make(steps, { up: 'up', ok: { json: '/ok' }, lost: { step: 'b', read: 'status' } });
  expect(await made.look()).toEqual({
    up: 'false',
    ok: '2',
    lost: 'not_configured: no step is called "b"; no step has a name',
  });
  expect((await made.poll()).note).toBe('step 2: the body does not hold ""ok":3"');
});

test('a PUT that says what it changes is sent once a poll, and never twice', async () => {
  let calls = 0;
  const server = await served({
    '/x': (_seen, response) => {
      calls++;
      if (calls % 2 === 0) response.destroy();
      else response.end('ok');
    },
  });
  const steps = [
    { name: 'put', url: `${server.url}/x`, method: 'PUT', body: '1', changes: "the probe's own key" },
  ];
  const made = await make(steps, { up: 'up' });
  expect([await made.look(), await made.look(), await made.look()]).toEqual([
    { up: 'true' },
    { up: 'false' },
    { up: 'true' },
  ]);
  expect(server.seen.map(({ method, body }) => `${method} ${body}`)).toEqual(['PUT 1', 'PUT 1', 'PUT 1']);
});

test('a preflight belongs to a url', async () => {
  const server = await served({ '/login': good });
  const made = await make([login(server.url)], {
    cors: { cors: { origin: 'https://a.test', method: 'GET' } },
  });
  expect(await made.look()).toEqual({
    cors: 'not_configured: cors is read of a source with a url, not of steps',
  });
});

test('a body beyond the cap is not carried from', async () => {
  const server = await served({ '/login': json({ pad: 'x'.repeat(5_000), access_token: 'tokn' }) });
  const made = await make(
    [login(server.url), me(server.url)],
    { up: 'up', id: { json: '/id' } },
    { options: { bodyMax: '1KiB' } },
  );
  expect((await made.look())['id']).toBe(
    'too_large: step login: the body is larger than 1 KiB (bodyMax); the rest was not read',
  );
});

test('closing ends a sequence between its steps', async () => {
  const server = await served({ '/login': () => {} });
  const made = await make([login(server.url), me(server.url)], { up: 'up' });
  const poll = made.poll();
  await expect.poll(() => server.seen.length).toBe(1);
  await made.source.close();
  expect((await poll).gap?.reason).toBe('unavailable');
  expect((await made.poll()).gap?.reason).toBe('unavailable');
});

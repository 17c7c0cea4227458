// Everything that a remote end can do wrong, over real sockets: each is down for `up`, and one clear sentence for the rest.

import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { rawServer, type TestServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { makeSource, type MadeSource } from '../../support/poll.ts';

const servers: TestServer[] = [];
const sources: MadeSource[] = [];
afterEach(async () => {
  for (const { source } of sources.splice(0)) await source.close();
  for (const server of servers.splice(0)) await server.close();
});

async function lookAt(url: string, timeoutMs = 400): Promise<Record<string, string>> {
  const made = await makeSource(httpSource, {
    options: { url },
    reads: { up: 'up', latency: 'latency', depth: { json: '/depth' } },
    timeoutMs,
  });
  sources.push(made);
  const shown = await made.look();
  shown['latency'] = (shown['latency'] ?? '').replace(/^[\d.]+$/, '(a number)');
  const place = new URL(url).host;
  return Object.fromEntries(Object.entries(shown).map(([id, text]) => [id, text.replaceAll(place, 'HOST')]));
}

async function lookAtScript(script: (socket: Socket) => void, timeoutMs?: number) {
  const server = await rawServer(script);
  servers.push(server);
  return lookAt(server.url, timeoutMs);
}

const answer = (body: string | Buffer, type = 'application/json'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);

/** What `depth` says for a body that arrives whole with status 200; `up` and `latency` are then fine. */
const bodies: readonly (readonly [name: string, body: string | Buffer, depth: string])[] = [
  ['HTML', '<!doctype html><p>hi', 'parse: the body is HTML or XML, not JSON: <!doctype html><p>hi'],
  ['nothing', '', 'parse: the body is empty where JSON was expected'],
  [
    'half a document',
    '{"depth": 1',
    "parse: the body is not JSON: Expected ',' or '}' after property value in JSON at position 11 (line 1 column 12)",
  ],
  [
    'NaN',
    '{"depth": NaN}',
    'parse: the body is not JSON: Unexpected token \'N\', "{"depth": NaN}" is not valid JSON',
  ],
  ['"NaN"', '{"depth": "NaN"}', 'nan: /depth is not a number: "NaN"'],
  ['null', '{"depth": null}', 'empty: /depth is null'],
  ['an object', '{"depth": {"a":1}}', 'wrong_type: /depth is an object, not a value'],
  [
    'a missing name',
    '{"dept": 1, "width": 2}',
    'not_found: nothing at /depth: the document has no "depth" (did you mean "dept"?)',
  ],
  ['a list', '[1,2]', 'not_found: nothing at /depth: the document is a list of 2 entries'],
  ['a bare number', '5', 'not_found: nothing at /depth: the document is a number'],
  [
    'a name twice',
    '{"depth": 0, "depth": 9}',
    'parse: "depth" stands twice in the document: which one is meant cannot be told',
  ],
  [
    '40 digits',
    '{"depth": 1234567890123456789012345678901234567890}',
    '1234567890123456789012345678901234567890',
  ],
  ['40 decimals', '{"depth": 0.000000000000000000000000000001}', '0.000000000000000000000000000001'],
  ['an exponent without end', '{"depth": 1e999999}', 'parse: /depth cannot be read as a decimal: "1e999999"'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'parse: the body is not valid UTF-8'],
  ['deep nesting', '['.repeat(100_000), 'parse: the JSON is nested more than 500 levels deep'],
  ['escape sequences', '{"depth": "\\u001b[2Jred\\u0007"}', '[2Jred'],
  [
    'raw escape sequences',
    '\u001b[2J{"depth": 1}',
    'parse: the body is not JSON: Unexpected token \' \', " [2J{"depth": 1}" is not valid JSON',
  ],
];

test.each(bodies)('a body that is %s', async (_name, body, depth) => {
  const shown = await lookAtScript((socket) => socket.end(answer(body)), 2_000);
  expect(shown).toEqual({ up: 'true', latency: '(a number)', depth });
});

test('of a body beyond the cap it cannot be told whether it is as it should be', async () => {
  const body = `{"depth": 1, "pad": "${'x'.repeat(1_100_000)}"}`;
  const shown = await lookAtScript((socket) => socket.end(answer(body)), 2_000);
  const gap = 'too_large: the body is larger than 1 MiB (bodyMax); the rest was not read';
  expect(shown).toEqual({ up: gap, latency: '(a number)', depth: gap });
});

test.each(['127.0.0.1', 'localhost'])('nobody listens on %s', async (host) => {
  const shown = await lookAt(`http://${host}:${await freePort()}`);
  const gap = 'refused: nobody listens on HOST (connection refused)';
  expect(shown).toEqual({ up: 'false', latency: gap, depth: gap });
});

test.each<readonly [string, (socket: Socket) => void, string]>([
  ['hangs', () => {}, 'timeout: HOST took the request and sent no whole answer within 400ms'],
  [
    'closes at once',
    (socket) => socket.end(),
    'reset: HOST closed the connection before its answer was whole',
  ],
  [
    'resets',
    (socket) => socket.resetAndDestroy(),
    'reset: HOST closed the connection before its answer was whole (ECONNRESET)',
  ],
  [
    'drips headers',
    (socket) => socket.write('HTTP/1.1 200 OK\r\nx-slow: 1\r\n'),
    'timeout: HOST took the request and sent no whole answer within 400ms',
  ],
  [
    'speaks another protocol',
    (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    'parse: what HOST sends is not HTTP',
  ],
  [
    'sends huge headers',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(400_000)}\r\n\r\n`),
    'too_large: the headers from HOST are too large',
  ],
  [
    'sends broken chunks',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
    'parse: half a body: what HOST sends after 0 B is not HTTP',
  ],
])('a server that %s', async (_name, script, gap) => {
  expect(await lookAtScript(script)).toEqual({ up: 'false', latency: expect.any(String), depth: gap });
});

test('half a body is down, and says how much came', async () => {
  const shown = await lookAtScript((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"depth": 1}'),
  );
  expect(shown).toEqual({
    up: 'false',
    latency: '(a number)',
    depth: 'parse: half a body: HOST closed the connection after 12 B of 1000 B',
  });
});

test('a body that stops in the middle ends with the poll', async () => {
  const shown = await lookAtScript((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"depth": 1}'),
  );
  expect(shown['up']).toBe('false');
  expect(shown['depth']).toBe('timeout: HOST sent 12 B of 1000 B of its body within 400ms');
});

test('a body without end is cut at the cap, and the connection with it', async () => {
  let closed = false;
  const shown = await lookAtScript((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const pour = (): void => {
      while (socket.writable && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', pour);
    socket.on('close', () => {
      closed = true;
    });
    pour();
  }, 5_000);
  expect(shown['depth']).toBe('too_large: the body is larger than 1 MiB (bodyMax); the rest was not read');
  await expect.poll(() => closed).toBe(true);
});

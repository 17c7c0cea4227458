// The whole program against an HTTP endpoint that fails in each way it can: one sentence each, and nothing else disturbed.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import { httpServer, rawServer, type TestServer } from '../support/http-servers.ts';
import { freePort } from '../support/loopback.ts';
import { spawnOnPty } from '../support/pty.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const secrets = ['hunter2user', 'hunter2query', 'hunter2headerwhichisratherlong', 'hunter2head'];
const digits = '1234567890123456789012345678901234567890';
const pwned = '\u001b]0;pwned\u0007\u001b[2J\u009b31m';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;
const body =
  (text: string | Buffer, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(text);

/** Everything that we told it, and where a terminal would be hurt. */
const repeated: Answer = (response, request) =>
  response
    .writeHead(500, pwned.replaceAll(/[^ -~]/g, ''))
    .end(`<p>${pwned}${request.url} ${JSON.stringify(request.headers)}</p>`);

const answers: readonly [id: string, answer: Answer, says: FaultCase['says']][] = [
  ['healthy', body('{"n": 7}'), '7'],
  ['exact', body(`{"n": ${digits}}`), digits],
  [
    'hangs',
    () => undefined,
    /^timeout: 127\.0\.0\.1:\d+ took the request and sent no whole answer within 1s$/,
  ],
  ['html', body('<html>login</html>'), /^parse: the body is HTML or XML, not JSON: <html>login<\/html>$/],
  [
    'html-with-secrets',
    (response, request) => response.end(`<p>${request.headers['x-api-key']?.toString()}`),
    /^parse: the body is HTML or XML, not JSON: <p>\*\*\*$/,
  ],
  [
    'cut-secret',
    (response, request) =>
      response.end(`<p>${'x'.repeat(42)}${request.headers['x-api-key']?.toString()}</p>`),
    /^parse: the body is HTML or XML, not JSON: <p>x{42}\*\*\*…$/,
  ],
  [
    'json-with-secrets',
    (response, request) => response.end(`${' '.repeat(90)}${request.headers['x-api-key']?.toString()}`),
    /^parse: the body is not JSON: Unexpected token 'h'$/,
  ],
  ['repeats-all', repeated, /^http_status: HTTP 500/],
  ['invalid-utf8', body(Buffer.from([0x7b, 0xff, 0xfe])), /^parse: the body is not valid UTF-8$/],
  ['escapes', body(JSON.stringify({ n: `${pwned}down` })), ']0;pwned [2J 31mdown'],
  ['escapes-raw', body(`{"${pwned}": 1}`), /^parse: the body is not JSON: /],
  [
    'nan',
    body('{"n": NaN}'),
    /^parse: the body is not JSON: Unexpected token 'N', "\{"n": NaN\}" is not valid JSON$/,
  ],
  ['nan-text', body('{"n": "NaN"}'), /^nan: \/n is not a number: "NaN"$/],
  ['nothing', body(''), /^parse: the body is empty where JSON was expected$/],
  ['elsewhere', body('{"m": 7}'), /^not_found: nothing at \/n: the document has no "n"/],
  ['unauthorised', body('', 401), /^auth: /],
  ['forbidden', body('', 403), /^(?:auth|denied): /],
  ['throttled', body('', 429, { 'retry-after': '7' }), /^throttled: HTTP 429/],
  ['broken', body('oops', 503), /^(?:throttled|http_status): HTTP 503/],
  [
    'around',
    body('', 302, { location: '/again' }),
    /^http_status: HTTP 302 to another path where 2xx is expected$/,
  ],
];

const scripts: readonly [id: string, script: (socket: Socket) => void, says: RegExp][] = [
  [
    'resets',
    (socket) => socket.resetAndDestroy(),
    /^reset: 127\.0\.0\.1:\d+ closed the connection before its answer was whole/,
  ],
  [
    'half',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{"n": 7'),
    /^parse: half a body: /,
  ],
  [
    'no-http',
    (socket) => socket.end(`${pwned}SSH-2.0-OpenSSH\r\n`),
    /^parse: what 127\.0\.0\.1:\d+ sends is not HTTP$/,
  ],
];

/** 100 MB, as fast as they are taken. */
const huge: Answer = (response) => {
  const chunk = Buffer.alloc(1_000_000, ' ');
  let left = 100;
  const more = (): void => {
    while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
    response.end('{"n": 7}');
  };
  more();
};

async function cases(): Promise<FaultCase[]> {
  const served: [string, TestServer, FaultCase['says']][] = [];
  for (const [id, answer, says] of [
    ...answers,
    ['huge', huge, /^too_large: the body is larger than 1 MiB/] as const,
  ])
    served.push([id, await httpServer((request, response) => void answer(response, request)), says]);
  for (const [id, script, says] of scripts)
    served.push([id, await rawServer((socket) => script(socket)), says]);
  onTestFinished(async () => {
    for (const [, server] of served) await server.close();
  });
  const found = served.map(([id, { port }, says]) => ({ id, port, says }));
  found.push({
    id: 'refuses',
    port: await freePort(),
    says: /^refused: nobody listens on 127\.0\.0\.1:\d+ \(connection refused\)$/,
  });
  return found.map(({ id, port, says }) => ({
    id,
    source: `url: "http://watcher:\${USER_SECRET}@127.0.0.1:${port}/stats?api_key=\${QUERY_SECRET}", headers: { x-api-key: "\${HEADER_SECRET}" }`,
    read: '{ json: /n }',
    says,
    ...(id === 'hangs' ? { timeout: '1s' } : {}),
  }));
}

test('each fault is one gap with its sentence; what is well stays well', { timeout: 90_000 }, async () => {
  const all = await cases();
  const env = {
    USER_SECRET: 'hunter2user',
    QUERY_SECRET: 'hunter2query',
    HEADER_SECRET: 'hunter2headerwhichisratherlong',
  };
  const board = await boardOf({ kind: 'http', cases: all, env, secrets });
  expect(saidOf(board)).toEqual(expectedOf(all));
  expectSentences(board);
});

test('nothing of it reaches a terminal: neither what it would obey nor a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const server = await httpServer((request, response) =>
    response.end(JSON.stringify({ n: `${pwned}${request.headers['x-api-key']?.toString()} end` })),
  );
  onTestFinished(() => server.close());
  writeFileSync(
    join(folder, 'p.yaml'),
    `sources: { api: { kind: http, url: "${server.url}/\${KEY}", headers: { x-api-key: "\${KEY}" } } }
metrics: { word: { title: Word, from: api, read: { json: /n }, target: '!= "never"' } }
`,
  );
  const program = spawnOnPty(process.execPath, [executable, 'watch', 'p.yaml'], {
    cwd: folder,
    env: { KEY: secrets[2] ?? '', XDG_CONFIG_HOME: folder },
    columns: 120,
    rows: 30,
  });
  onTestFinished(program.dispose);
  await program.waitFor(/● 1 green/);
  expect(program.screen()).toContain('31m');
  program.press('\r');
  await program.waitFor(/31m\*\*\* end/);
  program.press('\r');
  await program.waitFor(/127\.0\.0\.1/);
  program.press('q');
  expect(await program.exited()).toBe(0);
  expect(program.bytes()).not.toContain('\u001b]0;pwned');
  expect(program.bytes()).not.toContain('\u009b');
  expect(program.bytes()).not.toContain('hunter2');
});

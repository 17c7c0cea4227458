// The whole program against a ledger that fails: an exact decimal or one sentence, never a number that was not sent.
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import type { Socket } from 'node:net';
import { httpServer, rawServer } from '../support/http-servers.ts';
import { freePort } from '../support/loopback.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const digits = '-0.123456789012345678901234567890123456789';

const bodies: readonly [id: string, body: string | Buffer | null, says: FaultCase['says']][] = [
  ['exact', `{"balance": ${digits}}`, digits],
  ['text', `{"balance": "${digits}"}`, digits],
  ['hangs', null, /^timeout: .* within 1s$/],
  ['html', '<html>maintenance</html>', /^parse: the body is HTML or XML, not JSON/],
  ['half', '{"balance": 12.', /^parse: the body is not JSON/],
  ['invalid-utf8', Buffer.from([0x7b, 0xff, 0xfe]), /^parse: the body is not valid UTF-8$/],
  ['huge', Buffer.alloc(100_000_000, ' '), /^too_large: the body is larger than /],
  ['nan', '{"balance": NaN}', /^parse: the body is not JSON/],
  ['nan-text', '{"balance": "NaN"}', /^nan: \/balance is not a number: "NaN"$/],
  ['json-null', '{"balance": null}', /^parse: \/balance is null, not a decimal$/],
  ['twice', '{"balance": 0, "balance": 5}', /^parse: "balance" stands twice in the document/],
  ['escapes', '{"balance": "\\u001b[2J0"}', /^parse: \/balance cannot be read as a decimal: "\[2J0"$/],
  ['elsewhere', '{"balanse": 0}', /^not_found: nothing at \/balance: .*did you mean "balanse"/],
];

const scripts: readonly [id: string, script: (socket: Socket) => void, says: RegExp][] = [
  ['resets', (socket) => socket.resetAndDestroy(), /^reset: /],
  [
    'half-body',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{"balance": 0'),
    /^(?:reset|parse): /,
  ],
  ['expired', (socket) => socket.end('HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n'), /^auth: /],
  [
    'throttled',
    (socket) => socket.end('HTTP/1.1 429 No\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n'),
    /^throttled: /,
  ],
];

test('each fault is one gap with its sentence, what is exact stays exact', { timeout: 90_000 }, async () => {
  const cases: FaultCase[] = [];
  const add = (id: string, port: number, says: FaultCase['says'], more = ''): number =>
    cases.push({
      id,
      source: `url: "http://127.0.0.1:${port}/ledger?key=\${LEDGER_KEY}", headers: { authorization: "Bearer \${LEDGER_TOKEN}" }${more}`,
      read: 'balance',
      says,
      ...(id === 'hangs' ? { timeout: '1s' } : {}),
    });
  for (const [id, body, says] of bodies) {
    const server = await httpServer((_request, response) => (body === null ? undefined : response.end(body)));
    onTestFinished(() => server.close());
    add(id, server.port, says);
  }
  for (const [id, script, says] of scripts) {
    const server = await rawServer((socket) => script(socket));
    onTestFinished(() => server.close());
    add(id, server.port, says);
  }
  let sequence = 0;
  const torn = await httpServer((_request, response) =>
    response.end(`{"balance": 3, "before": ${sequence++}, "after": ${sequence}}`),
  );
  onTestFinished(() => torn.close());
  add('torn', torn.port, /^torn: /, ', sequence: { before: /before, after: /after }');
  add('refuses', await freePort(), /^refused: nobody listens on /);
  const env = { LEDGER_KEY: 'hunter2query', LEDGER_TOKEN: 'hunter2token' };
  const board = await boardOf({ kind: 'ledger', cases, env, secrets: Object.values(env) });
  expect(saidOf(board)).toEqual(expectedOf(cases));
  expectSentences(board);
});

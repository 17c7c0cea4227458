// The ledger source over real sockets: exact to the last digit, torn reads, and everything that is no decimal.

import { afterEach, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { parseAmount } from '../../../src/domain/amount.ts';
import { ledgerSource } from '../../../src/sources/ledger/kind.ts';
import { httpServer, type TestServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { gapText, makeSource, type MadeSource } from '../../support/poll.ts';

const servers: TestServer[] = [];
const sources: MadeSource[] = [];
afterEach(async () => {
  for (const { source } of sources.splice(0)) await source.close();
  for (const server of servers.splice(0)) await server.close();
});

interface Ledger extends MadeSource {
  /** What the next requests are answered with; the last stays. */
  answers: string[];
  requests: number;
}

async function ledger(answers: string[], options: Record<string, unknown> = {}): Promise<Ledger> {
  const state = { answers, requests: 0 };
  const server = await httpServer((_request, response) => {
    const body = state.answers[Math.min(state.requests++, state.answers.length - 1)];
    response.end(body);
  });
  servers.push(server);
  const made = await makeSource(ledgerSource, {
    options: { url: server.url, ...options },
    reads: { balance: 'balance', held: { json: '/held' } },
    exact: true,
  });
  sources.push(made);
  return Object.assign(state, made);
}

test.each([
  ['100000000000000001', '100000000000000001'],
  ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
  ['1234567890123456789012345678901234567890', '1234567890123456789012345678901234567890'],
  ['0', '0'],
  ['-0', '0'],
  ['0E-18', '0'],
  ['1e-18', '0.000000000000000001'],
  ['"0.000"', '0'],
  ['"+12.50"', '12.5'],
  ['-0.004200', '-0.0042'],
])('balance %s is exactly %s', async (text, expected) => {
  const made = await ledger([`{"balance": ${text}, "held": 1}`]);
  expect(await made.look()).toEqual({ balance: expected, held: '1' });
});

test.each([
  ['"NaN"', 'nan: /balance is not a number: "NaN"'],
  ['"Infinity"', 'nan: /balance is not a number: "Infinity"'],
  ['"1,240"', 'parse: /balance cannot be read as a decimal: "1,240"'],
  ['"0x10"', 'parse: /balance cannot be read as a decimal: "0x10"'],
  ['""', 'parse: /balance cannot be read as a decimal: ""'],
  ['null', 'parse: /balance is null, not a decimal'],
  ['true', 'parse: /balance is a boolean, not a decimal'],
  ['[0]', 'parse: /balance is an array, not a decimal'],
  ['0, "balance": 5', 'parse: "balance" stands twice in the document: which one is meant cannot be told'],
])('balance %s is a gap, and the other pointer is still read', async (text, expected) => {
  const made = await ledger([`{"held": 1, "balance": ${text}}`]);
  expect(await made.look()).toEqual({ balance: expected, held: '1' });
});

test('no number ever passes through a float', async () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,38})(\.\d{1,30})?([eE][-+]?\d{1,2})?$/);
  const made = await ledger(['']);
  await fc.assert(
    fc.asyncProperty(digits, async (text) => {
      made.answers = [`{"balance": ${text}, "held": 0}`];
      const sample = (await made.poll()).samples[0]?.sample;
      expect(sample?.value).toEqual(parseAmount(text));
    }),
    { numRuns: 60 },
  );
});

const sequence = { before: '/seq', after: '/seq2' };

test('equal sequence numbers: the balance', async () => {
  const made = await ledger(['{"seq": 7, "balance": 5, "held": 1, "seq2": 7}'], { sequence });
  expect(await made.look()).toEqual({ balance: '5', held: '1' });
  expect(made.requests).toBe(1);
});

test('a torn read is read again at once', async () => {
  const torn = '{"seq": 7, "balance": 5, "held": 1, "seq2": 8}';
  const whole = '{"seq": 8, "balance": 0, "held": 1, "seq2": 8}';
  const made = await ledger([torn, whole], { sequence });
  const result = await made.poll();
  expect(result.samples[0]?.sample.value).toEqual(parseAmount('0'));
  expect([result.note, made.requests]).toEqual(['read twice: the first reading was torn', 2]);
});

test('torn twice is a gap', async () => {
  const made = await ledger(['{"seq": 7, "balance": 5, "seq2": 8}'], { sequence });
  const result = await made.poll();
  expect(result.samples).toEqual([]);
  expect(gapText(result.gap)).toBe(
    'torn: the ledger moved while it was read: sequence 7 before, 8 after (twice in a row)',
  );
  expect(made.requests).toBe(2);
});

test('a missing sequence number is a gap, and is not asked for again', async () => {
  const made = await ledger(['{"seq": 7, "balance": 5, "sequence": 7}'], { sequence });
  expect(gapText((await made.poll()).gap)).toBe(
    'not_found: nothing at /seq2: the document has no "seq2" (did you mean "seq"?)',
  );
  expect(made.requests).toBe(1);
});

test('redirects are refused, throttling is passed on, a dead port is named', async () => {
  let status = 302;
  const server = await httpServer((_request, response) =>
    response.writeHead(status, { location: '/elsewhere', 'retry-after': '9' }).end('{"balance": 0}'),
  );
  servers.push(server);
  const reads = { balance: 'balance' };
  const made = await makeSource(ledgerSource, { options: { url: server.url }, reads });
  sources.push(made);
  expect(gapText((await made.poll()).gap)).toBe(
    'http_status: HTTP 302 to another path where 2xx is expected',
  );
  status = 429;
  expect(await made.poll()).toMatchObject({ gap: { reason: 'throttled' }, retryAfter: 9_000 });
  const port = await freePort();
  const dead = await makeSource(ledgerSource, { options: { url: `http://127.0.0.1:${port}` }, reads });
  sources.push(dead);
  expect(await dead.look()).toEqual({
    balance: `refused: nobody listens on 127.0.0.1:${port} (connection refused)`,
  });
});

test('options and reads', () => {
  const url = 'https://api.example.com/ledger';
  expect(ledgerSource.options.parse({ url })).toMatchObject({ pointer: '/balance', bodyMax: 1024 * 1024 });
  const problems = (read: unknown) =>
    ledgerSource.read.safeParse(read).error?.issues.map((issue) => issue.message);
  expect(problems('depth')).toEqual([
    'a ledger is read as balance (what `pointer` of the source points to) or as { json: /path }',
  ]);
  expect(problems({ json: 'x' })?.[0]).toContain('a JSON pointer begins with "/"');
  expect(ledgerSource.options.safeParse({ url, redirects: 'follow' }).success).toBe(false);
});

// Header fields as values over real sockets: text, directives, JSON in them; and a 402 as x402 answers it.

import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { httpServer } from '../../support/http-servers.ts';
import { makeSource } from '../../support/poll.ts';

interface Answer {
  readonly status?: number;
  readonly headers: Record<string, string | string[]>;
  readonly body?: string;
}

async function look(
  { status = 200, headers, body = '' }: Answer,
  reads: Record<string, unknown>,
  options: Record<string, unknown> = {},
): Promise<Record<string, string>> {
  const server = await httpServer((_request, response) => response.writeHead(status, headers).end(body));
  onTestFinished(() => server.close());
  const made = await makeSource(httpSource, { options: { url: server.url, ...options }, reads });
  onTestFinished(() => made.source.close());
  return made.look();
}

const hsts = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload' };

test('a header as text, and whether it is there', async () => {
  const reads = {
    whole: { header: 'strict-transport-security' },
    there: { hasHeader: 'STRICT-TRANSPORT-SECURITY' },
    none: { hasHeader: 'x-frame-options' },
    absent: { header: 'x-frame-options' },
    inherited: { hasHeader: 'constructor' },
  };
  expect(await look({ headers: hsts }, reads)).toEqual({
    whole: 'max-age=31536000; includeSubDomains; preload',
    there: 'true',
    none: 'false',
    absent: 'not_found: the answer has no header x-frame-options',
    inherited: 'false',
  });
});

test('directives', async () => {
  const header = 'strict-transport-security';
  const headers = {
    ...hsts,
    'cache-control': 'public, s-maxage="60", Max-Age = 5, stale-if-error',
    'content-security-policy': "default-src 'self'; script-src https://a.test/?x=1 'none'",
    'x-twice': 'a=1; A=2; b=3, b=3',
    'x-quoted': 'name="a;b, \\"c\\""; rest=1',
  };
  const reads = {
    age: { header, directive: 'Max-Age' },
    sub: { header, hasDirective: 'includesubdomains' },
    gone: { header, hasDirective: 'immutable' },
    nowhere: { header: 'x-none', hasDirective: 'max-age' },
    nothing: { header: 'x-none', directive: 'max-age' },
    flag: { header, directive: 'preload' },
    near: { header, directive: 'max-aga' },
    shared: { header: 'cache-control', directive: 's-maxage' },
    blank: { header: 'cache-control', directive: 'max-age' },
    csp: { header: 'content-security-policy', directive: 'script-src' },
    twice: { header: 'x-twice', directive: 'a' },
    same: { header: 'x-twice', directive: 'b' },
    quoted: { header: 'x-quoted', directive: 'name' },
    rest: { header: 'x-quoted', directive: 'rest' },
  };
  expect(await look({ headers }, reads)).toEqual({
    age: '31536000',
    sub: 'true',
    gone: 'false',
    nowhere: 'false',
    nothing: 'not_found: the answer has no header x-none',
    flag: `wrong_type: "preload" in the header ${header} has no value: ask for hasDirective`,
    near: `not_found: the header ${header} has no "max-aga" (did you mean "max-age"?)`,
    shared: '60',
    blank: '5',
    csp: "https://a.test/?x=1 'none'",
    twice: 'parse: "a" stands twice in the header x-twice: which one is meant cannot be told',
    same: '3',
    quoted: 'a;b, "c"',
    rest: '1',
  });
});

test('a field that stands several times is one list', async () => {
  const headers = { vary: ['origin', 'accept'], 'set-cookie': ['a=1', 'b=2'] };
  expect(await look({ headers }, { vary: { header: 'vary' }, cookie: { header: 'set-cookie' } })).toEqual({
    vary: 'origin, accept',
    cookie: 'a=1, b=2',
  });
});

test("an error page's headers say nothing of the endpoint's", async () => {
  const gap = 'http_status: HTTP 500 where 2xx is expected';
  const reads = { text: { header: 'x' }, there: { hasHeader: 'x' }, none: { hasHeader: 'y' } };
  expect(await look({ status: 500, headers: { x: '1' } }, reads)).toEqual({
    text: gap,
    there: gap,
    none: gap,
  });
});

test('a HEAD request has headers and no body', async () => {
  const reads = {
    up: 'up',
    age: { header: 'strict-transport-security', directive: 'max-age' },
    bytes: 'bytes',
  };
  expect(await look({ headers: hsts, body: 'not sent' }, reads, { method: 'HEAD' })).toEqual({
    up: 'true',
    age: '31536000',
    bytes: '0',
  });
});

test('escape sequences in a header are text', async () => {
  expect(await look({ headers: { x: 'a\u009b2Jb' } }, { x: { header: 'x' } })).toEqual({ x: 'a 2Jb' });
});

const requirements = {
  x402Version: 2,
  resource: { url: 'https://api.test/premium' },
  accepts: [
    {
      scheme: 'exact',
      network: 'eip155:84532',
      amount: '10000',
      payTo: `0x${'ab'.repeat(20)}`,
      maxTimeoutSeconds: 60,
    },
  ],
};
const x402: Answer = {
  status: 402,
  headers: {
    'content-type': 'application/json',
    'payment-required': Buffer.from(JSON.stringify(requirements)).toString('base64'),
  },
  body: JSON.stringify({ error: 'payment required', ...requirements }),
};
const x402Reads = {
  up: 'up',
  status: 'status',
  there: { hasHeader: 'payment-required' },
  network: { header: 'payment-required', base64: true, json: '/accepts/0/network' },
  version: { header: 'payment-required', base64: true, json: '/x402Version' },
  price: { json: '/accepts/0/amount' },
  scheme: { json: '/accepts/0/scheme' },
};

test('an expected 402 gives its headers and its body', async () => {
  expect(await look(x402, x402Reads, { expect: 402 })).toEqual({
    up: 'true',
    status: '402',
    there: 'true',
    network: 'eip155:84532',
    version: '2',
    price: '10000',
    scheme: 'exact',
  });
});

test('a 402 that is not expected gives nothing, and a 200 where payment is due neither', async () => {
  const other = 'http_status: HTTP 402 where 2xx is expected';
  expect(await look(x402, x402Reads)).toMatchObject({
    up: 'false',
    status: '402',
    there: other,
    price: other,
  });
  const free = 'http_status: HTTP 200 where 402 is expected';
  expect(await look({ ...x402, status: 200 }, x402Reads, { expect: 402 })).toMatchObject({
    up: 'false',
    there: free,
    network: free,
    price: free,
  });
});

test.each<readonly [string, boolean, string]>([
  ['not base64!', true, 'parse: the header payment-required is no text in base64'],
  [
    Buffer.from([0xff, 0xfe]).toString('base64'),
    true,
    'parse: the header payment-required is no text in base64',
  ],
  [
    Buffer.from('<html>').toString('base64'),
    true,
    'parse: the header payment-required is HTML or XML, not JSON: <html>',
  ],
  [
    Buffer.from('[1').toString('base64url'),
    true,
    expect.stringMatching(/^parse: the header payment-required is not JSON: /),
  ],
  ['{"a":1}', false, '1'],
  ['{"b":1}', false, 'not_found: nothing at /a: the document has no "a" (did you mean "b"?)'],
])('a header with %s', async (value, base64, shown) => {
  const headers = { 'payment-required': value };
  expect(
    await look({ headers }, { x: { header: 'Payment-Required'.toLowerCase(), base64, json: '/a' } }),
  ).toEqual({ x: shown });
});

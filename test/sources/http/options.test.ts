// What a profile may say about an http source, and the sentence for everything else.

import { z } from 'zod';
import { expect, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';

const url = 'https://api.example.com/healthz';
const unexplained =
  'PUT, PATCH and DELETE change what is watched, at every poll: say what they change (`changes: "deletes the probe\'s own order"`), or ask by GET';

test.each<readonly [Record<string, unknown>, string]>([
  [{ url: 'ftp://x' }, 'an absolute URL is needed that begins with http:// or https://'],
  [
    { url, method: 'TRACE' },
    'Invalid option: expected one of "GET"|"HEAD"|"OPTIONS"|"POST"|"PUT"|"PATCH"|"DELETE"',
  ],
  [{ url, method: 'DELETE' }, unexplained],
  [{ url, method: 'PUT', changes: ' ' }, 'say what the request changes'],
  [{}, 'a url is needed, or steps'],
  [{ url, steps: [{ url }] }, 'either a url or steps: with steps, the url belongs into a step'],
  [
    { steps: [{ url }], headers: { a: 'b' } },
    'with steps, method, headers, body, expect, match and changes belong into each step',
  ],
  [{ url, expect: 99 }, 'a status is a number from 100 to 599'],
  [
    { url, expect: true },
    'expected statuses are a number (200), a class (2xx) or a list of them ([200, 3xx])',
  ],
  [{ url, expect: '6xx' }, 'a class of statuses is written 2xx'],
  [{ url, expect: [] }, 'at least one status must be expected'],
  [{ url, headers: { Host: 'a\r\nb' } }, 'a header value is one line of text without control characters'],
  [{ url, headers: { 'a b': '1' } }, 'Invalid key in record'],
  [{ url, bodyMax: '17MiB' }, '"17MiB" is no body size: write 64KiB or 1MiB, at least 1 B and at most 16MiB'],
  [{ url, bodyMax: '10m' }, '"10m" is no body size: write 64KiB or 1MiB, at least 1 B and at most 16MiB'],
  [
    { url, match: { body: '/(/' } },
    'this is no regular expression: write /pattern/ with the flags i, m, s or u, or plain text',
  ],
  [{ url, colour: 'red' }, 'Unrecognized key: "colour"'],
  [
    { url, redirects: 'always' },
    'redirects are `refuse`, `follow`, or a list of hosts that may be near: [sso.internal]',
  ],
  ...['http://sso.internal', 'sso.internal:8080', 'sso.internal/x', 'a b', ''].map(
    (host): [Record<string, unknown>, string] => [
      { url, redirects: [host] },
      'a host is a name or an address, without protocol, port and path: sso.internal, 10.0.0.7',
    ],
  ),
])('%j', (options, message) => {
  expect(httpSource.options.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ]);
});

test.each<readonly [unknown, string]>([
  [
    'uptime',
    'an http source is read as up, status, latency, bytes, { json: /pointer }, { body: "pattern with one (group)" }, ' +
      '{ header: NAME }, { header: NAME, directive: NAME }, { header: NAME, hasDirective: NAME }, ' +
      '{ header: NAME, json: /pointer, base64: true }, { hasHeader: NAME }, { jwks: … }, { cors: … } or { step: NAME, read: … }',
  ],
  [
    { json: 'depth' },
    'a JSON pointer begins with "/" and writes "~" as "~0", "/" in a name as "~1": /queues/0/depth',
  ],
  [{ body: '\\d+' }, 'a body pattern needs exactly one group, this one has 0: depth=(\\d+)'],
  [{ body: '(' }, 'this is no regular expression: write /pattern/ with the flags i, m, s or u'],
  [{ body: '/(a)/g' }, 'this is no regular expression: write /pattern/ with the flags i, m, s or u'],
])('read: %j', (read, message) => {
  expect(httpSource.read.safeParse(read).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

const step = { url, keep: { token: '/t' } };
test.each<readonly [unknown, readonly (string | number)[], string]>([
  [[], [], 'at least one step is needed'],
  [
    [{ url: 'ftp://x' }],
    [0, 'url'],
    'an absolute URL is needed that begins with http:// or https://, with <<name>> only behind its host, or <<name>> alone',
  ],
  [
    [step, { url: 'https://<<token>>/x' }],
    [1, 'url'],
    'an absolute URL is needed that begins with http:// or https://, with <<name>> only behind its host, or <<name>> alone',
  ],
  [[{ url: `${url}/<<token>>` }], [0, 'url'], 'no earlier step keeps "token"'],
  [[step, { url: '<<tokn>>' }], [1, 'url'], 'no earlier step keeps "tokn" (did you mean "token"?)'],
  [
    [step, { url, headers: { authorization: 'Bearer <<key>>' } }],
    [1, 'headers', 'authorization'],
    'no earlier step keeps "key"',
  ],
  [[step, { url, body: '<<key>>' }], [1, 'body'], 'no earlier step keeps "key"'],
  [
    [{ url, keep: { token: 'access_token' } }],
    [0, 'keep', 'token'],
    'what is kept is a JSON pointer into the body (/access_token), header:NAME or cookie:NAME',
  ],
  [[step, step], [1, 'keep', 'token'], '"token" is kept by an earlier step already'],
  [
    [
      { url, name: 'a' },
      { url, name: 'a' },
    ],
    [1, 'name'],
    'another step is called "a" already',
  ],
  [[{ url, name: 'a b' }], [0, 'name'], 'a step is named by one word of letters, digits and dashes: login'],
  [[{ url, method: 'PATCH' }], [0, 'method'], unexplained],
  [Array.from({ length: 11 }, () => ({ url })), [], 'at most 10 steps make one poll'],
])('steps: %j', (steps, path, message) => {
  const issues = httpSource.options.safeParse({ steps }).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path, issue.message])).toEqual([[['steps', ...path], message]]);
});

test('good steps', () => {
  const steps = [
    {
      name: 'login',
      url,
      method: 'POST',
      body: '{}',
      keep: { token: '/t', next: 'header:Location', sid: 'cookie:sid' },
    },
    { url: `${url}/<<token>>?q=<<sid>>`, headers: { Authorization: 'Bearer <<token>>' } },
    { url: '<<next>>', method: 'DELETE', changes: 'the order of the probe' },
  ];
  expect(httpSource.options.safeParse({ steps }).error).toBeUndefined();
  expect(httpSource.place({ steps })).toBe(`${url} and 2 more`);
});

test.each<readonly [unknown, string]>([
  [{ header: 'a b' }, 'a header name is letters, digits and dashes'],
  [{ header: 'hsts', directive: 'max age' }, 'a directive is one word: max-age, includeSubDomains'],
  [{ jwks: 'keys' }, 'a JWKS is read as count, private, '],
  [{ jwks: {} }, 'name what the key must have: '],
  [
    { cors: { origin: 'https://app.example.com/', method: 'GET' } },
    'an origin is protocol, host and a port that is not the usual one: https://app.example.com',
  ],
  [{ cors: { origin: 'https://app.example.com', method: 'get' } }, 'Invalid option: expected one of'],
  [{ step: 'a b', read: 'up' }, 'a step is named by one word of letters, digits and dashes: login'],
  [{ step: 'login', read: 'uptime' }, 'a step is read as up, status, latency, bytes, '],
])('read: %j', (read, message) => {
  expect(JSON.stringify(httpSource.read.safeParse(read).error?.issues)).toContain(
    JSON.stringify(message).slice(1, -1),
  );
});

test('units of directives', () => {
  const unit = (directive: string): string | null => httpSource.naturalUnit({ header: 'x', directive });
  expect(['max-age', 'S-MaxAge', 'stale-if-error', 'version'].map(unit)).toEqual(['s', 's', 's', null]);
  expect(httpSource.naturalUnit({ step: 'login', read: 'latency' })).toBe('ms');
  expect(httpSource.naturalUnit({ cors: { origin: 'https://a.test', method: 'GET' } })).toBeNull();
});

test('a host to which a redirect may lead is what URLs make of it', () => {
  const redirects = ['SSO.internal', '::1', '2130706433', '10.0.0.7'];
  expect(httpSource.options.parse({ url, redirects })).toMatchObject({
    redirects: ['sso.internal', '[::1]', '127.0.0.1', '10.0.0.7'],
  });
});

test('defaults', () => {
  expect(httpSource.options.parse({ url })).toEqual({
    url,
    method: 'GET',
    headers: {},
    expect: ['2xx'],
    redirects: 'refuse',
    bodyMax: 1024 * 1024,
  });
  expect(httpSource.naturalUnit('latency')).toBe('ms');
  expect(httpSource.naturalUnit('bytes')).toBe('B');
  expect(httpSource.naturalUnit({ json: '/x' })).toBeNull();
});

test('the editor’s schema can be made from it', () => {
  const input = { io: 'input', unrepresentable: 'any' } as const;
  expect(z.toJSONSchema(httpSource.options, input)).toMatchObject({
    additionalProperties: false,
  });
  expect(z.toJSONSchema(httpSource.read, input)).toHaveProperty('anyOf');
});

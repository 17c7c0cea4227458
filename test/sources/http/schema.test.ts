// What a profile may say about an http source, and the sentence for everything else.

import { z } from 'zod';
import { expect, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/schema.ts';

const url = 'https://api.example.com/healthz';

test.each<readonly [Record<string, unknown>, string]>([
  [{ url: 'ftp://x' }, 'an absolute URL is needed that begins with http:// or https://'],
  [{ url, method: 'DELETE' }, 'Invalid option: expected one of "GET"|"HEAD"|"OPTIONS"|"POST"'],
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
])('%j', (options, message) => {
  expect(httpSource.options.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ]);
});

test.each<readonly [unknown, string]>([
  [
    'uptime',
    'an http source is read as up, status, latency, bytes, { json: /pointer } or { body: "pattern with one (group)" }',
  ],
  [
    { json: 'depth' },
    'a JSON pointer begins with "/" and writes "~" as "~0", "/" in a name as "~1": /queues/0/depth',
  ],
  [{ body: '\\d+' }, 'a body pattern needs exactly one group, this one has 0: depth=(\\d+)'],
  [{ body: '(' }, 'this is no regular expression'],
])('read: %j', (read, message) => {
  expect(httpSource.read.safeParse(read).error?.issues.map((issue) => issue.message)).toEqual([message]);
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
    required: ['url'],
    additionalProperties: false,
  });
  expect(z.toJSONSchema(httpSource.read, input)).toHaveProperty('anyOf');
});

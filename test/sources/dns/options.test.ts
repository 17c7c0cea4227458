// What a profile may say about a dns source, and the sentence for everything else.

import { expect, test } from 'vitest';
import { dnsSource } from '../../../src/sources/dns/kind.ts';

const name = 'api.example.com';
const noName =
  'a name is needed as the DNS has it: api.example.com, without a protocol, a port or a path; no address';
const noServer =
  'a DNS server is an address with or without a port: 10.0.0.2, 10.0.0.2:5353, [2001:db8::1]:53';
const noRead = 'a dns source is read as answers, count, ttl, { has: TARGET } or { only: [TARGET, TARGET] }';

test.each<readonly [Record<string, unknown>, string]>([
  [{}, 'Invalid input: expected string, received undefined'],
  ...[
    'https://api.example.com',
    'api.example.com:53',
    'a b',
    '',
    '.',
    'a..b',
    '-a.test',
    '10.0.0.1',
    '::1',
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(127)}toolong`,
  ].map((wrong): [Record<string, unknown>, string] => [{ name: wrong }, noName]),
  [{ name, type: 'SRV' }, 'a type of record is one of A, AAAA, CNAME, TXT, MX, NS, CAA'],
  ...['dns.google', '10.0.0.256', '10.0.0.1:0', '10.0.0.1:65536', '[10.0.0.1]:53', '[::1]:x'].map(
    (server): [Record<string, unknown>, string] => [{ name, server }, noServer],
  ),
  [{ name, colour: 'red' }, 'Unrecognized key: "colour"'],
])('%j', (options, message) => {
  expect(dnsSource.options.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test.each(['a', 'api.example.com.', '_acme-challenge.example.com', 'xn--bcher-kva.example'])(
  'the name %s',
  (good) => {
    expect(dnsSource.options.parse({ name: good })).toEqual({ name: good, type: 'A' });
  },
);

test.each(['10.0.0.1', '10.0.0.1:5353', '::1', '[::1]', '[2001:db8::1]:53'])('the server %s', (server) => {
  expect(dnsSource.place({ name, server })).toBe(`A api.example.com at ${server}`);
});

test.each<readonly [unknown, string]>([
  ['up', noRead],
  [{ has: 'a', only: ['a'] }, noRead],
  [{ has: '' }, 'a target is needed: an address, a name, or the text of a record'],
  [{ only: [] }, 'at least one target is needed'],
])('read: %j', (read, message) => {
  expect(JSON.stringify(dnsSource.read.safeParse(read).error?.issues)).toContain(message);
});

test('units', () => {
  expect([dnsSource.naturalUnit('ttl'), dnsSource.naturalUnit('count')]).toEqual(['s', null]);
});

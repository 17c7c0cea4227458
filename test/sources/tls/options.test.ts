// What a profile may say about a tls source, and the sentence for everything else.

import { expect, test } from 'vitest';
import { tlsSource } from '../../../src/sources/tls/kind.ts';

const noRead =
  'a tls source is read as valid, reason, protocol, issuer, key, { left: leaf } or { left: chain }';

test.each<readonly [Record<string, unknown>, string]>([
  [{ url: 'http://api.test' }, 'an absolute URL is needed that begins with https:// or tls://'],
  [{ url: 'api.test:443' }, 'an absolute URL is needed that begins with https:// or tls://'],
  [
    { url: 'tls://api.test' },
    'a host and its port are needed: tls://db.internal:5433, or https://api.example.com',
  ],
  [{ url: 'https://api.test', ca: '' }, 'Too small: expected string to have >=1 characters'],
  [{ url: 'https://api.test', colour: 'red' }, 'Unrecognized key: "colour"'],
])('%j', (options, message) => {
  expect(tlsSource.options.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test.each<readonly [unknown, string]>([
  ['days', noRead],
  [{ left: 'root' }, 'the time left is told of leaf or of chain'],
])('read: %j', (read, message) => {
  expect(JSON.stringify(tlsSource.read.safeParse(read).error?.issues)).toContain(message);
});

test('where it looks holds no credentials', () => {
  expect(tlsSource.place({ url: 'https://u:p@api.test/x?y=z', servername: 'b.test' })).toBe(
    'api.test:443 as b.test',
  );
  expect(tlsSource.place({ url: 'tls://db.test:5433' })).toBe('db.test:5433');
});

test('units', () => {
  expect([tlsSource.naturalUnit({ left: 'leaf' }), tlsSource.naturalUnit('valid')]).toEqual(['ms', null]);
});

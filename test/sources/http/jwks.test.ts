// Key sets: real keys, what is no key set, and a private key for all to see.

import { generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { httpServer } from '../../support/http-servers.ts';
import { makeSource } from '../../support/poll.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');

const ecKey = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec-1', alg: 'ES256', use: 'sig' };
const rsaKey = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa-1', alg: 'RS256', use: 'sig' };
const edKey = { ...ed.publicKey.export({ format: 'jwk' }), kid: 'ed-1' };

async function look(body: unknown, reads: Record<string, unknown>): Promise<Record<string, string>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const server = await httpServer((_request, response) => response.end(text));
  onTestFinished(() => server.close());
  const made = await makeSource(httpSource, { options: { url: server.url }, reads });
  onTestFinished(() => made.source.close());
  return made.look();
}

test('keys that are there and keys that are not', async () => {
  const reads = {
    count: { jwks: 'count' },
    private: { jwks: 'private' },
    kid: { jwks: { kid: 'rsa-1' } },
    both: { jwks: { kid: 'ec-1', alg: 'ES256' } },
    mixed: { jwks: { kid: 'rsa-1', alg: 'ES256' } },
    any: { jwks: { alg: 'ES256' } },
    curve: { jwks: { kty: 'OKP', crv: 'Ed25519' } },
    none: { jwks: { kid: 'old' } },
    signs: { jwks: { every: { use: 'sig' } } },
  };
  const told = {
    private: 'false',
    kid: 'true',
    both: 'true',
    mixed: 'false',
    any: 'true',
    none: 'false',
  };
  expect(await look({ keys: [ecKey, rsaKey, edKey] }, reads)).toEqual({
    ...told,
    count: '3',
    curve: 'true',
    signs: 'false',
  });
  expect(await look({ keys: [ecKey, rsaKey] }, reads)).toEqual({
    ...told,
    count: '2',
    curve: 'false',
    signs: 'true',
  });
});

test('an id, whichever it is', async () => {
  const reads = { all: { jwks: { every: { kid: true, alg: 'ES256' } } }, one: { jwks: { kid: true } } };
  const { kid: _, ...nameless } = ecKey;
  const last = { ...ecKey, kid: '' };
  expect(await look({ keys: [ecKey, { ...ecKey, kid: 'ec-2' }] }, reads)).toEqual({
    all: 'true',
    one: 'true',
  });
  expect(await look({ keys: [ecKey, nameless] }, reads)).toEqual({ all: 'false', one: 'true' });
  expect(await look({ keys: [last] }, reads)).toEqual({ all: 'false', one: 'false' });
});

test.each<readonly [string, unknown]>([
  ['EC', ec.privateKey.export({ format: 'jwk' })],
  ['RSA', rsa.privateKey.export({ format: 'jwk' })],
  ['OKP', ed.privateKey.export({ format: 'jwk' })],
  ['RSA with a prime only', { ...rsaKey, p: 'AQAB' }],
  ['oct', { kty: 'oct', k: 'c2VjcmV0' }],
  ['a type that we do not know', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'x', priv: 'y' }],
])('a private key of type %s is told, and never shown', async (_name, key) => {
  const shown = await look({ keys: [ecKey, key] }, { leaked: { jwks: 'private' }, count: { jwks: 'count' } });
  expect(shown).toEqual({ leaked: 'true', count: '2' });
});

test('a leak is told although another key is malformed', async () => {
  const leaked = ec.privateKey.export({ format: 'jwk' });
  expect(
    await look({ keys: [{}, leaked] }, { leaked: { jwks: 'private' }, kid: { jwks: { kid: 'x' } } }),
  ).toEqual({
    leaked: 'true',
    kid: 'parse: no JWKS: /keys/0 has no "kty"',
  });
});

const noJwks: readonly (readonly [unknown, string])[] = [
  [[ecKey], 'parse: no JWKS: the document is an array, not an object'],
  [ecKey, 'parse: no JWKS: the document has no "keys"'],
  [{ keys: {} }, 'parse: no JWKS: /keys is an object, not an array'],
  [{ keys: null }, 'parse: no JWKS: /keys is null, not an array'],
  [{ keys: [ecKey, 'x'] }, 'parse: no JWKS: /keys/1 is a string, not an object'],
  [{ keys: [{ kid: 'a' }] }, 'parse: no JWKS: /keys/0 has no "kty"'],
  [{ keys: [{ ...ecKey, kid: 1 }] }, 'parse: no JWKS: /keys/0 has a "kid" that is a number, not a string'],
  [
    { keys: [{ kty: 'EC', crv: 'P-256', x: 'a' }] },
    'parse: no JWKS: /keys/0 is a key of type EC without "y"',
  ],
  [{ keys: [{ kty: 'RSA', n: '', e: 'AQAB' }] }, 'parse: no JWKS: /keys/0 is a key of type RSA without "n"'],
  [{ keys: Array.from({ length: 1_001 }, () => ({})) }, 'too_large: the JWKS has more than 1000 keys'],
  ['<html>', 'parse: the body is HTML or XML, not JSON: <html>'],
  ['', 'parse: the body is empty where JSON was expected'],
];

test.each(noJwks)('%j is no key set', async (body, gap) => {
  const reads = {
    count: { jwks: 'count' },
    every: { jwks: { every: { alg: 'ES256' } } },
    private: { jwks: 'private' },
  };
  expect(await look(body, reads)).toEqual({ count: gap, every: gap, private: gap });
});

test('of an empty set nothing good can be said', async () => {
  const reads = {
    count: { jwks: 'count' },
    every: { jwks: { every: { alg: 'ES256' } } },
    private: { jwks: 'private' },
    kid: { jwks: { kid: 'a' } },
  };
  const none = 'empty: the JWKS holds no key';
  expect(await look({ keys: [] }, reads)).toEqual({ count: '0', every: none, private: none, kid: 'false' });
});

// Which words are secret, and how they are taken out of a text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayRedactor, isHarmless } from '../../src/profile/credentials.ts';
import { createRedactor } from '../../src/domain/redact.ts';

test.each([
  ['https://api.example.com', true],
  ['https://api.example.com:8443/v1/health', true],
  ['redis://redis.example.com:6379/0', true],
  ['6379', true],
  ['true', true],
  ['https://me@api.example.com', false],
  ['https://api.example.com/?key=1', false],
  ['https://api.example.com/#abc', false],
  ['https://rpc.example.com/v2/abcdefghijklmnopqrstuvwxyz', false],
  ['1234567', false],
  ['hunter22', false],
  ['api.example.com', false],
  ['data:text/plain,secret', false],
])('%s is harmless: %s', (text, harmless) => {
  expect(isHarmless(text)).toBe(harmless);
});

test.each([
  [['abcd'], 'x abcd y abcd', 'x *** y ***'],
  [['abcd', 'abcdef'], 'abcdef abcd', '*** ***'],
  [['p@ss/w:rd'], 'p%40ss%2Fw%3Ard p%40ss%2fw%3ard p@ss/w:rd', '*** *** ***'],
  [['a b+c'], 'a+b%2Bc a%20b%2Bc', '*** ***'],
  [['q"uo\\te'], JSON.stringify({ text: 'q"uo\\te' }), '{"text":"***"}'],
  [['.*$^'], 'abc .*$^', 'abc ***'],
  [[], 'abc', 'abc'],
  [[''], 'abc', 'abc'],
])('%j out of %s', (secrets, text, rest) => {
  expect(createRedactor(secrets)(text)).toBe(rest);
});

test('no secret is left, whatever it is and wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 4 }), { minLength: 1 }),
      fc.string(),
      fc.string(),
      (secrets, before, after) => {
        const redact = createRedactor(secrets);
        for (const secret of secrets) {
          const text = redact(`${before}${secret}${after}`);
          // The stars themselves may spell a secret of stars.
          if (!secret.includes('*'))
            expect(text.includes(secret) && !`${before}***${after}`.includes(secret)).toBe(false);
        }
      },
    ),
  );
});

test('of an address with a key in it the host stays readable', () => {
  const redact = displayRedactor([
    'https://rpc.example.com/v2/abcdefghijklmnopqrstuvwxyz',
    'abcdefghijklmnopqrstuvwxyz',
  ]);
  expect(redact('https://rpc.example.com/v2/abcdefghijklmnopqrstuvwxyz')).toBe(
    'https://rpc.example.com/v2/***',
  );
});

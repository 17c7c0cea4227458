// `{name}` and `${NAME}` in one text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolate, type Lookups } from '../../src/profile/interpolate.ts';

const env: Readonly<Record<string, string>> = { HOST: 'h.example', KEY: 's3cr3t' };
const lookups: Lookups = {
  isSet: (name) => env[name] !== undefined,
  environment: (name) => env[name] ?? null,
  variable: (name) =>
    name === 'api' ? { value: 'https://a', shown: 'https://a', secrets: [], unresolved: false } : null,
};

test.each([
  ['plain', 'plain', 'plain'],
  ['{api}/healthz', 'https://a/healthz', 'https://a/healthz'],
  ['${HOST}', 'h.example', '${HOST}'],
  ['https://${HOST}/${KEY}?x', 'https://h.example/s3cr3t?x', 'https://${HOST}/${KEY}?x'],
  ['${NONE:-https://d:1/x}', 'https://d:1/x', '${NONE:-https://d:1/x}'],
  ['${NONE:-}', '', '${NONE:-}'],
  ['${NONE:-{api}/x}', 'https://a/x', '${NONE:-{api}/x}'],
  ['${HOST:-d}', 'h.example', '${HOST:-d}'],
  ['{{api}}', '{api}', '{api}'],
  ['$${HOST}', '${HOST}', '${HOST}'],
  ['{"a":{"b":1}}', '{"a":{"b":1}}', '{"a":{"b":1}}'],
  ['{"a":{"b":"{api}"}}', '{"a":{"b":"https://a"}}', '{"a":{"b":"https://a"}}'],
  [String.raw`\d{3}`, String.raw`\d{3}`, String.raw`\d{3}`],
  ['jsonpath={.items[0]}', 'jsonpath={.items[0]}', 'jsonpath={.items[0]}'],
  ['{ api }', '{ api }', '{ api }'],
  ['kill $$ ${x%.y}', 'kill $$ ${x%.y}', 'kill $$ ${x%.y}'],
])('%s', (text, value, shown) => {
  expect(interpolate(text, lookups)).toMatchObject({ value, shown, unresolved: false });
});

test('only what the environment gave is a secret', () => {
  expect(interpolate('{api} ${KEY} ${NONE:-fallback}', lookups).secrets).toEqual(['s3cr3t']);
});

test('what has no value is left as it stands, and marked', () => {
  expect(interpolate('a {nope} ${NOPE}', lookups)).toMatchObject({
    value: 'a {nope} ${NOPE}',
    unresolved: true,
  });
});

test('a text without braces is left alone, and no text throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '$', ':', '-', 'a', 'H', '"', '\\', ' ') }),
      (text) => {
        const { value, unresolved } = interpolate(text, lookups);
        if (!text.includes('{')) expect(value).toBe(text);
        if (unresolved) expect(text).toContain('{');
      },
    ),
  );
});

// `{name}` and `${NAME}` in one text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolate, type Lookups } from '../../../src/profile/environment/interpolate.ts';
import { Secrecy } from '../../../src/profile/read/secrecy.ts';
import {
  knownText,
  shellText,
  shownText,
  usedText,
  variablesIn,
  writtenText,
} from '../../../src/profile/read/told.ts';

const env: Readonly<Record<string, string>> = { HOST: 'h.example', KEY: 's3cr3t' };
const placed: Readonly<Record<string, string>> = { ...env, CREW: 'ada', PLACED: 'p1aced' };
const given = {
  isSet: (name: string) => placed[name] !== undefined,
  environment: (name: string) => placed[name] ?? null,
};
const lookups: Lookups = {
  isSet: (name) => env[name] !== undefined,
  environment: (name) => env[name] ?? null,
  variable: (name) => (name === 'api' ? { parts: ['https://a'], unresolved: false } : null),
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
  const { parts, unresolved } = interpolate(text, lookups);
  expect([usedText(parts), writtenText(parts), unresolved]).toEqual([value, shown, false]);
});

test('every variable of the environment keeps its name, those of defaults too', () => {
  const { parts } = interpolate('{api} ${KEY} ${NONE:-a ${HOST} b}', lookups);
  expect(variablesIn(parts).map(({ name, given }) => [name, given])).toEqual([
    ['KEY', 's3cr3t'],
    ['NONE', null],
    ['HOST', 'h.example'],
  ]);
});

const secrecy = new Secrecy(new Set(['PLACED']), new Set(['HOST', 'PORT', 'PLACED', 'KEY']));

test.each([
  // A variable of a source as it is written; one that stands in no source with its value; a secret by its name.
  ['${HOST}', '${HOST}', 'h.example', '${HOST}'],
  ['${PORT:-80}', '${PORT:-80}', '80', '${PORT:-80}'],
  ['${CREW}', 'ada', 'ada', 'ada'],
  ['${CREW:-bob}', 'ada', 'ada', 'ada'],
  ['${GONE:-{api}}', 'https://a', 'https://a', 'https://a'],
  ['${KEY}', '${KEY}', '${KEY}', '$KEY'],
  ['${KEY}s', '${KEY}s', '${KEY}s', '${KEY}s'],
  ['${KEY:-{api}}', '${KEY:-{api}}', '${KEY:-{api}}', '${KEY:-https://a}'],
  ['${PLACED}', '${PLACED}', '${PLACED}', '$PLACED'],
  ['${GONE:-${KEY}}', '${KEY}', '${KEY}', '$KEY'],
])('%s is shown, known and run', (text, shown, known, run) => {
  const { parts } = interpolate(text, { ...lookups, ...given });
  expect([shownText(parts, secrecy), knownText(parts, secrecy), shellText(parts, secrecy)]).toEqual([
    shown,
    known,
    run,
  ]);
});

test('what has no value is left as it stands, and marked', () => {
  expect(interpolate('a {nope} ${NOPE}', lookups)).toMatchObject({
    parts: ['a ', '{nope}', ' ', '${NOPE}'],
    unresolved: true,
  });
});

test('a text without braces is left alone, and no text throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '$', ':', '-', 'a', 'H', '"', '\\', ' ') }),
      (text) => {
        const { parts, unresolved } = interpolate(text, lookups);
        if (!text.includes('{')) expect(usedText(parts)).toBe(text);
        if (unresolved) expect(text).toContain('{');
      },
    ),
  );
});

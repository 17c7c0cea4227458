// JSON with its number texts, against JSON.parse as the oracle and the examples of RFC 6901.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonText, type JsonPart } from '../../src/sources/json-text.ts';

function at(text: string, pointer: string): JsonPart | string {
  const document = JsonText.parse(text);
  if (document.gap) return `${document.gap.reason}: ${document.gap.message}`;
  const found = document.value.at(pointer);
  return found.gap ? `${found.gap.reason}: ${found.gap.message}` : found.value;
}

test.each([
  ['', { type: 'object' }],
  ['/foo', { type: 'array' }],
  ['/foo/0', { type: 'string', value: 'bar' }],
  ['/', { type: 'number', text: '0' }],
  ['/a~1b', { type: 'number', text: '1' }],
  ['/c%d', { type: 'number', text: '2' }],
  ['/e^f', { type: 'number', text: '3' }],
  ['/g|h', { type: 'number', text: '4' }],
  ['/i\\j', { type: 'number', text: '5' }],
  ['/k"l', { type: 'number', text: '6' }],
  ['/ ', { type: 'number', text: '7' }],
  ['/m~0n', { type: 'number', text: '8' }],
])('RFC 6901: %j', (pointer, part) => {
  const text = String.raw`{ "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8 }`;
  expect(at(text, pointer)).toEqual(part);
});

test.each([
  ['{"a":{"b":[1,2]}}', '/a/b/2', 'not_found: nothing at /a/b/2: /a/b is a list of 2 entries'],
  ['{"a":[1]}', '/a/-', 'not_found: nothing at /a/-: /a is a list of 1 entry'],
  ['{"a":[1]}', '/a/00', 'not_found: nothing at /a/00: /a is a list of 1 entry'],
  [
    '{"a":{"balance":1}}',
    '/a/balanec',
    'not_found: nothing at /a/balanec: /a has no "balanec" (did you mean "balance"?)',
  ],
  ['{"a":"x"}', '/a/b/c', 'not_found: nothing at /a/b/c: /a is a string'],
  ['{"a":null}', '/a/b', 'not_found: nothing at /a/b: /a is null'],
  ['{"x/y":{}}', '/x~1y/z', 'not_found: nothing at /x~1y/z: /x~1y has no "z"'],
  ['{"a":1,"\\u0061":2}', '/a', 'parse: "a" stands twice in the document: which one is meant cannot be told'],
])('%s at %s', (text, pointer, expected) => {
  expect(at(text, pointer)).toBe(expected);
});

test('a name that stands twice elsewhere harms nobody', () => {
  expect(at('{"n":1,"n":2,"balance":0.10}', '/balance')).toEqual({ type: 'number', text: '0.10' });
});

test('__proto__ and constructor are names like any other', () => {
  expect(at('{"__proto__":{"x":1}}', '/__proto__/x')).toEqual({ type: 'number', text: '1' });
  expect(at('{}', '/constructor')).toContain('not_found');
});

test('what it says of a remote end’s text has no control characters', () => {
  expect(at('{"a":1}', '/\u001b[2J')).toBe('not_found: nothing at / [2J: the document has no " [2J"');
});

describe('properties', () => {
  test('it accepts exactly what JSON.parse accepts', () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '[', '0', '\\', ' ', '\u0000'))
      .map(([text, place, insert]) => {
        const cut = place % (text.length + 1);
        return text.slice(0, cut) + insert + text.slice(cut + (place % 2));
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(JsonText.parse(text).gap === undefined).toBe(valid);
      }),
      { numRuns: 500 },
    );
  });

  test('every value is found at its pointer, whatever the blanks', () => {
    const value = fc.jsonValue({ depthSize: 'small', maxDepth: 4 });
    fc.assert(
      fc.property(value, fc.constantFrom('', ' ', '\t', '\n  '), (document, indent) => {
        const text = JSON.stringify(document, null, indent);
        for (const [pointer, expected] of pointersOf(JSON.parse(text), ''))
          expect(at(text, pointer)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every pointer of a document with what must stand there. */
function pointersOf(value: unknown, pointer: string): [string, JsonPart][] {
  if (Array.isArray(value))
    return [
      [pointer, { type: 'array' }],
      ...value.flatMap((entry, index) => pointersOf(entry, `${pointer}/${index}`)),
    ];
  if (typeof value === 'object' && value !== null)
    return [
      [pointer, { type: 'object' }],
      ...Object.entries(value).flatMap(([name, entry]) =>
        pointersOf(entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      ),
    ];
  if (typeof value === 'number') return [[pointer, { type: 'number', text: JSON.stringify(value) }]];
  if (typeof value === 'string') return [[pointer, { type: 'string', value }]];
  return [[pointer, typeof value === 'boolean' ? { type: 'boolean', value } : { type: 'null' }]];
}

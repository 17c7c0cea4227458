// What is written escaped comes back, and what is no escape is told.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentDecoded, percentDecodedOrAsIs, pointerNames, pointerStep } from '../../src/domain/escapes.ts';

test('an address: what encodeURIComponent writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(percentDecoded(encodeURIComponent(text))).toBe(text);
    }),
  );
});

test.each(['50%off', '%', '%FF', '%C3'])('%j stands for no text', (text) => {
  expect(percentDecoded(text)).toBeNull();
  expect(percentDecodedOrAsIs(text)).toBe(text);
});

test('a pointer: any names, empty ones too', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (names) => {
      expect(pointerNames(names.map((name) => `/${pointerStep(name)}`).join(''))).toEqual(names);
    }),
  );
});

test('~01 is ~1, and no slash', () => {
  expect(pointerNames('/~01/a~1b')).toEqual(['~1', 'a/b']);
});

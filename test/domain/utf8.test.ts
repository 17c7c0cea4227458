// What is no UTF-8 is no text; what was cut within a character is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Text } from '../../src/domain/utf8.ts';

test('any text comes back, whole or cut anywhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
      const bytes = Buffer.from(`a${text}`);
      expect(utf8Text(bytes)).toBe(`a${text}`);
      const kept = utf8Text(bytes.subarray(0, at % (bytes.length + 1)), { cut: true });
      expect(`a${text}`.startsWith(kept ?? expect.fail('it was no text'))).toBe(true);
    }),
  );
});

test('a byte order mark is dropped; bytes that are none and characters that are cut are no text', () => {
  expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
  expect(utf8Text(Uint8Array.of(0xff))).toBeNull();
  expect(utf8Text(Uint8Array.of(0xff), { cut: true })).toBeNull();
  expect(utf8Text(Uint8Array.of(0x61, 0xc3))).toBeNull();
});

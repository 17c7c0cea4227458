// Capped bodies and their text.

import { expect, test } from 'vitest';
import { decodeBody, shownBytes } from '../../src/sources/body.ts';

test('text: a byte order mark goes, a cut character goes, a broken one is a gap', () => {
  const body = (bytes: number[], cut: boolean) => ({ bytes: Uint8Array.from(bytes), cut, error: null });
  expect(decodeBody(body([0xef, 0xbb, 0xbf, 0x7b], false))).toEqual({ value: '{' });
  expect(decodeBody(body([0x61, 0xe2, 0x82], true))).toEqual({ value: 'a' });
  expect(decodeBody(body([0x61, 0xe2, 0x82], false))).toMatchObject({ gap: { reason: 'parse' } });
});

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1 KiB'],
  [1_536, '1.5 KiB'],
  [1_048_576, '1 MiB'],
  [16 * 1_048_576, '16 MiB'],
])('%i bytes are %s', (bytes, shown) => {
  expect(shownBytes(bytes)).toBe(shown);
});

// Capped bodies and their text.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBody, readCapped, shownBytes } from '../../src/sources/body.ts';

async function* chunked(
  parts: readonly Uint8Array[],
  failure: Error | null = null,
): AsyncGenerator<Uint8Array> {
  yield* parts;
  if (failure) throw failure;
}

test('what is kept is the first part, never more than the cap, and a cut is said', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(parts, fc.nat({ max: 30 }), async (chunks, max) => {
      const whole = Buffer.concat(chunks);
      const body = await readCapped(chunked(chunks), max);
      expect(Buffer.from(body.bytes)).toEqual(whole.subarray(0, max));
      expect(body.cut).toBe(whole.length > max);
      expect(body.error).toBeNull();
    }),
  );
});

test('an error in the middle is kept beside what came', async () => {
  const failure = new Error('reset');
  const body = await readCapped(chunked([Buffer.from('ab')], failure), 10);
  expect([Buffer.from(body.bytes).toString(), body.cut, body.error]).toEqual(['ab', false, failure]);
});

test('text: a byte order mark goes, a cut character goes, a broken one is a gap', () => {
  const body = (bytes: number[], cut: boolean) => ({ bytes: Uint8Array.from(bytes), cut, error: null });
  expect(decodeBody(body([0xef, 0xbb, 0xbf, 0x7b], false))).toEqual({ ok: true, text: '{' });
  expect(decodeBody(body([0x61, 0xe2, 0x82], true))).toEqual({ ok: true, text: 'a' });
  expect(decodeBody(body([0x61, 0xe2, 0x82], false))).toMatchObject({ ok: false, gap: { reason: 'parse' } });
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

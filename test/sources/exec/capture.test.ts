// What is kept of a stream: exactly its beginning or its end, however it comes, in no more memory than that needs.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Beginning, Ending, type Captured } from '../../../src/sources/exec/capture.ts';

const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 });
const max = fc.integer({ min: 1, max: 100 });

function fed(into: Beginning | Ending, parts: readonly Uint8Array[]): Captured {
  for (const part of parts) into.take(part);
  return into.captured;
}

test('the beginning', () => {
  fc.assert(
    fc.property(chunks, max, (parts, kept) => {
      const whole = Buffer.concat(parts);
      const { bytes, total, cut } = fed(new Beginning(kept), parts);
      expect(Buffer.from(bytes).equals(whole.subarray(0, kept))).toBe(true);
      expect([total, cut]).toEqual([whole.length, whole.length > kept]);
    }),
  );
});

test('the end', () => {
  fc.assert(
    fc.property(chunks, max, (parts, kept) => {
      const whole = Buffer.concat(parts);
      const { bytes, total, cut } = fed(new Ending(kept), parts);
      expect(Buffer.from(bytes).equals(whole.subarray(-kept))).toBe(true);
      expect([total, cut]).toEqual([whole.length, whole.length > kept]);
    }),
  );
});

test('of much, little is held', () => {
  const chunk = Buffer.alloc(65_536, 'x');
  const parts = Array.from({ length: 256 }, () => chunk);
  for (const into of [new Beginning(100_000), new Ending(100_000)]) {
    const { bytes, total } = fed(into, parts);
    expect([bytes.length, total]).toEqual([100_000, 256 * 65_536]);
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(200_000);
  }
});

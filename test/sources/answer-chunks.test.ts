// A body in chunks becomes the one form that the parser knows, whatever stands about its data, and in whatever pieces it comes.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkReader } from '../../src/sources/answer-chunks.ts';

/** What the parser is given for these pieces. */
function taken(pieces: readonly Buffer[]): { readonly text: string; readonly done: boolean } {
  const reader = new ChunkReader();
  const text = pieces.map((piece) => (reader.done ? piece : reader.take(piece)).toString('latin1')).join('');
  return { text, done: reader.done };
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const data = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'));
const lineEnd = fc.constantFrom('\r\n', '\n');
const behind = fc.constantFrom('', ' ', ' \t ', ';a=b', ' ; a="\r"');
const chunk = fc.record({
  data,
  zeros: fc.constantFrom('', '0', '000'),
  behind,
  first: lineEnd,
  last: lineEnd,
});
const trailer = fc.array(fc.constantFrom('Content-Length: 5\r\n', 'x: y\n', 'nothing\r\n', ' z\n'), {
  maxLength: 3,
});
const cuts = fc.array(fc.nat(), { maxLength: 12 });

test('what is lenient becomes strict, and what stands behind it is left alone', () => {
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 5 }),
      trailer,
      lineEnd,
      data,
      cuts,
      (chunks, last, end, next, places) => {
        const sent = chunks.map(
          (one) =>
            `${one.zeros}${one.data.length.toString(16)}${one.behind}${one.first}${one.data}${one.last}`,
        );
        const strict = chunks.map((one) => `${one.data.length.toString(16)}\r\n${one.data}\r\n`).join('');
        const wire = Buffer.from(`${sent.join('')}0${end}${last.join('')}${end}${next}`, 'latin1');
        expect(taken(cutAt(wire, places))).toEqual({ text: `${strict}0\r\n\r\n${next}`, done: true });
      },
    ),
  );
});

test('whatever comes, a strict body is not touched', () => {
  const wire = Buffer.from('5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n');
  expect(new ChunkReader().take(wire)).toBe(wire);
});

test('what is no chunk is left to the parser from there on', () => {
  for (const rest of [
    'zz\r\n',
    ' 5\r\nhello\r\n',
    '-1\r\n',
    '5x\r\nhello',
    `${'f'.repeat(16)}\r\n`,
    `5;${'a'.repeat(20_000)}`,
  ]) {
    const wire = Buffer.from(`2 \nhe\n${rest}`, 'latin1');
    expect(taken([wire])).toEqual({ text: `2\r\nhe\r\n${rest}`, done: true });
  }
});

test('nothing is lost of any bytes that are no chunks', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), cuts, (bytes, places) => {
      const whole = taken([Buffer.from(bytes)]);
      expect(taken(cutAt(Buffer.from(bytes), places))).toEqual(whole);
    }),
  );
});

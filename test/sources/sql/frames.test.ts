// Messages of PostgreSQL's protocol: whole and sound ones pass, however they arrive; anything else is seen.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frames } from '../../../src/sources/sql/frames.ts';

function framed(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

const word = Buffer.from([0, 0, 0, 2]);
const sound: readonly Buffer[] = [
  framed('R', Buffer.alloc(4)),
  framed('R', Buffer.from([0, 0, 0, 5, 1, 2, 3, 4])),
  framed('R', Buffer.concat([Buffer.from([0, 0, 0, 10]), Buffer.from('SCRAM-SHA-256\0\0')])),
  framed('E', 'SFATAL\0C57P03\0Mno\0\0'),
  framed('S', 'TimeZone\0UTC\0'),
  framed('C', 'SELECT 1\0'),
  framed('A', Buffer.concat([word, Buffer.from('channel\0\0')])),
  framed('T', Buffer.concat([Buffer.from([0, 1]), Buffer.from('n\0'), Buffer.alloc(18)])),
  framed('D', Buffer.concat([Buffer.from([0, 2, 255, 255, 255, 255]), word, Buffer.from('42')])),
  framed('K', Buffer.alloc(8)),
  framed('Z', 'I'),
  framed('I', ''),
];

const broken: readonly (readonly [string, Buffer])[] = [
  ['an error without an end', framed('E', 'SFATAL\0')],
  ['an error without anything', framed('E', '')],
  ['a text without an end', framed('C', 'SELECT')],
  ['a setting without a value', framed('S', 'TimeZone\0')],
  [
    'a row that is longer than its message',
    framed('D', Buffer.concat([Buffer.from([0, 1]), word, Buffer.from('4')])),
  ],
  ['a row with fewer cells than it says', framed('D', Buffer.from([0, 9]))],
  ['a cell of a negative length', framed('D', Buffer.from([0, 1, 255, 255, 255, 254]))],
  ['a negative number of columns', framed('T', Buffer.from([255, 255]))],
  ['a column without its numbers', framed('T', Buffer.from('\0\u0001n\0'))],
  ['a salt that is too short', framed('R', Buffer.from([0, 0, 0, 5, 1]))],
  ['a way to authenticate that is not known', framed('R', Buffer.from([0, 0, 0, 7]))],
  ['a type that is not known', framed('?', '')],
  ['a length that does not count itself', Buffer.from('Z\0\0\0\u0003')],
  ['a length beyond the protocol', Buffer.from('Zzzzz')],
];

describe('frames', () => {
  it('pass on whatever is sound, cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...sound), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 100 }),
        (messages, sizes) => {
          const all = Buffer.concat(messages);
          const frames = new Frames();
          const passed: Buffer[] = [];
          for (let at = 0, turn = 0; at < all.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            passed.push(frames.take(all.subarray(at, at + size)) ?? Buffer.from('broken'));
            at += size;
          }
          expect(Buffer.concat(passed).equals(all)).toBe(true);
        },
      ),
    );
  });

  it.each(broken)('see %s', (_, bytes) => {
    const frames = new Frames();
    expect(frames.take(framed('Z', 'I'))?.length).toBe(6);
    expect(frames.take(bytes)).toBeNull();
  });
});

// Whatever a server sends: a poll ends, nothing is thrown, and only an honest answer becomes a value.

import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/kind.ts';
import { openSource } from '../../support/poll-source.ts';
import { startTcpStub } from '../../support/tcp-stub.ts';

const runs = 100;
const thrown: unknown[] = [];
const keep = (error: unknown): void => void thrown.push(error);

beforeAll(() => {
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
});
afterAll(() => {
  process.off('uncaughtException', keep);
  process.off('unhandledRejection', keep);
});

function framed(type: string, body: Uint8Array, lie = 0): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4 + lie, 1);
  return Buffer.concat([head, body]);
}

const ok = framed('R', Buffer.alloc(4));
const ready = framed('Z', Buffer.from('I'));
const greeting = Buffer.concat([ok, framed('K', Buffer.from([0, 0, 0, 9, 0, 0, 0, 9])), ready]);
const bytes = fc.uint8Array({ maxLength: 40 });
const letters = fc.constantFrom(...'RKSZ12TDCIEnNsGHWdctApV3vX?'.split(''));
const message = fc.oneof(
  fc.tuple(letters, bytes).map(([type, body]) => framed(type, body)),
  fc
    .tuple(letters, bytes, fc.integer({ min: -4, max: 4 }))
    .map(([type, body, lie]) => framed(type, body, lie)),
  fc.constantFrom(ok, ready),
  bytes.map((part) => Buffer.from(part)),
);
const chunk = fc.array(message, { minLength: 1, maxLength: 5 }).map((parts) => Buffer.concat(parts));
const script = fc
  .tuple(fc.boolean(), fc.array(chunk, { maxLength: 5 }))
  .map(([greets, rest]) => (greets ? [greeting, ...rest] : rest));

it('is a gap', { timeout: 120_000 }, async () => {
  let answer: readonly Buffer[] = [];
  const { port } = await startTcpStub((socket) => {
    const rest = [...answer];
    socket.on('data', () => {
      const next = rest.shift();
      if (next === undefined) socket.destroy();
      else socket.write(next);
    });
  });
  await fc.assert(
    fc.asyncProperty(script, async (chunks) => {
      answer = chunks;
      const url = `postgres://watch:secret@127.0.0.1:${port}/d`;
      const source = await openSource(sqlSource, { url }, { up: 'up', one: { query: 'select 1' } });
      // An answer that keeps us waiting is ended like a poll that takes too long.
      const result = await source.look(100);
      await source.close();
      expect(thrown).toEqual([]);
      const one = result.samples.find(({ metric }) => metric === 'one')?.sample;
      expect(one?.value).toBeUndefined();
      expect(result.gap ?? one?.gap).toBeTruthy();
    }),
    { numRuns: runs },
  );
});

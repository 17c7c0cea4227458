// Whatever a server sends: a poll ends, nothing is thrown, and only an honest answer becomes a value.

import { createServer, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/schema.ts';
import { openSource } from '../../support/poll-source.ts';

const runs = 100;
let answer: readonly Buffer[] = [];
let port = 0;
const open = new Set<Socket>();
const server = createServer((socket) => {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
  socket.on('error', () => undefined);
  const rest = [...answer];
  socket.on('data', () => {
    const next = rest.shift();
    if (next === undefined) socket.destroy();
    else socket.write(next);
  });
});
const thrown: unknown[] = [];
const keep = (error: unknown): void => void thrown.push(error);

beforeAll(async () => {
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address === null || typeof address === 'string' ? 0 : address.port;
});
afterAll(async () => {
  process.off('uncaughtException', keep);
  process.off('unhandledRejection', keep);
  for (const socket of open) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
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

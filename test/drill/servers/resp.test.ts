// The Redis protocol's reader: any cut of the stream gives the same commands, and nothing grows without bound.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createRespReader,
  encodeReply,
  pendingBytesMax,
  type RedisCommand,
} from '../../../src/drill/servers/resp.ts';

const encode = (command: RedisCommand): string =>
  `*${command.length}\r\n${command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

describe('the reader', () => {
  test('reads the same commands however the stream is cut', () => {
    const commandArbitrary = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.array(commandArbitrary, { maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (commands, cuts) => {
          const bytes = Buffer.from(commands.map(encode).join(''));
          const reader = createRespReader();
          const read: RedisCommand[] = [];
          const edges = [
            0,
            ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
            bytes.length,
          ];
          for (const [index, edge] of edges.entries()) {
            const parsed = reader.push(bytes.subarray(edges[index - 1] ?? 0, edge));
            expect(parsed.error).toBeNull();
            read.push(...parsed.commands);
          }
          expect(read).toEqual(
            commands.map((words) => words.map((word) => Buffer.from(word).toString('utf8'))),
          );
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  test('reads inline commands and skips empty ones', () => {
    const { commands } = createRespReader().push(Buffer.from('PING\r\n\r\n  LLEN  jobs \r\n*0\r\n'));
    expect(commands).toEqual([['PING'], ['LLEN', 'jobs']]);
  });

  test.each([
    ['*-1\r\n', 'invalid multibulk length'],
    ['*99999\r\n', 'invalid multibulk length'],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$999999999\r\n', 'invalid bulk length'],
    ['*1\r\n:5\r\n', "expected '$', got ':'"],
    ['x'.repeat(70_000), 'too big inline request'],
  ])('%j is an error', (text, message) => {
    expect(createRespReader().push(Buffer.from(text)).error).toContain(message);
  });

  test('a request that never ends is bounded', () => {
    const reader = createRespReader();
    const part = Buffer.from(`$60000\r\n${'x'.repeat(60_000)}\r\n`);
    let error = reader.push(Buffer.from('*1000\r\n')).error;
    let sent = 0;
    for (; error === null && sent < 4 * pendingBytesMax; sent += part.length) error = reader.push(part).error;
    expect(error).toContain('too big request');
    expect(sent).toBeLessThan(2 * pendingBytesMax);
  });
});

describe('replies', () => {
  test.each([
    [null, '$-1\r\n'],
    [7, ':7\r\n'],
    ['ä', '$2\r\nä\r\n'],
    [{ simple: 'OK' }, '+OK\r\n'],
    [{ error: 'ERR a\r\nb' }, '-ERR a b\r\n'],
    [[1, ['x']], '*2\r\n:1\r\n*1\r\n$1\r\nx\r\n'],
  ])('%j', (reply, text) => {
    expect(encodeReply(reply)).toBe(text);
  });
});

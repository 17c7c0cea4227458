// Whatever a server answers, a reading is a value of the right kind or a gap; it never throws and is never a false zero.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNumeric } from '../../../src/domain/value.ts';
import { Replies, type RedisCommand, type Reply } from '../../../src/sources/redis/commands.ts';
import { readingOf } from '../../../src/sources/redis/readings.ts';
import type { RedisRead } from '../../../src/sources/redis/options.ts';

const now = Date.parse('2026-12-01T15:00:00.000Z');

const reads: readonly RedisRead[] = [
  'memory',
  { list: 'k' },
  { stream: 'k' },
  { stream: 'k', group: 'g', field: 'lag' },
  { zset: 'k' },
  { bullmq: 'q', count: 'waiting' },
  { oldest: { list: 'k', field: 'at' } },
  { oldest: { stream: 'k' } },
  { oldest: { stream: 'k', group: 'g' } },
  { oldest: { zset: 'k' } },
  { oldest: { bullmq: 'q' } },
];

const word = fc.oneof(
  fc.constantFrom(
    'name',
    'g',
    'lag',
    'pending',
    'last-delivered-id',
    '5-1',
    '1795323630500-0',
    '42',
    '-1',
    '',
  ),
  fc.constantFrom(
    'used_memory:1\r\nmaxmemory:0\r\n',
    'used_memory:x\r\nmaxmemory:5',
    '{"at":1795323630500}',
    '{"at":{}}',
  ),
  fc.string({ maxLength: 20 }),
);
const scalar = fc.oneof(word, fc.integer(), fc.double(), fc.constant(null));
const value = fc.oneof(
  scalar,
  fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 10 })), { maxLength: 4 }),
);
const reply: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 6, arbitrary: value.map((value) => ({ value })) },
  { weight: 1, arbitrary: word.map((error) => ({ error })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ error: 'WRONGTYPE x' }, { error: 'NOGROUP x' }, { error: 'NOPERM' }),
  },
);

describe('any reply', () => {
  it.each(reads)('to %j', (read) => {
    const reading = readingOf(read, 'bull');
    fc.assert(
      fc.property(fc.infiniteStream(reply), (stream) => {
        const replies = new Replies();
        const answer = (commands: readonly RedisCommand[]) => {
          for (const command of commands)
            if (!replies.has(command)) replies.put(command, stream.next().value ?? { value: null });
        };
        answer(reading.commands);
        answer([...(reading.more?.(replies) ?? []), ...replies.typeQuestions()]);
        const refused = reading.commands.some((command) => replies.get(command).gap !== undefined);
        const result = reading.result(replies, now);
        const good = result.gap ? result.gap.message !== '' : isNumeric(result.value) && !refused;
        expect(good).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[RedisRead, unknown]>([
    [{ oldest: { zset: 'k' } }, ['a']],
    [{ oldest: { zset: 'k' } }, ['a', ['1795323630500']]],
    [{ oldest: { stream: 'k' } }, [null]],
    [{ oldest: { stream: 'k' } }, [[['1795323630500-0']]]],
    [{ oldest: { bullmq: 'q' } }, [null]],
  ])('to %j that lacks what it is read for cannot be read: %j', (read, value) => {
    const reading = readingOf(read, 'bull');
    const replies = new Replies();
    for (const command of reading.commands)
      replies.put(command, { value: command[0] === 'lindex' ? null : value });
    for (const command of reading.more?.(replies) ?? []) replies.put(command, { value: String(now) });
    const told = reading.result(replies, now);
    expect('gap' in told && told.gap).toMatchObject({
      reason: 'parse',
      message: expect.stringMatching(/^the server answers Z?X?RANGE with something that cannot be read$/),
    });
  });
});

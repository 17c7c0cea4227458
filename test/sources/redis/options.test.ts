// What a profile may write for the redis source, and what it is told otherwise.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { redisSource } from '../../../src/sources/redis/kind.ts';

const message = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

describe('redis options', () => {
  it.each([
    'redis://127.0.0.1:6379',
    'redis://host',
    'rediss://user:p%40ss@host:6380/15',
    'redis://:secret@[::1]:6379/0',
  ])('takes the URL %s', (url) => {
    expect(redisSource.options.safeParse({ url }).success).toBe(true);
  });

  it.each([
    ['http://host', 'redis://'],
    ['host:6379', 'redis://'],
    ['redis:///0', 'names no host'],
    ['redis://host/queue', 'number of the database'],
    ['redis://host?db=1', 'neither a query'],
    ['redis://:100%@host', '%25'],
    ['redis://:%FF@host', '%25'],
    ['redis://%C3:x@host', '%25'],
  ])('refuses the URL %s', (url, words) => {
    expect(message(redisSource.options, { url })).toContain(words);
  });

  it.each(['http://host', 'nonsense', 'redis:///0', 'redis://:100%@host'])(
    'says one thing of the URL %s',
    (url) => {
      expect(redisSource.options.safeParse({ url }).error?.issues).toHaveLength(1);
    },
  );

  it('refuses unknown options', () => {
    expect(redisSource.options.safeParse({ url: 'redis://host', tsl: {} }).success).toBe(false);
    expect(redisSource.options.safeParse({ url: 'redis://host', tls: { insecure: true } }).success).toBe(
      false,
    );
  });

  it.each([
    [{ list: '' }, 'name of a key'],
    [{ lists: 'x' }, '{ list: KEY }'],
    ['memroy', 'memory'],
    [{ stream: 'x', group: 'g' }, 'field: lag|pending'],
    [{ bullmq: 'q', count: 'ready' }, 'waiting|active|delayed|failed'],
    [{ oldest: { list: 'x' } }, 'Redis does not know how old an element of a list is'],
    [{ oldest: { lists: 'x' } }, '{ zset: KEY }'],
    [{ info: 'used memory' }, 'field of INFO'],
  ])('explains what is wrong with %j', (read, words) => {
    expect(message(redisSource.read, read)).toContain(words);
  });

  it('never shows credentials', () => {
    expect(redisSource.place({ url: 'redis://user:secret@host:6379/2' })).toBe('redis://host:6379/2');
  });

  it.each([
    ['memory', '%'],
    [{ oldest: { zset: 'x' } }, 'ms'],
    [{ info: 'used_memory' }, 'B'],
    [{ info: 'used_memory_rss' }, 'B'],
    [{ info: 'used_memory_human' }, null],
    [{ info: 'used_memory_dataset_perc' }, '%'],
    [{ info: 'evicted_keys' }, null],
    [{ list: 'x' }, null],
  ])('knows the unit of %j', (read, unit) => {
    expect(redisSource.naturalUnit(read)).toBe(unit);
  });

  it('has a JSON Schema', () => {
    expect(z.toJSONSchema(redisSource.read, { io: 'input' })).toHaveProperty('anyOf');
    expect(z.toJSONSchema(redisSource.options, { io: 'input' })).toHaveProperty(
      'properties.prefix.default',
      'bull',
    );
  });
});

// The drill's Redis, asked by ioredis and, where it is installed, redis-cli.

import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startRedisServer } from '../../../src/drill/servers/redis.ts';
import { serviceOf, stage } from '../support/around.ts';

const set = stage(`
tracks:
  depth: { points: [{ at: T-0, value: 1240 }] }
  none: { points: [{ at: T-0, value: 0 }] }
  age: { points: [{ at: T-0, value: 90 }] }
  lag: { points: [{ at: T-0, value: 17 }] }
  pending: { points: [{ at: T-0, value: 5 }] }
  memory: { digits: 2, points: [{ at: T-0, value: 81.25 }] }
services:
  queue:
    kind: redis
    env: REDIS_URL
    maxMemory: 1000000
    memory: memory
    info: { evicted_keys: pending, maxmemory_policy: { word: allkeys-lru } }
    keys:
      "bull:intents:wait": { type: list, length: depth, oldest: age }
      jobs: { type: list, length: depth, oldest: age }
      empty: { type: list, length: none }
      later: { type: zset, length: lag, oldest: age }
      events: { type: stream, length: depth, oldest: age, groups: { workers: { lag: lag, pending: pending } } }
`);
const server = await startRedisServer(serviceOf(set, 'queue', 'redis'), set.around);
const port = Number(new URL(server.url).port);
const clients: Redis[] = [];
function client(): Redis {
  const redis = new Redis(server.url, {
    retryStrategy: () => null,
    commandTimeout: 400,
    connectTimeout: 400,
    disconnectTimeout: 100,
  });
  redis.on('error', () => {});
  clients.push(redis);
  return redis;
}
beforeEach(() => {
  set.fault = null;
});
afterAll(async () => {
  for (const redis of clients) redis.disconnect();
  await server.close();
});

describe('the Redis service', () => {
  test('answers a pipeline of ioredis', async () => {
    const replies = await client()
      .pipeline()
      .llen('jobs')
      .llen('empty')
      .llen('absent')
      .zcard('later')
      .xlen('events')
      .type('events')
      .type('empty')
      .exists('jobs', 'jobs', 'absent')
      .exec();
    expect(replies?.map(([error, value]) => error ?? value)).toEqual([
      1240,
      0,
      0,
      17,
      1240,
      'stream',
      'none',
      2,
    ]);
  });

  test('knows groups, pending entries and ages', async () => {
    const redis = client();
    const groups = (await redis.xinfo('GROUPS', 'events')) as unknown[][];
    expect(groups).toHaveLength(1);
    const group = groups[0] ?? [];
    expect([group[group.indexOf('lag') + 1], group[group.indexOf('pending') + 1]]).toEqual([17, 5]);
    expect((await redis.xpending('events', 'workers'))[0]).toBe(5);
    const [entry] = await redis.xrange('events', '-', '+', 'COUNT', 1);
    expect(entry?.[0]).toBe(`${set.at - 90_000}-0`);
    expect(await redis.xinfo('GROUPS', 'absent').catch(String)).toContain('no such key');
    expect(await redis.xpending('events', 'nobody').catch(String)).toContain('NOGROUP');
  });

  test('the last element of a list is the oldest; a BullMQ list holds ids whose job has a timestamp', async () => {
    const redis = client();
    const oldest: unknown = JSON.parse((await redis.lindex('jobs', -1)) ?? '');
    expect(oldest).toMatchObject({ timestamp: set.at - 90_000 });
    const id = (await redis.lindex('bull:intents:wait', -1)) ?? '';
    expect(await redis.hget(`bull:intents:${id}`, 'timestamp')).toBe(String(set.at - 90_000));
    expect(await redis.lrange('jobs', 0, -1)).toHaveLength(100);
    expect(await redis.lrange('jobs', 1238, 5000)).toHaveLength(2);
    expect(await redis.lindex('jobs', 99_999)).toBeNull();
    expect((await redis.zrange('later', '0', '0', 'WITHSCORES'))[1]).toBe(String(set.at - 90_000));
    expect(await redis.zrange('absent', '0', '0', 'WITHSCORES')).toEqual([]);
  });

  test('tells its memory, with the tracks that the scenario names', async () => {
    const info = await client().info();
    expect(info).toContain('used_memory:812500\r\n');
    expect(info).toContain('maxmemory:1000000\r\n');
    expect(info).toContain('evicted_keys:5\r\n');
    expect(info).not.toContain('evicted_keys:0');
    expect(info).toContain('maxmemory_policy:allkeys-lru\r\n');
    expect(info).not.toContain('noeviction');
    expect(info).toContain('role:master\r\n');
  });

  test('a wrong type and an unknown command are errors of their own', async () => {
    const redis = client();
    expect(await redis.llen('events').catch(String)).toContain('WRONGTYPE');
    expect(await redis.call('FLUSHALL').catch(String)).toContain('unknown command');
    expect(await redis.set('a', 'b').catch(String)).toContain('unknown command');
    expect(await redis.ping()).toBe('PONG');
  });

  test.each([
    ['noauth', 'NOAUTH'],
    ['loading', 'LOADING'],
    ['wrong-type', 'WRONGTYPE'],
    ['hang', 'Command timed out'],
  ] as const)('%s', async (fault, message) => {
    const redis = client();
    await redis.ping();
    set.fault = fault;
    expect(await redis.llen('jobs').catch(String)).toContain(message);
  });

  test.each(['reset', 'garbage'] as const)('%s ends the connection', async (fault) => {
    const redis = client();
    await redis.ping();
    set.fault = fault;
    await expect(redis.llen('jobs')).rejects.toBeInstanceOf(Error);
  });

  test('bytes that are no request get an error, and the connection ends', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('*1\r\n$x\r\n'));
      let all = '';
      socket.on('data', (chunk) => (all += String(chunk)));
      socket.on('end', () => resolve(all));
      socket.on('error', reject);
    });
    expect(text).toBe('-ERR Protocol error: invalid bulk length\r\n');
  });

  test.skipIf(spawnSync('redis-cli', ['--version']).status !== 0)('answers redis-cli', async () => {
    const cli = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)('redis-cli', ['-p', String(port), ...args])).stdout.trim();
    expect(await cli('ping')).toBe('PONG');
    expect(await cli('llen', 'jobs')).toBe('1240');
    expect(await cli('xinfo', 'groups', 'events')).toContain('workers');
    expect(await cli('info', 'memory')).toContain('used_memory:812500');
    expect(await cli('config', 'get', 'maxmemory')).toContain('1000000');
  });
});

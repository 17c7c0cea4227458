// Every read of the redis source against a real redis-server.

import { expect, it } from 'vitest';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { clockFrom, openSource, sentences, told } from '../../support/poll-source.ts';
import { describeWithRedis, startRedis, type RedisServer } from '../../support/services.ts';

const now = Date.parse('2026-12-01T15:00:00.000Z');
const clock = clockFrom(() => now);

async function look(server: RedisServer, reads: Record<string, unknown>) {
  const source = await openSource(redisSource, { url: server.url }, reads, { clock });
  return source.look();
}

describeWithRedis('redis reads', () => {
  it('counts lists, streams, sorted sets and BullMQ queues, an absent key as 0', async () => {
    const server = await startRedis();
    await server.cli('rpush', 'jobs', 'a', 'b', 'c');
    await server.cli('xadd', 'events', '*', 'k', 'v');
    await server.cli('zadd', 'retries', '1', 'a', '2', 'b');
    await server.cli('lpush', 'bull:mail:wait', '1', '2');
    await server.cli('lpush', 'bull:mail:paused', '3');
    await server.cli('zadd', 'bull:mail:prioritized', '1', '4');
    await server.cli('lpush', 'bull:mail:active', '5', '6');
    await server.cli('zadd', 'bull:mail:delayed', '1', '7');
    await server.cli('zadd', 'bull:mail:failed', '1', '8', '2', '9');
    const result = await look(server, {
      list: { list: 'jobs' },
      stream: { stream: 'events' },
      zset: { zset: 'retries' },
      waiting: { bullmq: 'mail', count: 'waiting' },
      active: { bullmq: 'mail', count: 'active' },
      delayed: { bullmq: 'mail', count: 'delayed' },
      failed: { bullmq: 'mail', count: 'failed' },
      noList: { list: 'absent' },
      noStream: { stream: 'absent' },
      noZset: { zset: 'absent' },
      noQueue: { bullmq: 'absent', count: 'waiting' },
    });
    expect(told(result)).toEqual({
      list: '3',
      stream: '1',
      zset: '2',
      waiting: '4',
      active: '2',
      delayed: '1',
      failed: '2',
      noList: '0',
      noStream: '0',
      noZset: '0',
      noQueue: '0',
    });
    expect(result.latencyMs).toBeGreaterThan(0);
    expect(result.samples[0]?.sample.at).toBe(now);
  });

  it("does not count BullMQ's markers as jobs, nor take what stands behind one for the oldest", async () => {
    const server = await startRedis();
    await server.cli('rpush', 'bull:idle:wait', '0:0');
    await server.cli('rpush', 'bull:idle:paused', '0:1795323630500');
    await server.cli('rpush', 'bull:idle:active', '0:0');
    await server.cli('rpush', 'bull:busy:wait', '3', '2', '0:1795323630500');
    await server.cli('rpush', 'bull:busy:active', '6', '5', '0:0', '4');
    await server.cli('zadd', 'bull:busy:marker', '0', '0');
    for (const [id, age] of [
      ['2', 60_000],
      ['3', 1_000],
    ] as const)
      await server.cli('hset', `bull:busy:${id}`, 'timestamp', String(now - age));
    const result = await look(server, {
      idle: { bullmq: 'idle', count: 'waiting' },
      none: { bullmq: 'idle', count: 'active' },
      waiting: { bullmq: 'busy', count: 'waiting' },
      active: { bullmq: 'busy', count: 'active' },
      idleAge: { oldest: { bullmq: 'idle' } },
      age: { oldest: { bullmq: 'busy' } },
    });
    expect(told(result)).toEqual({
      idle: '0',
      none: '0',
      waiting: '2',
      active: '3',
      idleAge: '0',
      age: '60000',
    });
  });

  it("reads a consumer group's lag and pending; a missing group or stream is not found", async () => {
    const server = await startRedis();
    await server.cli('xgroup', 'create', 'events', 'workers', '0', 'mkstream');
    for (const value of ['a', 'b', 'c']) await server.cli('xadd', 'events', '*', 'k', value);
    await server.cli('xreadgroup', 'group', 'workers', 'one', 'count', '2', 'streams', 'events', '>');
    const result = await look(server, {
      lag: { stream: 'events', group: 'workers', field: 'lag' },
      pending: { stream: 'events', group: 'workers', field: 'pending' },
      noGroup: { stream: 'events', group: 'worker', field: 'lag' },
      noStream: { stream: 'absent', group: 'workers', field: 'lag' },
    });
    expect(told(result)).toEqual({
      lag: '1',
      pending: '2',
      noGroup: 'gap:not_found',
      noStream: 'gap:not_found',
    });
    expect(sentences(result)).toEqual([
      'stream "events" has no group "worker" (did you mean "workers"?)',
      'stream "absent" does not exist, so it has no group "workers"',
    ]);
  });

  it('says so when Redis cannot tell the lag', async () => {
    const server = await startRedis();
    await server.cli('xadd', 'events', '5-1', 'k', 'v');
    await server.cli('xadd', 'events', '6-1', 'k', 'v');
    await server.cli('xadd', 'events', '7-1', 'k', 'v');
    await server.cli('xdel', 'events', '6-1');
    await server.cli('xgroup', 'create', 'events', 'workers', '5-1');
    const result = await look(server, { lag: { stream: 'events', group: 'workers', field: 'lag' } });
    expect(told(result)).toEqual({ lag: 'gap:unavailable' });
  });

  it('reads fields of INFO: numbers exactly, words as words', async () => {
    const server = await startRedis(['--maxmemory', '1gb']);
    const result = await look(server, {
      role: { info: 'role' },
      max: { info: 'maxmemory' },
      clients: { info: 'connected_clients' },
      policy: { info: 'maxmemory_policy' },
      typo: { info: 'conected_clients' },
      share: 'memory',
    });
    expect(told(result)).toMatchObject({
      role: 'master',
      max: String(2 ** 30),
      clients: '1',
      policy: 'noeviction',
      typo: 'gap:not_found',
      share: expect.stringMatching(/^0\.\d+$/),
    });
    expect(sentences(result)).toEqual([
      'INFO of this Redis has no field "conected_clients" (did you mean "connected_clients"?)',
    ]);
  });

  it('tells no share of the memory where there is no limit', async () => {
    const result = await look(await startRedis(), { share: 'memory' });
    expect(told(result)).toEqual({ share: 'gap:not_configured' });
    expect(sentences(result)[0]).toContain('maxmemory of this Redis is 0');
  });

  it('names the key, the wanted and the found type of a key of the wrong type; the others are read', async () => {
    const server = await startRedis();
    await server.cli('set', 'jobs', 'x');
    await server.cli('rpush', 'events', 'x');
    await server.cli('rpush', 'fine', 'x');
    const result = await look(server, {
      list: { list: 'jobs' },
      stream: { stream: 'events' },
      lag: { stream: 'events', group: 'g', field: 'lag' },
      zset: { zset: 'jobs' },
      old: { oldest: { zset: 'jobs' } },
      queue: { bullmq: 'q', count: 'waiting' },
      fine: { list: 'fine' },
    });
    expect(told(result)).toEqual({
      list: 'gap:wrong_type',
      stream: 'gap:wrong_type',
      lag: 'gap:wrong_type',
      zset: 'gap:wrong_type',
      old: 'gap:wrong_type',
      queue: '0',
      fine: '1',
    });
    expect(sentences(result)).toContain('key "jobs" must be a list and is a string');
    expect(sentences(result)).toContain('key "events" must be a stream and is a list');
  });

  it('reads the database of the URL and the prefix of the options', async () => {
    const server = await startRedis();
    await server.cli('-n', '3', 'rpush', 'jobs', 'x');
    await server.cli('-n', '3', 'rpush', '{mq}:mail:active', 'x', 'y');
    const source = await openSource(
      redisSource,
      { url: `${server.url}/3`, prefix: '{mq}' },
      { list: { list: 'jobs' }, active: { bullmq: 'mail', count: 'active' } },
    );
    expect(told(await source.look())).toEqual({ list: '1', active: '2' });
  });
});

describeWithRedis('redis: the age of the oldest', () => {
  it('entry of a stream, and of what a group has not acknowledged', async () => {
    const server = await startRedis();
    const ids = [now - 60_000, now - 40_000, now - 10_000].map((time) => `${time}-0`);
    for (const id of ids) await server.cli('xadd', 'events', id, 'k', 'v');
    for (const group of ['fresh', 'reading', 'done', 'acknowledged'])
      await server.cli('xgroup', 'create', 'events', group, '0');
    const read = (group: string, count: string) =>
      server.cli('xreadgroup', 'group', group, 'one', 'count', count, 'streams', 'events', '>');
    await read('reading', '2');
    await server.cli('xack', 'events', 'reading', ids[0] ?? '');
    await read('done', '3');
    await server.cli('xack', 'events', 'done', ...ids);
    await read('acknowledged', '2');
    await server.cli('xack', 'events', 'acknowledged', ...ids.slice(0, 2));
    const oldest = (group: string) => ({ oldest: { stream: 'events', group } });
    const result = await look(server, {
      stream: { oldest: { stream: 'events' } },
      empty: { oldest: { stream: 'absent' } },
      fresh: oldest('fresh'),
      reading: oldest('reading'),
      done: oldest('done'),
      acknowledged: oldest('acknowledged'),
      missing: oldest('absent'),
    });
    expect(told(result)).toEqual({
      stream: '60000',
      empty: '0',
      fresh: '60000',
      reading: '40000',
      done: '0',
      acknowledged: '10000',
      missing: 'gap:not_found',
    });
  });

  it('entry of a stream with ids of its own cannot be told', async () => {
    const server = await startRedis();
    await server.cli('xadd', 'events', '5-1', 'k', 'v');
    expect(told(await look(server, { age: { oldest: { stream: 'events' } } }))).toEqual({
      age: 'gap:wrong_type',
    });
  });

  it.each([
    ['milliseconds', String(now - 30_000), '30000'],
    ['seconds', String((now - 30_000) / 1_000), '30000'],
    ['a time to come', String(now + 30_000), '0'],
    ['a priority', '42', 'gap:wrong_type'],
    ['infinity', '-inf', 'gap:wrong_type'],
  ])('score of a sorted set in %s', async (_, score, age) => {
    const server = await startRedis();
    await server.cli('zadd', 'retries', score, 'a', String(now + 60_000), 'b');
    expect(told(await look(server, { age: { oldest: { zset: 'retries' } } }))).toEqual({ age });
  });

  it.each([
    ['milliseconds', { at: now - 5_000 }, 'at', '5000'],
    ['ISO 8601', { at: '2026-12-01T14:59:30Z' }, 'at', '30000'],
    ['a deeper field', { meta: { 'a/b': (now - 2_000) / 1_000 } }, '/meta/a~1b', '2000'],
    ['no such field', { at: now }, 'createdAt', 'gap:not_found'],
    ['no time', { at: 'yesterday' }, 'at', 'gap:wrong_type'],
    ['a time far ahead', { at: now + 60_000 }, 'at', 'gap:clock_skew'],
    ['not JSON', 'job-17', 'at', 'gap:parse'],
  ])('element of a list of JSON: %s', async (_, element, field, age) => {
    const server = await startRedis();
    const text = typeof element === 'string' ? element : JSON.stringify(element);
    await server.cli('rpush', 'jobs', text);
    expect(told(await look(server, { age: { oldest: { list: 'jobs', field } } }))).toEqual({ age });
  });

  it('element of a list lies at either end', async () => {
    const server = await startRedis();
    const element = (age: number) => JSON.stringify({ at: now - age });
    await server.cli('rpush', 'left', element(9_000), element(5_000), element(1_000));
    await server.cli('lpush', 'right', element(8_000), element(5_000), element(1_000));
    const result = await look(server, {
      left: { oldest: { list: 'left', field: 'at' } },
      right: { oldest: { list: 'right', field: 'at' } },
      none: { oldest: { list: 'absent', field: 'at' } },
    });
    expect(told(result)).toEqual({ left: '9000', right: '8000', none: '0' });
  });

  it('job of a BullMQ queue, wherever it waits', async () => {
    const server = await startRedis();
    const job = async (queue: string, id: string, age: number) => {
      await server.cli('hset', `bull:${queue}:${id}`, 'timestamp', String(now - age), 'name', 'x');
    };
    for (const [id, age] of [
      ['1', 9_000],
      ['2', 5_000],
    ] as const)
      await job('plain', id, age);
    await server.cli('lpush', 'bull:plain:wait', '1', '2');
    await job('paused', '1', 7_000);
    await server.cli('lpush', 'bull:paused:paused', '1');
    for (const [id, age] of [
      ['1', 1_000],
      ['2', 60_000],
      ['3', 2_000],
    ] as const)
      await job('urgent', id, age);
    await server.cli('zadd', 'bull:urgent:prioritized', '1', '1', '2', '2', '3', '3');
    await server.cli('lpush', 'bull:gone:wait', '1');
    await server.cli('lpush', 'bull:marker:wait', '0:0');
    const result = await look(
      server,
      Object.fromEntries(
        ['plain', 'paused', 'urgent', 'gone', 'marker', 'absent'].map((queue) => [
          queue,
          { oldest: { bullmq: queue } },
        ]),
      ),
    );
    expect(told(result)).toEqual({
      plain: '9000',
      paused: '7000',
      urgent: '60000',
      gone: 'gap:torn',
      marker: '0',
      absent: '0',
    });
  });

  it('job among too many prioritized ones is not guessed', async () => {
    const server = await startRedis();
    const members = Array.from({ length: 501 }, (_, index) => [String(index), `job${index}`]).flat();
    await server.cli('zadd', 'bull:q:prioritized', ...members);
    expect(told(await look(server, { age: { oldest: { bullmq: 'q' } } }))).toEqual({ age: 'gap:too_large' });
  });
});

// Every form of read of the redis source, and a server that has something to read for each.

import type { RedisServer } from './services.ts';

/** At least one of each form. */
export const everyRedisRead = {
  memory: 'memory',
  info: { info: 'role' },
  list: { list: 'jobs' },
  again: { list: 'jobs' },
  stream: { stream: 'events' },
  lag: { stream: 'events', group: 'g', field: 'lag' },
  pending: { stream: 'events', group: 'g', field: 'pending' },
  zset: { zset: 'retries' },
  waiting: { bullmq: 'q', count: 'waiting' },
  active: { bullmq: 'q', count: 'active' },
  delayed: { bullmq: 'q', count: 'delayed' },
  failed: { bullmq: 'q', count: 'failed' },
  oldList: { oldest: { list: 'jobs', field: 'at' } },
  oldStream: { oldest: { stream: 'events' } },
  oldGroup: { oldest: { stream: 'events', group: 'g' } },
  oldZset: { oldest: { zset: 'retries' } },
  oldQueue: { oldest: { bullmq: 'q' } },
  wrong: { list: 'retries' },
};

/** What they read. */
export async function fillRedis(server: RedisServer) {
  const now = String(Date.now());
  await server.cli('config', 'set', 'maxmemory', '1gb');
  await server.cli('rpush', 'jobs', JSON.stringify({ at: Number(now) }));
  await server.cli('xadd', 'events', '*', 'k', 'v');
  await server.cli('xgroup', 'create', 'events', 'g', '0');
  await server.cli('zadd', 'retries', now, 'a');
  await server.cli('lpush', 'bull:q:wait', '1');
  await server.cli('hset', 'bull:q:1', 'timestamp', now);
}

// A replica serves what it had when it last heard of its master: a pair of real redis-servers, and what others tell of themselves.

import { expect, it } from 'vitest';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { freePort } from '../../support/loopback.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { describeWithRedis, startRedis, until } from '../../support/services.ts';
import { replies, startTcpStub } from '../../support/tcp-stub.ts';

const reads = {
  depth: { list: 'jobs' },
  waiting: { bullmq: 'q', count: 'waiting' },
  lag: { stream: 'events', group: 'g', field: 'lag' },
  old: { oldest: { zset: 'retries' } },
};
const own = { role: { info: 'role' }, clients: { info: 'connected_clients' } };

describeWithRedis('a replica', () => {
  it('is read as of its last contact, and not at all without its link', async () => {
    const [master, replica] = [await startRedis(), await startRedis()];
    await master.cli('rpush', 'jobs', 'a', 'b');
    await replica.cli('replicaof', '127.0.0.1', String(master.port));
    const source = await openSource(redisSource, { url: replica.url }, { ...reads, ...own });
    const good = await until(async () => {
      const result = await source.look();
      return told(result)['depth'] === '2' ? result : null;
    }, 'the replica to have what its master has');
    expect(told(good)).toMatchObject({ waiting: '0', lag: 'gap:not_found', old: '0', role: 'slave' });

    const info = async (): Promise<string> => replica.cli('info', 'replication');
    await until(
      async () => /master_last_io_seconds_ago:[2-9]/.test(await info()),
      'a silence of two seconds',
    );
    const before = Date.now();
    const later = await source.look();
    const of = (metric: string) => later.samples.find((one) => one.metric === metric)?.sample.at ?? 0;
    expect(before - of('depth')).toBeGreaterThanOrEqual(1_000);
    expect(of('lag')).toBe(of('depth'));
    expect(of('role')).toBeGreaterThanOrEqual(before);

    await master.stop();
    await until(async () => (await info()).includes('master_link_status:down'), 'the link to be down');
    const result = await source.look();
    expect(told(result)).toEqual({
      depth: 'gap:unavailable',
      waiting: 'gap:unavailable',
      lag: 'gap:unavailable',
      old: 'gap:unavailable',
      role: 'slave',
      clients: '1',
    });
    expect(sentences(result)[0]).toBe(
      'this is a replica, and its link to the master is down: what it has may be old',
    );
    await replica.cli('replicaof', 'no', 'one');
    expect(told(await source.look())).toMatchObject({ depth: '2', role: 'master' });
  }, 60_000);

  it('that has never had its master has nothing to tell', async () => {
    const replica = await startRedis();
    await replica.cli('replicaof', '127.0.0.1', String(await freePort()));
    const source = await openSource(redisSource, { url: replica.url }, { depth: { list: 'jobs' } });
    expect(told(await source.look())).toEqual({ depth: 'gap:unavailable' });
  });

  it('is asked about in the pipeline that is sent anyway, and only where something of its keys is read', async () => {
    const server = await startRedis();
    const calls = async () => {
      const stats = await server.cli('info', 'commandstats');
      return Number(/cmdstat_info:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const looksOf = async (asked: Record<string, unknown>) => {
      const source = await openSource(redisSource, { url: server.url }, asked);
      const before = await calls();
      await source.look();
      return (await calls()) - before - 1;
    };
    expect(await looksOf({ depth: { list: 'jobs' }, more: { zset: 'z' } })).toBe(1);
    expect(await looksOf({ depth: { list: 'jobs' }, role: { info: 'role' } })).toBe(1);
  });
});

it.each([
  ['role:slave\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:-1', 'gap:unavailable'],
  ['role:slave\r\nmaster_link_status:up', 'gap:unavailable'],
  ['role:slave', 'gap:unavailable'],
  ['role:replica', 'gap:unavailable'],
  ['role:active-replica\r\nmaster_link_status:down', 'gap:unavailable'],
  ['role:slave\r\nmaster_link_status:sync', 'gap:unavailable'],
  ['role:slave\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:3', '6'],
  ['role:master\r\nconnected_slaves:1', '6'],
])('what tells of itself %j', async (info, expected) => {
  const stub = await startTcpStub(replies(`:6\r\n$${info.length}\r\n${info}\r\n`));
  const url = `redis://127.0.0.1:${stub.port}`;
  const result = await (await openSource(redisSource, { url }, { depth: { list: 'jobs' } })).look();
  expect(told(result)).toEqual({ depth: expected });
  expect(result.warning).toBeUndefined();
});

it('one that hears of its master less often than its readings count is warned of, at every look', async () => {
  const infoOf = (ago: number) =>
    `role:slave\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:${ago}\r\n`;
  const silences = [1, 9, 0, 4];
  const stub = await startTcpStub((socket) =>
    socket.on('data', () => {
      const info = infoOf(silences.shift() ?? 0);
      socket.write(`:6\r\n$${info.length}\r\n${info}\r\n`);
    }),
  );
  const source = await openSource(
    redisSource,
    { url: `redis://127.0.0.1:${stub.port}` },
    { depth: { list: 'jobs' } },
    { timeout: 3_000 },
  );
  const warnings = [await source.look(), await source.look(), await source.look(), await source.look()].map(
    ({ warning }) => warning,
  );
  expect(warnings[0]).toBeUndefined();
  for (const warning of warnings.slice(1))
    expect(warning).toMatch(
      /^this replica has not heard of its master for 9s: .*; look `every: 10s`, or ask the master$/,
    );
});

it('what does not tell what it is keeps its values, and the source warns of it', async () => {
  const stub = await startTcpStub(replies(":6\r\n-NOPERM no permissions to run the 'info' command\r\n"));
  const url = `redis://127.0.0.1:${stub.port}`;
  const result = await (await openSource(redisSource, { url }, { depth: { list: 'jobs' } })).look();
  expect(told(result)).toEqual({ depth: '6' });
  expect(result.warning).toMatch(
    /^whether this is a replica that has lost its master is not told: the user lacks a right/,
  );
});

it.each([
  ['nothing', '$0\r\n\r\n'],
  ['null', '$-1\r\n'],
  ['another section', '$12\r\nrun_id:abc\r\n\r\n'],
])('a server whose INFO is %s keeps its values, and the source warns of it', async (_, info) => {
  const stub = await startTcpStub(replies(`:6\r\n${info}`));
  const url = `redis://127.0.0.1:${stub.port}`;
  const result = await (await openSource(redisSource, { url }, { depth: { list: 'jobs' } })).look();
  expect(told(result)).toEqual({ depth: '6' });
  expect(result.warning).toMatch(/: INFO names no role$/);
});

it('a count in the place of INFO shows that each reply may be that of another command', async () => {
  // The last of four replies to three commands is still on its way.
  const stub = await startTcpStub(replies(':5\r\n:1\r\n:2\r\n'));
  const url = `redis://127.0.0.1:${stub.port}`;
  const source = await openSource(redisSource, { url }, { one: { list: 'a' }, other: { list: 'b' } });
  expect(told(await source.look())).toEqual({ one: 'gap:parse', other: 'gap:parse' });
});

// The redis source reads and does nothing else: what it sends, and what rights it needs.

import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { connectionCommands, permittedCommands } from '../../../src/sources/redis/commands.ts';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { everyRedisRead, fillRedis } from '../../support/redis-reads.ts';
import { openSource, told } from '../../support/poll-source.ts';
import { describeWithRedis, startRedis, until } from '../../support/services.ts';

describeWithRedis('redis rights', () => {
  it('are exactly those of the line in the documentation', async () => {
    const page = readFileSync(new URL('../../../docs/sources-redis.md', import.meta.url), 'utf8');
    const line = /^ACL (SETUSER watch .*)$/m.exec(page)?.[1] ?? '';
    const allowed = [...line.matchAll(/\+([a-z]+)/g)].map(([, name]) => name);
    // AUTH is open to everybody.
    expect(allowed).toEqual(
      [...permittedCommands, ...connectionCommands].filter((name) => name !== 'auth').sort(),
    );

    const server = await startRedis();
    await fillRedis(server);
    await server.cli('acl', ...(line.replace('PASSWORD', 'pass word%1').match(/>pass word%1|\S+/g) ?? []));
    const url = server.url.replace('redis://', 'redis://watch:pass%20word%251@');
    const source = await openSource(redisSource, { url: `${url}/0` }, everyRedisRead);
    const values = told(await source.look());
    expect(Object.entries(values).filter(([, value]) => value.startsWith('gap:'))).toEqual([
      ['wrong', 'gap:wrong_type'],
    ]);
    const writer = new Redis(`${url}/0`, { protocol: 2, enableReadyCheck: false, disableClientInfo: true });
    onTestFinished(() => writer.disconnect());
    await expect(writer.set('x', '1')).rejects.toThrow('NOPERM');
    await expect(writer.del('jobs')).rejects.toThrow('NOPERM');
  });

  it('are used for read commands only, each distinct one once a poll', async () => {
    const server = await startRedis();
    await fillRedis(server);
    const watcher = new Redis(server.port, '127.0.0.1');
    const monitor = await watcher.monitor();
    onTestFinished(() => {
      monitor.disconnect();
      watcher.disconnect();
    });
    const seen: string[][] = [];
    monitor.on('monitor', (_time: string, args: string[]) => seen.push(args));
    const source = await openSource(redisSource, { url: `${server.url}/0` }, everyRedisRead);
    await source.look();
    await source.look();
    await watcher.echo('end');
    await until(() => seen.some(([name]) => name === 'echo'), 'MONITOR to show all');
    const sent = seen.filter(([name]) => name !== 'echo').map((args) => args.join(' '));
    expect(sent[0]).toBe('select 0');
    const polls = sent.slice(1);
    const permitted: readonly string[] = permittedCommands;
    for (const command of polls) expect(permitted).toContain(command.split(' ')[0]);
    const half = polls.length / 2;
    expect(polls.slice(half)).toEqual(polls.slice(0, half));
    expect(new Set(polls).size).toBe(half);
    expect(polls.slice(0, half)).toContain('type retries');
  });

  it('that are missing are a gap of the metrics that need them', async () => {
    const server = await startRedis();
    await server.cli('rpush', 'step.ready', 'x');
    await server.cli('acl', 'setuser', 'narrow', 'on', '>secret', '%R~step.*', '-@all', '+llen');
    const source = await openSource(
      redisSource,
      { url: server.url.replace('redis://', 'redis://narrow:secret@') },
      { mine: { list: 'step.ready' }, other: { list: 'private' }, role: { info: 'role' } },
    );
    expect(told(await source.look())).toEqual({ mine: '1', other: 'gap:denied', role: 'gap:denied' });
  });
});

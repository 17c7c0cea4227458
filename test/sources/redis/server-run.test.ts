// What a redis-server shows of its run goes along with what it counts, and with nothing that outlives it (docs/conditions.md §8.3).

import { expect, it } from 'vitest';
import { isValueSample, type ValueSample } from '../../../src/domain/sample.ts';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { clockFrom, openSource } from '../../support/poll-source.ts';
import { planOf } from '../../support/plan.ts';
import { describeWithRedis, startRedis, type RedisServer } from '../../support/services.ts';

const reads = {
  hits: { info: 'keyspace_hits' },
  commands: { info: 'total_commands_processed' },
  clients: { info: 'connected_clients' },
  offset: { info: 'master_repl_offset' },
  role: { info: 'role' },
  depth: { list: 'jobs' },
};

/** A source on this server whose clock the test moves on, with what each of its looks tells. */
async function watching(server: RedisServer) {
  let ahead = 0;
  const clock = clockFrom(() => Date.now() + ahead);
  const source = await openSource(redisSource, { url: server.url }, reads, { clock, timeout: 5_000 });
  return {
    clock,
    async look(timeoutMs = 5_000): Promise<Record<string, ValueSample | undefined>> {
      const { samples } = await source.look(timeoutMs);
      return Object.fromEntries(
        samples.map(({ metric, sample }) => [metric, isValueSample(sample) ? sample : undefined]),
      );
    },
    wait(seconds: number) {
      ahead += seconds * 1_000;
    },
  };
}

describeWithRedis('the run of a redis-server', () => {
  it('goes along with what counts since the server began, and with nothing else', async () => {
    const watch = await watching(await startRedis());
    const { hits, commands, clients, offset, role, depth } = await watch.look();
    expect(hits?.run).toMatch(/^[0-9a-f]{40}$/);
    expect(commands).toMatchObject({ run: hits?.run, begunAt: hits?.begunAt });
    for (const other of [clients, offset, role, depth]) {
      expect(other?.value).toBeDefined();
      expect(other).not.toHaveProperty('run');
      expect(other).not.toHaveProperty('begunAt');
    }
  });

  it('has one beginning by our clock, within a second', async () => {
    const started = Date.now();
    const watch = await watching(await startRedis());
    const first = await watch.look();
    expect(Math.abs((first['hits']?.begunAt ?? 0) - started)).toBeLessThan(4_000);
    watch.wait(0.7);
    expect((await watch.look())['hits']).toMatchObject({ begunAt: first['hits']?.begunAt });
  });

  it('is another one after a restart between two looks', async () => {
    const server = await startRedis();
    const watch = await watching(server);
    const before = await watch.look();
    await server.stop();
    expect(await watch.look()).toEqual({});
    await server.start();
    const after = await watch.look();
    expect(after['hits']?.run).toMatch(/^[0-9a-f]{40}$/);
    expect(after['hits']?.run).not.toBe(before['hits']?.run);
  });

  it('says nothing once somebody has cleared its counters, as far as that was in a time without looks', async () => {
    const server = await startRedis();
    const watch = await watching(server);
    expect((await watch.look())['hits']).toHaveProperty('run');
    await server.cli('config', 'get', 'maxmemory');
    watch.wait(60);
    expect((await watch.look())['hits']).toHaveProperty('run');
    await server.cli('config', 'resetstat');
    watch.wait(60);
    const { hits } = await watch.look();
    expect(hits?.value).toBeDefined();
    expect(hits).not.toHaveProperty('run');
    expect(hits).not.toHaveProperty('begunAt');
    expect((await (await watching(server)).look())['hits']).not.toHaveProperty('begunAt');
  });

  it.each([
    { restarts: false, before: 30, after: 40, under: 20, status: 'pass' },
    { restarts: true, before: 30, after: 40, under: 20, status: 'fail' },
  ])(
    '$before hits, an outage, $after: restarted: $restarts',
    async ({ restarts, before, after, under, status }) => {
      const server = await startRedis();
      const hit = async (times: number): Promise<void> => {
        await server.cli('set', 'k', 'v');
        await server.cli(
          'eval',
          "for i=1,tonumber(ARGV[1]) do redis.call('get','k') end",
          '0',
          String(times),
        );
      };
      await hit(before);
      const watch = await watching(server);
      const spec = { interval: '5s', staleAfter: '12s' };
      const plan = planOf({
        metrics: { hits: spec },
        gate: { required: { few: `increase(hits, 1m) < ${under}` } },
      });
      const judge = new Judge(plan, watch.clock.now());
      const judged = async (timeoutMs: number) => {
        const { hits } = await watch.look(timeoutMs);
        const now = watch.clock.now();
        const sample = hits ?? {
          at: now,
          gap: { reason: 'refused', message: 'nobody listens', remedy: null } as const,
        };
        const samples = [{ metric: 'hits', sample }];
        return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.gate.criteria[0]?.status;
      };
      const looks = async (count: number, timeoutMs = 5_000): Promise<unknown> => {
        let status: unknown;
        for (let look = 0; look < count; look++) {
          watch.wait(5);
          status = await judged(timeoutMs);
        }
        return status;
      };
      await looks(13);
      server.signal('SIGSTOP');
      expect(await looks(4, 300)).toBe('unknown');
      if (restarts) await server.stop().then(() => server.start());
      else server.signal('SIGCONT');
      await hit(restarts ? after : after - before);
      expect(await looks(2)).toBe(status);
    },
  );
});

// The main scenario from its first to its last line, on a clock moved by hand, and each of its faults.

import { afterEach, describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/domain/duration.ts';
import { startDrill, type Drill } from '../../src/drill/drill.ts';
import { parseOffset } from '../../src/drill/offset.ts';
import { readScenario } from '../../src/drill/scenario.ts';
import { createWorld } from '../../src/drill/world.ts';
import { eventually } from './support/around.ts';
import { handClock, type HandClock } from '../support/hand-clock.ts';
import { shippedDir } from '../support/shipped-profiles.ts';

const start = Date.UTC(2026, 11, 1, 14, 50);

let drill: Drill | null = null;
afterEach(async () => {
  await drill?.close();
  drill = null;
});

async function begin(clock: HandClock = handClock(start)): Promise<{ drill: Drill; clock: HandClock }> {
  drill = await startDrill({ scenario: 'sge', seed: null, clock, shippedDir });
  return { drill, clock };
}

const url = (from: Drill, name: string): string => from.env[name] ?? '';

async function answers(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  );
}

describe('the scenario sge', () => {
  test('runs about six real minutes at its speed', async () => {
    const { speed, duration } = await readScenario('sge', shippedDir);
    expect(speed).toBe(20);
    expect(duration / speed / 60_000).toBe(6);
  });

  test.each([
    [
      'T-5m',
      { 'queue-depth': [0, 50], 'api-cpu': [25, 45], 'error-rate': [0, 0.1], 'relayer-balance': [0.4, 0.5] },
    ],
    ['T+15m', { 'queue-depth': [1_000, 2_000], 'api-cpu': [70, 100], 'db-connections': [80, 100] }],
    ['T+18m', { 'redis-memory': [80, 90], 'settlement-p95': [5, 10] }],
    ['T+32m', { 'queue-depth': [0, 100], 'api-cpu': [20, 70], 'relayer-balance': [0.1, 0.2] }],
    ['T+40m', { 'relayer-balance': [0.05, 0.1] }],
    ['T+47m', { 'relayer-balance': [0.4, 0.5] }],
    ['T+66m', { 'error-rate': [4, 10] }],
    [
      'T+74m',
      {
        'error-rate': [10, 20],
        'intent-success': [80, 90],
        'settlement-p95': [10, 15],
        'stuck-intents': [100, 200],
      },
    ],
    ['T+91m', { 'ledger-balance': [-0.001, -0.0001], 'error-rate': [0, 0.1] }],
    [
      'T+105m',
      {
        'queue-depth': [0, 100],
        'api-cpu': [20, 70],
        'error-rate': [0, 0.1],
        'intent-success': [99, 100],
        'settlement-p95': [0, 5],
        'stuck-intents': [0, 0],
        'redis-memory': [0, 80],
        'db-connections': [0, 80],
        'relayer-balance': [0.2, 0.5],
        'ledger-balance': [0, 0],
        'api-delay': [0, 200],
      },
    ],
  ])('reaches its marks at %s', async (offset, marks) => {
    const scenario = await readScenario('sge', shippedDir);
    const world = createWorld(scenario, 0, scenario.seed);
    for (const [track, [low = 0, high = 0]] of Object.entries<number[]>(marks)) {
      const value = world.number(track, parseOffset(offset) ?? Number.NaN);
      expect.soft(value, track).toBeGreaterThanOrEqual(low);
      expect.soft(value, track).toBeLessThanOrEqual(high);
    }
  });

  test('keeps the triggers up for as long as the rules ask, whatever the seed', async () => {
    const scenario = await readScenario('sge', shippedDir);
    for (const seed of [0, 1, 99, 4_294_967_295]) {
      const world = createWorld(scenario, 0, seed);
      const longest = (track: string, above: number): number => {
        let since: number | null = null;
        let best = 0;
        for (let at = -600_000; at < 6_600_000; at += 5_000) {
          if (world.number(track, at) <= above) since = null;
          else best = Math.max(best, at - (since ??= at));
        }
        return best;
      };
      expect(longest('queue-depth', 1_000)).toBeGreaterThan(parseDuration('11m') ?? 0);
      expect(longest('api-cpu', 70)).toBeGreaterThan(parseDuration('10m') ?? 0);
      expect(longest('error-rate', 10)).toBeGreaterThan(parseDuration('5m') ?? 0);
    }
  });
});

describe('a drill', () => {
  test('tells its story line by line and ends', async () => {
    const { drill, clock } = await begin();
    const lines: string[] = [];
    const stop = drill.onStory(({ at, text }) =>
      lines.push(`${(at - drill.t0) / 60_000} ${text.slice(0, 12)}`),
    );
    expect(lines).toEqual(['-10 T-10 minutes']);
    expect(drill.t0).toBe(start + 600_000);
    clock.advance(600_000);
    expect(lines).toHaveLength(2);
    clock.advance(drill.endsAt - clock.now());
    expect(lines).toHaveLength(17);
    expect(lines.at(-1)).toBe('110 End of the d');
    stop();
    const late: string[] = [];
    drill.onStory(({ text }) => late.push(text));
    expect(late).toHaveLength(17);
  });

  test('gives the profile its variables and serves what the tracks say', async () => {
    const { drill, clock } = await begin();
    expect(drill.profile).toBe('sge/drill');
    expect(drill.env).toMatchObject({
      SGE_API_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      SGE_REDIS_URL: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/),
      SGE_RELAYER_ADDRESS: expect.stringMatching(/^0x[0-9a-f]{40}$/),
    });
    clock.advance(600_000 + 91 * 60_000);
    const ledger = await fetch(`${url(drill, 'SGE_API_URL')}/internal/ledger`);
    expect(await ledger.json()).toMatchObject({ balance: '-0.000420' });
    const stats: unknown = await (await fetch(`${url(drill, 'SGE_API_URL')}/internal/stats`)).json();
    expect(stats).toMatchObject({ database: { reachable: true }, intents: { stuck: 0 } });
  });

  test('holds answers back in real time, whatever the speed', async () => {
    const clock = handClock(start, 20);
    const asked: number[] = [];
    const { drill } = await begin({
      ...clock,
      after(delay, run) {
        if (delay < 60_000) asked.push(delay);
        return clock.after(delay, run);
      },
    });
    const answer = fetch(`${url(drill, 'SGE_API_URL')}/healthz`);
    await eventually(() => asked.length > 0);
    expect(asked[0]).toBeGreaterThan(17 * 20);
    expect(asked[0]).toBeLessThan(33 * 20);
    clock.advance(700);
    expect((await answer).status).toBe(200);
  });

  test('the script takes the preferred RPC away and gives it back', async () => {
    const { drill, clock } = await begin();
    const rpc = url(drill, 'SGE_RPC_URL');
    expect(await answers(rpc)).toBe(true);
    clock.advance(60 * 60_000);
    await eventually(async () => !(await answers(rpc)));
    expect(drill.faults.find(({ id }) => id === 'rpc-dead')?.active()).toBe(true);
    expect(await answers(url(drill, 'SGE_BACKUP_RPC_URL'))).toBe(true);
    clock.advance(10 * 60_000);
    await eventually(() => answers(rpc));
  });

  test('a hand overrules the script until the script speaks again', async () => {
    const { drill, clock } = await begin();
    const fault = drill.faults.find(({ id }) => id === 'rpc-dead');
    fault?.toggle();
    expect(fault?.active()).toBe(true);
    clock.advance(61 * 60_000);
    fault?.toggle();
    expect(fault?.active()).toBe(false);
    await eventually(() => answers(url(drill, 'SGE_RPC_URL')));
    fault?.toggle();
    clock.advance(10 * 60_000);
    expect(fault?.active()).toBe(false);
  });

  test('each fault can be switched on and off, and is felt', async () => {
    const { drill } = await begin();
    const scenario = await readScenario('sge', shippedDir);
    for (const fault of drill.faults) {
      expect(fault.active()).toBe(false);
      const { service = '', mode } = scenario.faults[fault.id] ?? {};
      const address = url(drill, scenario.services[service]?.env ?? '').replace('redis:', 'http:');
      fault.toggle();
      expect(fault.active()).toBe(true);
      if (mode === 'refuse') await eventually(async () => !(await answers(address)));
      fault.toggle();
      expect(fault.active()).toBe(false);
      if (mode === 'refuse' && service !== 'queue')
        await eventually(() => answers(`${address}/internal/stats`));
    }
  });

  test('closes everything, twice, and leaves no timer', async () => {
    const { drill, clock } = await begin();
    void fetch(`${url(drill, 'SGE_API_URL')}/healthz`).catch(() => {});
    await drill.close();
    await drill.close();
    expect(clock.pending()).toBe(0);
    expect(await answers(`${url(drill, 'SGE_API_URL')}/internal/stats`)).toBe(false);
    drill.faults.find(({ id }) => id === 'rpc-dead')?.toggle();
    drill.faults.find(({ id }) => id === 'rpc-dead')?.toggle();
    expect(await answers(url(drill, 'SGE_RPC_URL'))).toBe(false);
  });

  test('of a scenario that is wrong does not start', async () => {
    await expect(
      startDrill({ scenario: 'nothing', seed: null, clock: handClock(start), shippedDir }),
    ).rejects.toMatchObject({ kind: 'profile' });
  });
});

// Scenario files: every mistake at its place, all at once.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { parseScenario, readScenario } from '../../src/drill/scenario.ts';

function mistakes(text: string): string {
  try {
    parseScenario(text, 's.yaml');
  } catch (error) {
    if (!(error instanceof LaunchwallError) || error.kind !== 'profile') throw error;
    return error.details.length === 0 ? error.shortMessage : error.details.join('\n');
  }
  return 'none';
}

const head = `title: t
profile: p
t0: 10m
duration: 1h
`;

describe('a scenario', () => {
  test('with the least that it needs', () => {
    const scenario = parseScenario(`${head}tracks: {}\nservices: {}\n`, 's.yaml');
    expect(scenario).toMatchObject({ t0: 600_000, duration: 3_600_000, speed: 20, seed: 1, events: [] });
  });

  test('with several mistakes names each at its place', () => {
    expect(
      mistakes(`${head}sped: 20
seed: -1
tracks:
  queue: { points: [{ at: 10m, value: 3 }] }
  empty: { points: [] }
  odd: { points: [{ at: T-0, value: many }] }
services:
  api: { kind: https, env: API_URL }
  redis: { kind: redis, env: url }
`),
    ).toMatchInlineSnapshot(`
      "s.yaml:5:1 sped: nothing of this name may stand here
      s.yaml:6:7 seed: Too small: expected number to be >=0
      s.yaml:8:27 tracks.queue.points.0.at: "10m" is no launch time: write T-10m, T-0 or T+1h5m
      s.yaml:9:12 tracks.empty.points: a track needs at least one point
      s.yaml:10:37 tracks.odd.points.0.value: "many" is no decimal number
      s.yaml:12:16 services.api.kind: a service is of kind http, redis, evm or cloudwatch
      s.yaml:13:30 services.redis.env: a variable is written in capitals: SGE_API_URL"
    `);
  });

  test('with contracts that no chain could have', () => {
    const at = '"0x5afe000000000000000000000000000000000001"';
    expect(
      mistakes(`${head}tracks: {}
services:
  rpc:
    kind: evm
    env: RPC_URL
    chain: 1
    contracts:
      ${at}:
        paused(): { value: true }
        "function paused() view returns (bool)": { value: maybe }
        "function name() view returns (string)": { track: gone }
        "function two() view returns (bool, bool)": { reverts: no }
`),
    ).toMatchInlineSnapshot(`
      "s.yaml:13:9 services.rpc.contracts.0x5afe000000000000000000000000000000000001.paused(): this is no ABI line: write function paused() view returns (bool)
      s.yaml:14:9 services.rpc.contracts.0x5afe000000000000000000000000000000000001.function paused() view returns (bool): this is no bool
      s.yaml:15:9 services.rpc.contracts.0x5afe000000000000000000000000000000000001.function name() view returns (string): a track gives an integer or a bool, not string
      s.yaml:15:59 services.rpc.contracts.0x5afe000000000000000000000000000000000001.function name() view returns (string).track: there is no track "gone"
      s.yaml:16:9 services.rpc.contracts.0x5afe000000000000000000000000000000000001.function two() view returns (bool, bool): a function of a drill returns exactly one value"
    `);
  });

  test('with names that lead nowhere', () => {
    expect(
      mistakes(`${head}tracks:
  queue-depth: { points: [{ at: T-0, value: 3 }, { at: T-0, value: 4 }] }
services:
  api:
    kind: http
    env: API_URL
    routes:
      /healthz: { delay: queue-dept }
      /stats:
        body: '{"a":{{queue-depth}},"b":{{que}}}'
  redis: { kind: redis, env: API_URL, keys: { jobs: { type: list, length: jobs } } }
faults:
  dead: { title: dead, service: redi, mode: refuse }
  odd: { title: odd, service: redis, mode: wrong-chain }
events:
  - { at: T+5m, on: [deed] }
  - { at: T+4m }
  - { at: T+51m, say: late }
`),
    ).toMatchInlineSnapshot(`
      "s.yaml:6:56 tracks.queue-depth.points.1.at: a point must be later than the one before it
      s.yaml:12:26 services.api.routes./healthz.delay: there is no track "queue-dept" (did you mean "queue-depth"?)
      s.yaml:14:15 services.api.routes./stats.body: there is no track "que"
      s.yaml:15:30 services.redis.env: API_URL is already the variable of another part
      s.yaml:15:75 services.redis.keys.jobs.length: there is no track "jobs"
      s.yaml:17:33 faults.dead.service: there is no service "redi" (did you mean "redis"?)
      s.yaml:18:44 faults.odd.mode: a service of kind redis cannot fail as "wrong-chain": refuse, hang, reset, garbage, noauth, loading, wrong-type
      s.yaml:20:22 events.0.on.0: there is no fault "deed" (did you mean "dead"?)
      s.yaml:21:5 events.1: an event needs "say", "on" or "off"
      s.yaml:21:11 events.1.at: an event stands before the one above it in time
      s.yaml:22:11 events.2.at: the drill runs from T-10m to T+50m"
    `);
  });

  test.each([
    ['', 's.yaml:1:1'],
    ['[1, 2]', 's.yaml:1:1'],
    [`${head}tracks: {a: 1`, 's.yaml:5'],
    [`${head}title: twice\ntracks: {}\nservices: {}`, 's.yaml:5:1'],
    [`a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n`, 's.yaml'],
  ])('%j is refused', (text, place) => {
    expect(mistakes(text)).toContain(place);
  });

  test('that is not there, says where it was looked for', async () => {
    await expect(readScenario('nothing', '/shipped')).rejects.toMatchObject({
      shortMessage: 'the scenario /shipped/scenarios/nothing.yaml cannot be read',
      hint: 'give the path of a YAML file',
    });
  });

  test('that is not there is told with those that ship', async () => {
    const shipped = path.resolve(import.meta.dirname, '../../profiles');
    await expect(readScenario('nothing', shipped)).rejects.toMatchObject({
      hint: 'name one that ships (freeside, pouw, proofwork, sge, step-worker), or give the path of a YAML file',
    });
  });

  test('at a path names its profile from its own folder', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'drill-'));
    const file = path.join(dir, 'own.yaml');
    await writeFile(
      file,
      `title: t\nprofile: ./own-profile.yaml\nt0: 1m\nduration: 2m\ntracks: {}\nservices: {}\n`,
    );
    expect((await readScenario(file, '/shipped')).profile).toBe(path.join(dir, 'own-profile.yaml'));
  });
});

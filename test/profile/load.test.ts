// What a good profile becomes: the plan, the sources, the secrets, the digest.
import { expect, test } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { createRedactor } from '../../src/domain/redact.ts';
import { loaded, loadText, temporaryFolder, told } from './support/folder.ts';

const good = `profile: sge/production
title: SGE production
vars:
  api: \${SGE_API_URL:-https://api.example.com}
launch: { at: "2026-12-01T16:00:00+01:00", version: sge-api:v1.3.0 }
units: [USDC]
sources:
  api:     { kind: web, url: "{api}/healthz", every: 5s, timeout: 3s, headers: { X-Key: "\${API_KEY}" } }
  relayer: { kind: chain, rpc: ["\${RPC_URL}"], chain: "\${CHAIN:-8453}" }
  queue:   { kind: queue, url: "\${REDIS_URL}", needs: api }
  aws:     { kind: cloud, region: us-east-1, settle: 90s, missing: ignore }
metrics:
  api-uptime:  { title: API uptime, from: api, read: up, use: success(1h), unit: "%", target: "> 99.9%", alert: "< 99.5%", ref: sge-01 }
  balance:     { from: relayer, read: { balance: "0xabc" }, unit: ETH, exact: true, target: "0.2..0.5 ETH", alert: "< 0.1 ETH until >= 0.12 ETH" }
  depth:       { from: queue, read: { list: jobs }, alert: "> 500", hold: 0s, group: Workers, needs: [api, api-uptime] }
  growth:      { from: queue, read: { list: jobs }, use: rate(5m), unit: /min, minSamples: 3 }
  memory:      { from: queue, read: { memory: used }, unit: MiB, missing: breaching }
  memory-rate: { from: queue, read: { memory: used }, use: rate(1m) }
  cpu:         { from: aws, read: { metric: CPU, period: 60s }, staleAfter: 10m }
  cpu-more:    { from: aws, read: { metric: CPU, period: 300s } }
hints:
  roll-back: { kind: rollback, when: depth > 1000 for 10m, do: [ Look, { text: Stop, run: "stop {{all}} {api}", ref: sge-2 } ] }
incidents:
  imbalance: { class: P0, when: depth != 0 for 2 samples, title: Imbalance, do: Stop everything }
  slow: { class: P3, tell: Nobody }
classes: { P0: { respond: 15m, tell: Status page }, P3: { respond: Next business day } }
phases:
  - { at: T-1h, title: Before, items: [ { text: "Balance > 0.4 ETH", when: balance > 0.4 ETH, ref: [a, b] }, { text: Backup }, { text: Backup } ] }
  - { at: T-0, items: [] }
  - { title: Daily tasks, items: [ { id: own, text: Look } ] }
gate:
  required: [ { text: Up, when: api-uptime is green } ]
  recommended: [ { text: Up } ]
`;

const env = {
  API_KEY: 'k-0123456789',
  RPC_URL: 'https://rpc.example.com/v2/abcdefghijklmnopqrstuvwxyz',
  REDIS_URL: 'rediss://default:p%40ss-word@redis.example.com:6379',
};

async function load(text = good, over: Record<string, string> = {}): Promise<Profile> {
  return loaded(await loadText(text, { ...env, ...over }));
}

test('the head of the plan', async () => {
  const { plan, warnings } = await load();
  expect(plan).toMatchObject({
    name: 'sge/production',
    title: 'SGE production',
    environment: 'production',
    launch: { t0: Date.UTC(2026, 11, 1, 15), version: 'sge-api:v1.3.0' },
    units: ['USDC'],
  });
  expect(plan.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(warnings.map(({ path, message }) => [path, message.split(':')[0]])).toEqual([
    ['phases[2]', '"Daily tasks" has no instant'],
  ]);
});

test('sources: defaults of their kind, needs, places without credentials, options as written', async () => {
  const { plan, sources } = await load();
  expect(plan.sources).toEqual([
    {
      id: 'api',
      kind: 'web',
      place: '${SGE_API_URL:-https://api.example.com}/healthz',
      every: 5_000,
      timeout: 3_000,
      needs: [],
    },
    { id: 'relayer', kind: 'chain', place: '1 RPCs', every: 15_000, timeout: 5_000, needs: [] },
    {
      id: 'queue',
      kind: 'queue',
      place: '${REDIS_URL}',
      every: 5_000,
      timeout: 2_000,
      needs: ['api'],
    },
    { id: 'aws', kind: 'cloud', place: 'us-east-1', every: 60_000, timeout: 10_000, needs: [] },
  ]);
  expect(sources.map(({ id, options }) => [id, options])).toEqual([
    ['api', { url: 'https://api.example.com/healthz', headers: { 'X-Key': 'k-0123456789' } }],
    ['relayer', { rpc: [env.RPC_URL], chain: 8453 }],
    ['queue', { url: env.REDIS_URL }],
    ['aws', { region: 'us-east-1', settle: '90s' }],
  ]);
  expect(sources[1]?.reads).toEqual([{ metric: 'balance', read: { balance: '0xabc' }, exact: true }]);
});

test('metrics: units, scales, freshness, holds, missing data', async () => {
  const { plan } = await load();
  const of = (id: string) => plan.metrics.find((metric) => metric.id === id);
  expect(of('api-uptime')).toMatchObject({
    unit: '%',
    scale: null,
    use: { name: 'success', window: 3_600_000 },
    refs: ['sge-01'],
    interval: 5_000,
    staleAfter: 13_000,
    hold: 20_000,
    samplesMin: 1,
    missing: 'unknown',
  });
  expect(of('balance')).toMatchObject({
    unit: 'ETH',
    scale: amount(1n, 10n ** 18n),
    exact: true,
    staleAfter: 37_500,
  });
  expect(of('depth')).toMatchObject({
    title: 'Depth',
    unit: null,
    group: 'Workers',
    hold: 0,
    missing: 'unknown',
    needs: ['api', 'api-uptime'],
  });
  expect(of('growth')).toMatchObject({ unit: '/min', scale: amount(60n), samplesMin: 3, hold: 0 });
  expect(of('memory')).toMatchObject({
    unit: 'MiB',
    scale: { numerator: 1n, denominator: 1_048_576n },
    missing: 'bad',
  });
  expect(of('memory-rate')).toMatchObject({ unit: 'B/s', scale: null });
  expect(of('cpu')).toMatchObject({ missing: 'keep', interval: 60_000, staleAfter: 600_000, unit: '%' });
  // Period 300 s, which is over 390 s after it began, and two polls of 60 s.
  expect(of('cpu-more')).toMatchObject({ interval: 300_000, staleAfter: 300_000 + 390_000 + 120_000 });
});

test('hints, incidents, phases, gate', async () => {
  const { plan } = await load();
  expect(plan.hints).toMatchObject([
    {
      id: 'roll-back',
      kind: 'rollback',
      title: 'Roll back',
      when: { text: 'depth > 1000 for 10m' },
      steps: [
        { text: 'Look', run: null, refs: [] },
        { text: 'Stop', run: 'stop {all} ${SGE_API_URL:-https://api.example.com}', refs: ['sge-2'] },
      ],
    },
  ]);
  expect(plan.incidents).toMatchObject([
    {
      id: 'imbalance',
      class: 'P0',
      respond: 900_000,
      respondText: '15m',
      detect: null,
      tell: 'Status page',
      steps: [{ text: 'Stop everything' }],
    },
    {
      id: 'slow',
      class: 'P3',
      when: null,
      respond: null,
      respondText: 'Next business day',
      detect: null,
      tell: 'Nobody',
      steps: [],
    },
  ]);
  expect(plan.phases).toMatchObject([
    {
      id: 'T-1h',
      title: 'Before',
      offset: -3_600_000,
      items: [{ id: 'a', refs: ['a', 'b'] }, { id: 'T-1h/backup', when: null }, { id: 'T-1h/backup-2' }],
    },
    { id: 'T-0', title: 'T-0', offset: 0 },
    { id: 'daily-tasks', offset: null, items: [{ id: 'own' }] },
  ]);
  expect(plan.gate).toMatchObject([
    { id: 'gate/up', required: true, when: { text: 'api-uptime is green' } },
    { id: 'gate/up-2', required: false, when: null },
  ]);
});

test('the instant of the command line wins', async () => {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', good);
  const { plan } = loaded(await loadProfile(file, { ...folder.options(env), t0: 5 }));
  expect(plan.launch.t0).toBe(5);
});

test('the digest knows the rules, not the environment and not the order', async () => {
  const { plan } = await load();
  const digest = async (text: string, over: Record<string, string> = {}): Promise<string> =>
    (await load(text, over)).plan.digest;
  expect(await digest(good, { API_KEY: 'another-key', SGE_API_URL: 'https://elsewhere.example' })).toBe(
    plan.digest,
  );
  const parts = good.split(/^(?=[a-z]+:)/m);
  expect(await digest(parts.toReversed().join(''))).toBe(plan.digest);
  expect(await digest(`# a remark\n${good}`)).toBe(plan.digest);
  expect(await digest(good.replace('> 500', '> 501'))).not.toBe(plan.digest);
});

test('secrets: what the environment gave to sources, and what their URLs carry', async () => {
  const { secrets } = await load(good, { SGE_API_URL: 'https://plain.example/api' });
  expect(secrets).toEqual([
    env.RPC_URL,
    env.REDIS_URL,
    'abcdefghijklmnopqrstuvwxyz',
    'default:p%40ss-word',
    'default:p@ss-word',
    'k-0123456789',
    'p%40ss-word',
    'p@ss-word',
  ]);
  const redact = createRedactor(secrets);
  expect(redact('GET /v2/abcdefghijklmnopqrstuvwxyz with k-0123456789 and p@ss-word')).toBe(
    'GET /v2/*** with *** and ***',
  );
});

test('no secret is anywhere in the plan, even where a variable carries it into a text', async () => {
  const key = 'https://api.example.com/abcdefghijklmnopqrstuvwxyz';
  const { plan } = await load(good.replace('title: SGE production', 'title: "SGE {api}"'), {
    SGE_API_URL: key,
  });
  const text = JSON.stringify(plan, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(text).not.toContain('abcdefghijklmnopqrstuvwxyz');
  expect(plan.title).toBe('SGE ${SGE_API_URL:-https://api.example.com}');
  expect(plan.sources[0]?.place).toBe('${SGE_API_URL:-https://api.example.com}/healthz');
});

test('a region and a plain address are no secrets, and a short number is where a key stands', async () => {
  const text = good
    .replace('region: us-east-1', 'region: "${AWS_REGION}"')
    .replace('X-Key: "${API_KEY}"', 'X-Key: "${PORT}"');
  const { plan, secrets } = await load(text, {
    AWS_REGION: 'eu-west-1',
    PORT: '6379',
    REDIS_URL: 'redis://redis:6379/0',
  });
  expect(plan.sources[3]?.place).toBe('${AWS_REGION}');
  expect(secrets).toEqual([env.RPC_URL, 'abcdefghijklmnopqrstuvwxyz', '6379']);
});

test('no secret is in a finding', async () => {
  const result = await loadText(
    good.replace('read: up', 'read: "${API_KEY}"').replace('> 500', '> ${API_KEY}'),
    env,
  );
  expect(result.ok).toBe(false);
  expect(told(result).filter((line) => !line.startsWith('warning'))).toHaveLength(2);
  expect(told(result).join('\n')).not.toContain(env.API_KEY);
});

test('a number from the environment is a number where one is wanted, and a text where not', async () => {
  const { sources } = await load(good, { CHAIN: '1', API_KEY: '12345678' });
  expect(sources[1]?.options).toMatchObject({ chain: 1 });
  expect(sources[0]?.options).toMatchObject({ headers: { 'X-Key': '12345678' } });
  expect(told(await loadText(good, { ...env, CHAIN: 'base' })).slice(0, 1)).toEqual([
    '9:55 sources.relayer.chain: expected a number, found what "${CHAIN:-8453}" stands for',
  ]);
});

test('500 metrics load whole', async () => {
  const metrics = Array.from(
    { length: 500 },
    (_, index) =>
      `  m${index}: { title: Metric ${index}, from: api, read: latency, unit: ms, target: "< 200ms", alert: "> 500ms for 5m" }\n`,
  );
  const text = `sources: { api: { kind: web, url: "https://a.b" } }\nmetrics:\n${metrics.join('')}`;
  const { plan } = await load(text);
  expect(plan.metrics).toHaveLength(500);
  expect(plan.metrics.at(-1)).toMatchObject({ id: 'm499', title: 'Metric 499' });
});

test('derived metrics: unit, freshness and inputs from what they are calculated of', async () => {
  const profile = loaded(
    await loadText(`
sources:
  api: { kind: web, url: "https://a.b", every: 5s, timeout: 1s }
  aws: { kind: cloud, region: us-east-1 }
metrics:
  share: { from: { expr: "errors / requests * 100" }, unit: "%", alert: "> 5%" }
  idle: { from: { expr: "100% - cpu" }, staleAfter: 10m }
  twice: { from: { expr: "share + idle" } }
  errors: { from: api, read: { pointer: /errors } }
  requests: { from: api, read: { pointer: /requests } }
  cpu: { from: aws, read: { metric: cpu, period: 60s } }
hints: { more: { kind: scale-up, when: "avg(idle, 5m) < 10%", do: Look } }
`),
  );
  const of = (id: string) => profile.plan.metrics.find((metric) => metric.id === id);
  expect(of('share')).toMatchObject({
    source: '(derived)',
    unit: '%',
    scale: null,
    interval: 5_000,
    staleAfter: 12_500,
    hold: 20_000,
    derived: { text: 'errors / requests * 100' },
  });
  expect(of('idle')).toMatchObject({ unit: '%', interval: 60_000, staleAfter: 600_000 });
  expect(of('errors')).toMatchObject({ derived: null, source: 'api' });
  expect(profile.sources.flatMap(({ reads }) => reads.map(({ metric }) => metric))).toEqual([
    'errors',
    'requests',
    'cpu',
  ]);
});

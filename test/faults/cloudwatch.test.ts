// The whole program against a stand-in for CloudWatch that fails: expired tokens, missing alarms, throttling, nonsense.
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import {
  serviceErrors,
  startCloudwatchServer,
  type CloudwatchServer,
  type Fault,
} from '../support/cloudwatch-server.ts';
import { freePort } from '../support/loopback.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const keyId = 'AKIAHUNTER2KEYID';
const secret = 'hunter2secretaccesskey';
const token = 'hunter2sessiontoken';

async function startServer(fault: Fault | null): Promise<CloudwatchServer> {
  const server = await startCloudwatchServer({ now: () => Date.now() });
  onTestFinished(() => server.close());
  server.credentials = new Map([[keyId, { secret, sessionToken: token, expired: false }]]);
  server.world.metrics = [
    { namespace: 'AWS/ECS', name: 'CPU', dimensions: { Service: 'api' }, value: () => 42 },
  ];
  server.world.alarms = [{ name: 'api-5xx', state: 'OK' }];
  server.fault = () => fault;
  return server;
}

const cpu = '{ namespace: AWS/ECS, metric: CPU, dimensions: { Service: api }, stat: Average, period: 60s }';
const raw = (body: string): Fault => ({ kind: 'raw', status: 200, type: 'text/html', body });

const faults: readonly [id: string, fault: Fault, says: RegExp][] = [
  ['throttled', { kind: 'error', error: serviceErrors.throttled() }, /^throttled: .*asks for fewer/],
  [
    'denied',
    { kind: 'error', error: serviceErrors.denied('cloudwatch:GetMetricData') },
    /^denied: AWS denies cloudwatch:GetMetricData/,
  ],
  ['internal', { kind: 'error', error: serviceErrors.internal() }, /^\w+: /],
  ['resets', { kind: 'reset' }, /^reset: /],
  ['half', { kind: 'half', ending: 'reset' }, /^(?:reset|parse): /],
  ['hangs', { kind: 'hang' }, /^timeout: /],
  ['html', raw(`<html>\u001b[2J\u001b]0;pwned\u0007${secret} ${token}</html>`), /^parse: (?!.*hunter2)/],
];

test('each fault is one gap with its sentence; what is well stays well', { timeout: 120_000 }, async () => {
  const at = (url: string): string => `region: us-east-1, settle: 0s, endpoint: "${url}"`;
  const healthy = await startServer(null);
  const expired = await startServer(null);
  expired.credentials = new Map([[keyId, { secret, sessionToken: token, expired: true }]]);
  const cases: FaultCase[] = [
    { id: 'healthy', source: at(healthy.url), read: cpu, says: '42' },
    { id: 'alarm', source: at(healthy.url), read: '{ alarm: api-5xx }', says: 'OK' },
    { id: 'no-alarm', source: at(healthy.url), read: '{ alarm: api-6xx }', says: /^not_found: .*api-6xx/ },
    {
      id: 'no-metric',
      source: at(healthy.url),
      read: cpu.replace('CPU', 'CPV'),
      says: /^(?:empty|not_found): /,
    },
    {
      id: 'expired',
      source: at(expired.url),
      read: cpu,
      says: /^auth: AWS credentials have expired: run "aws sso login"/,
    },
    { id: 'refuses', source: at(`http://127.0.0.1:${await freePort()}`), read: cpu, says: /^refused: / },
  ];
  for (const [id, fault, says] of faults) {
    const server = await startServer(fault);
    cases.push({ id, source: at(server.url), read: cpu, says, ...(id === 'hangs' ? { timeout: '1s' } : {}) });
  }
  const env = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
  const board = await boardOf({ kind: 'cloudwatch', cases, env, secrets: [secret, token] });
  expect(saidOf(board)).toEqual(expectedOf(cases));
  expectSentences(board);
});

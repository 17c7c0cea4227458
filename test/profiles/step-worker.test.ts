// The step worker's profiles, as they ship: its alert list, the triggers and the steps of its roll-back, and a drill without commands.

import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { askedElsewhere, loadShipped, rehearse, shippedPlaces } from '../support/shipped-profiles.ts';

const production = {
  STEP_WORKER_URL: 'https://steps.example.com',
  STEP_WORKER_REDIS_URL: 'rediss://default:hunter22@redis.example:6379',
  STEP_WORKER_QUEUE_TLS_URL: 'tls://redis.example:6379',
  STEP_WORKER_DATABASE_URL: 'postgres://watch:hunter33@db.example/steps?sslmode=verify-full',
  STEP_WORKER_STAGING_URL: 'https://staging.example.com',
  STEP_WORKER_GRAFANA_DASHBOARD_URL: 'https://grafana.example.com/api/dashboards/uid/steps',
  STEP_WORKER_GRAFANA_TOKEN: 'hunter44',
  STEP_WORKER_REPO: '/opt/steps',
  STEP_WORKER_VERSION: '1.4.0',
  STEP_WORKER_PREVIOUS_VERSION: '1.3.2',
};

/** All of it as one text. */
function written(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}

test('its alert list', async () => {
  const { plan } = await loadShipped('step-worker/production', production);
  expect(plan.incidents.map(({ title, when }) => `${title} | ${when?.text ?? 'told by a person'}`)).toEqual([
    'Worker down alert (< 1 min) | worker-up == false for 3 samples',
    'Queue depth > 1000 jobs | queue-depth > 1000',
    'Error rate > 5% | error-rate > 5%',
    'Memory usage > 80% | memory-used > 80%',
    'Database connection failures | database == false for 2 samples or check-database == "fail" for 2 samples',
    'Redis connection failures | redis-role absent for 30s or check-redis == "fail" for 2 samples',
    'Processing rate drop > 50% | drop(processing-rate, 5m) > 50%',
    'Critical functionality broken | told by a person',
    'Security vulnerability discovered | told by a person',
    'Data corruption detected | told by a person',
  ]);
});

test('the seven steps of its roll-back, and commands that can be copied as they stand', async () => {
  const { plan } = await loadShipped('step-worker/production', production);
  expect(plan.hints[0]?.steps.map(({ text, run }) => (run === null ? text : `${text}: ${run}`))).toEqual([
    'Notify team via Slack',
    'Stop new deployments',
    'Execute rollback script: railway rollback --service worker',
    'Verify previous version running (1.3.2): curl -s ${STEP_WORKER_URL:-https://worker.example.com}/health',
    'Run smoke tests',
    'Monitor for 30 minutes',
    'Post-mortem scheduled',
  ]);
  const commands = [...plan.hints, ...plan.incidents].flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );
  // A shell has the variables of a source as well.
  expect(commands.filter((command) => /\*\*\*|(?<!\$)\{/.test(command))).toEqual([]);
});

test('performance targets are those of the checklist', async () => {
  const { plan } = await loadShipped('step-worker/production', production);
  const target = (wanted: string): string | undefined =>
    plan.metrics.find(({ id }) => id === wanted)?.target?.text;
  expect(['job-overhead', 'queue-latency', 'error-rate', 'availability'].map(target)).toEqual([
    '< 100ms',
    '< 500ms',
    '< 1%',
    '> 99.9%',
  ]);
});

test('no reading of the environment’s variables gives a secret away', async () => {
  const { plan, sources } = await loadShipped('step-worker/production', production);
  const variables = sources.find(({ id }) => id === 'variables');
  expect(variables?.options).toMatchObject({
    command: ['railway', 'variables', '--kv', '--service', 'worker', '--environment', 'production'],
  });
  // What is read with `line` becomes a text on the wall; with `count` only how many lines fit.
  const told = (variables?.reads ?? []).flatMap(({ metric, read }) =>
    JSON.stringify(read).includes('"line"') ? metric : [],
  );
  expect(told).toEqual([
    'env-node-env',
    'env-queue-driver',
    'env-concurrency',
    'env-step-timeout',
    'env-log-level',
    'env-health-port',
    'env-retries',
    'env-backoff',
  ]);
  expect(written(plan)).not.toMatch(/hunter/);
});

test('step-worker/staging has variables of its own', async () => {
  const staging = {
    STEP_WORKER_STAGING_URL: 'https://staging.example.com',
    STEP_WORKER_STAGING_REDIS_URL: 'rediss://redis.staging.example:6379',
    STEP_WORKER_STAGING_QUEUE_TLS_URL: 'tls://redis.staging.example:6379',
    STEP_WORKER_STAGING_DATABASE_URL: 'postgres://reader@db.staging.example/steps',
    STEP_WORKER_VERSION: '1.4.0',
  };
  const { plan, sources } = await loadShipped('step-worker/staging', staging);
  expect(plan.environment).toBe('staging');
  expect(JSON.stringify(sources)).not.toContain('worker.example.com');
  expect((await loadProfile('step-worker/staging', { ...shippedPlaces, env: production })).ok).toBe(false);
});

test('the drill has production’s rules, asks only its own services, and runs no command', async () => {
  const { rehearsal, env } = await rehearse('step-worker');
  // A certificate is asked of an https address, and the drill's worker has none: the steps show where it is.
  const real = await loadShipped('step-worker/production', {
    ...production,
    ...env,
    STEP_WORKER_URL: 'https://w',
  });
  const withoutAddress = (value: unknown): string =>
    written(value).replaceAll(env['STEP_WORKER_URL'] ?? '', 'https://w');
  for (const part of ['hints', 'incidents', 'gate'] as const)
    expect(withoutAddress(rehearsal.plan[part])).toBe(withoutAddress(real.plan[part]));
  expect(rehearsal.plan.phases.map(({ id, items }) => ({ id, items }))).toEqual(
    real.plan.phases.map(({ id, items }) => ({ id, items })),
  );
  const rules = (profile: Profile): unknown =>
    profile.plan.metrics.map(({ id, target, alert, unit }) => [id, target, alert, unit]);
  expect(rules(rehearsal)).toEqual(rules(real));
  expect(askedElsewhere(rehearsal)).toEqual([]);
  expect(rehearsal.sources.map(({ kind }) => kind)).not.toContain('exec');
});

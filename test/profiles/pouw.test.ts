// PoUW's profiles, as they ship: they say what the checklist says, and its queries mean to PostgreSQL what the profile says they do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { sqlSource } from '../../src/sources/sql/kind.ts';
import { openSource, told } from '../support/poll-source.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { expectRehearsed, loadShipped, rehearse, shippedPlaces } from '../support/shipped-profiles.ts';

const production = {
  POUW_WATCH_DATABASE_URL: 'postgres://the-reader@127.0.0.1:1/pouw',
  POUW_PROMETHEUS_URL: 'http://127.0.0.1:2',
  POUW_GRAFANA_URL: 'http://127.0.0.1:3',
  POUW_GRAFANA_TOKEN: 'a-token-of-the-test',
  POUW_GRAFANA_DASHBOARD: 'pouw-overview',
  POUW_SONAR_PROJECT: 'acme_pouw',
  POUW_SONAR_TOKEN: 'another-token-of-the-test',
  POUW_VERSION: '1.4.0',
  POUW_MIGRATION: '20260115093000',
  POUW_ROLLBACK_COMMAND: './deploy.sh pouw 1.3.0',
};

describe('pouw/production', () => {
  test('has the six alerts of the checklist, with their severity', async () => {
    const { plan } = await loadShipped('pouw/production', production);
    expect(
      plan.incidents.map(({ refs, class: label, title, when, respondText }) =>
        [refs.join(), label, title, when?.text, respondText].join(' | '),
      ),
    ).toEqual([
      'pouw-050 | P1 | Very high rejection rate | rejection-rate > 50% for 5m | at once (Critical)',
      'pouw-053 | P1 | Service unhealthy | health == false for 2 samples | at once (Critical)',
      'pouw-054 | P1 | Database connection lost | database-errors > 0/min for 2 samples or database == false for 2 samples | at once (Critical)',
      'pouw-049 | P3 | High rejection rate | rejection-rate > 10% for 5m | in working hours (Warning)',
      'pouw-051 | P3 | Rate limit storm | denials > 100/min | in working hours (Warning)',
      'pouw-052 | P3 | Signature verification slow | signature-p99 > 100ms | in working hours (Warning)',
    ]);
  });

  test('has the checklist’s sections in their order, and the roll-back’s command', async () => {
    const { plan } = await loadShipped('pouw/production', production);
    expect(plan.phases.map(({ title, items }) => `${title} ${items.length}`)).toEqual([
      'Infrastructure Requirements: Hardware 4',
      'Infrastructure Requirements: Software 4',
      'Security Configuration: TLS/SSL 4',
      'Security Configuration: Authentication 3',
      'Security Configuration: Rate Limiting 4',
      'Security Configuration: Secrets 3',
      'Application Configuration: Environment Variables 8',
      'Application Configuration: Feature Flags 3',
      'Database Setup: Migrations 9',
      'Database Setup: Backup 3',
      'Monitoring Setup: Prometheus Metrics 3',
      'Monitoring Setup: Dashboards 5',
      'Load Testing: Pre-deployment Tests 4',
      'Load Testing: Performance Baselines 5',
      'Deployment: Pre-deployment 5',
      'Deployment: Deployment Steps 7',
      'Deployment: Rollback Plan 3',
      'Post-deployment: Verification 5',
      'Post-deployment: Communication 3',
      'Operational Procedures: On-call 3',
      'Operational Procedures: Runbook References 3',
    ]);
    const offsets = plan.phases.map(({ offset }) => offset ?? Number.NaN);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(plan.hints.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))).toEqual([
      './deploy.sh pouw 1.3.0',
      'curl ${POUW_API_URL:-https://pouw.yourdomain.com}/health',
    ]);
  });
});

test('pouw/staging never looks at what production looks at', async () => {
  const staging = {
    POUW_STAGING_WATCH_DATABASE_URL: 'postgres://the-reader@127.0.0.1:1/pouw',
    POUW_STAGING_ROLLBACK_COMMAND: './deploy.sh',
  };
  const { sources, plan } = await loadShipped('pouw/staging', staging);
  expect(plan.environment).toBe('staging');
  expect(JSON.stringify(sources)).not.toMatch(/pouw\.(?:yourdomain|internal)/);
  expect((await loadProfile('pouw/staging', { ...shippedPlaces, env: production })).ok).toBe(false);
});

test('pouw/drill differs from production only in where it looks', async () => {
  const { rehearsal, env } = await rehearse('pouw');
  const real = await loadShipped('pouw/production', { ...production, ...env });
  expectRehearsed(rehearsal, real);
});

describeWithPostgres('its queries, by a real PostgreSQL', () => {
  const schema = `
create table _sqlx_migrations (version bigint primary key, success boolean not null);
create table challenges (id int, task_id text, expires_at timestamptz);
create table receipts (client_did text, submitted_at timestamptz);
create table rewards (epoch int);
create table nonces (nonce text, day date);`;
  const ready = `
insert into _sqlx_migrations values (20251201000000, true), (20260115093000, true);
create index on challenges (task_id); create index on challenges (expires_at);
create index on receipts (client_did); create index on receipts (submitted_at, client_did);
create index on rewards (epoch); create unique index on nonces (nonce);`;
  /** What would pass by a glance and is not what the checklist asks for. */
  const near = `
insert into _sqlx_migrations values (20251201000000, true), (20260115093000, false);
create index on challenges (id, task_id); create index on receipts (submitted_at, client_did);
create index on nonces (nonce); create unique index on nonces (nonce, day); create unique index on nonces (nonce) where day is null;`;
  const none = {
    'index-task': '0',
    'index-expiry': '0',
    'index-client': '0',
    'index-submitted': '0',
    'index-epoch': '0',
    'index-nonce': '0',
  };

  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
  }, 120_000);
  afterAll(async () => {
    for (const end of cleanups) await end();
  });

  test.each([
    [
      'all there',
      schema + ready,
      { 'migrations-open': '0', ...Object.fromEntries(Object.keys(none).map((id) => [id, '1'])) },
    ],
    ['nearly there', schema + near, { 'migrations-open': '2', ...none, 'index-submitted': '1' }],
    ['an empty schema', schema, { 'migrations-open': '1', ...none }],
    ['no schema at all', '', { 'migrations-open': 'gap:not_found', ...none }],
  ])('%s', async (name, statements, expected) => {
    const database = name.replaceAll(' ', '_');
    await server.sql(`create database ${database}`);
    if (statements !== '') await server.sql(statements, database);
    const { sources } = await loadShipped('pouw/production', production);
    const setup = sources.find(({ id }) => id === 'db');
    const reads = Object.fromEntries((setup?.reads ?? []).map(({ metric, read }) => [metric, read]));
    const url = server.url(undefined, undefined, database);
    const source = await openSource(sqlSource, { url }, reads, { timeout: 20_000 });
    const result = told(await source.look());
    expect(result).toMatchObject({ ...expected, database: 'true', 'backup-age': 'gap:empty' });
    expect(Number(result['postgres'])).toBeGreaterThanOrEqual(12);
  });
});

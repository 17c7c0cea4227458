// SGE's profiles, as they ship: they load, and they say what the checklist says.

import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { expectRehearsed, loadShipped, rehearse, shippedPlaces } from '../support/shipped-profiles.ts';

const address = '0x5afe000000000000000000000000000000000001';
const shared = {
  SGE_REDIS_URL: 'redis://127.0.0.1:1',
  SGE_RPC_URL: 'http://127.0.0.1:2',
  SGE_BACKUP_RPC_URL: 'http://127.0.0.1:3',
  SGE_RELAYER_ADDRESS: address,
};
const staging = Object.fromEntries(
  Object.entries(shared).map(([name, value]) => [name.replace('SGE_', 'SGE_STAGING_'), value]),
);
const production = {
  ...shared,
  SGE_TREASURY_ADDRESS: address,
  SGE_DATABASE_URL: 'postgres://the-reader@127.0.0.1:4/sge',
  SGE_LOAD_BALANCER: 'app/sge/1',
  SGE_TARGET_GROUP: 'targetgroup/sge/1',
  SGE_API_TARGET: 'lb.sge.example',
  SGE_APP_TARGET: 'lb.sge.example',
  SGE_PROMETHEUS_URL: 'http://127.0.0.1:5',
  SGE_GRAFANA_URL: 'http://127.0.0.1:6',
  SGE_PAGERDUTY_TOKEN: 'a-token-of-the-test',
  SGE_PAGERDUTY_POLICY: 'PTEST1',
  SGE_BACKUP_SINCE: '2026-12-01',
};

describe('sge/production', () => {
  test.each([
    ['api-uptime', '> 99.9%', '< 99.5%', 'sge-065'],
    ['intent-success', '> 95%', '< 90%', 'sge-066'],
    ['settlement-latency', '< 5s', '> 10s', 'sge-067'],
    ['relayer-balance', '0.2..0.5 ETH', '< 0.1 ETH', 'sge-068'],
    ['queue-depth', '< 100', '> 500', 'sge-069'],
    ['ledger-balance', '== 0', '!= 0', 'sge-070'],
  ])('%s has the target and the alert of the checklist', async (id, target, alert, ref) => {
    const { plan } = await loadShipped('sge/production', production);
    const metric = plan.metrics.find((one) => one.id === id);
    expect([metric?.target?.text, metric?.alert?.text]).toEqual([target, alert]);
    expect(metric?.refs).toContain(ref);
  });

  test('has every scaling trigger, every incident, and the rollback with its commands', async () => {
    const { plan } = await loadShipped('sge/production', production);
    expect(plan.hints.map(({ kind, when }) => `${kind}: ${when.text}`)).toEqual([
      'scale-up: api-cpu > 70% for 5m',
      'scale-up: queue-depth > 1000 for 10m',
      'scale-up: db-connections > 80%',
      'scale-up: redis-memory > 80%',
      'scale-down: api-cpu < 20% for 1h',
      'scale-down: queue-depth < 10 for 1h',
      'scale-down: api-cpu < 20% for 1h and queue-depth < 10 for 1h',
      'rollback: error-rate > 10% for 3 samples',
    ]);
    expect(plan.hints.at(-1)?.steps.flatMap(({ run }) => run ?? [])).toEqual([
      'systemctl stop sge-workers',
      'kubectl set image deployment/sge-api api=sge-api:v1.2.3',
      'curl ${SGE_API_URL:-https://api.yourdomain.com}/healthz',
      'aws rds restore-db-instance-from-db-snapshot --db-instance-identifier sge-prod-rollback --db-snapshot-identifier manual-snapshot-2025-01-15',
    ]);
    expect(
      plan.incidents.map(
        (one) =>
          `${one.class} ${one.title} | ${one.respondText} | ${one.tell} | ${one.when === null ? 'by hand' : 'read'}`,
      ),
    ).toEqual([
      'P0 Ledger imbalance detected | 15m | Public status page + Twitter/email | read',
      'P0 Relayer compromised | 15m | Public status page + Twitter/email | by hand',
      'P0 Smart contract exploit | 15m | Public status page + Twitter/email | by hand',
      'P1 API down | 1h | Status page update | read',
      'P1 Database unreachable | 1h | Status page update | read',
      'P1 RPC provider down | 1h | Status page update | read',
      'P2 Stuck intents > 100 | 4h | Internal only | read',
      'P2 High error rate (> 5%) | 4h | Internal only | read',
      'P3 Slow queries | Next business day | None | by hand',
      'P3 High gas costs | Next business day | None | by hand',
    ]);
  });

  test('has the phases of the checklist, its sections under their own names', async () => {
    const { plan } = await loadShipped('sge/production', production);
    expect(
      plan.phases.map(({ id, title, offset, items }) => [id, title, (offset ?? 0) / 3_600_000, items.length]),
    ).toEqual([
      ['T-7d', 'Security Review', -168, 9],
      ['infrastructure-validation', 'Infrastructure Validation', -168, 9],
      ['application-testing', 'Application Testing', -168, 8],
      ['compliance-and-legal', 'Compliance & Legal', -168, 6],
      ['resources', 'Resources', -168, 4],
      ['T-1h', 'T-1 Hour', -1, 5],
      ['T-0', 'T-0 (Launch)', 0, 5],
      ['T+1h', 'T+1 Hour', 1, 4],
      ['T+4h', 'T+4 Hours', 4, 4],
      ['T+24h', 'T+24 Hours', 24, 4],
      ['T+2d', 'First week, daily tasks', 48, 5],
      ['T+7d', 'First week, weekly tasks', 168, 5],
      ['T+30d', 'Monthly Tasks', 720, 5],
      ['T+90d', 'Quarterly Tasks', 2_160, 5],
      ['T+365d', 'Yearly Tasks', 8_760, 4],
    ]);
  });
});

test('sge/staging loads, and never looks at what production looks at', async () => {
  const { sources, plan } = await loadShipped('sge/staging', staging);
  expect(plan.environment).toBe('staging');
  expect(JSON.stringify(sources)).not.toContain('api.yourdomain.com');
  const missing = await loadProfile('sge/staging', { ...shippedPlaces, env: shared });
  expect(missing.ok).toBe(false);
});

test('sge/drill loads with the variables of its drill, and differs from production only in where it looks', async () => {
  const { rehearsal, env } = await rehearse('sge');
  const real = await loadShipped('sge/production', { ...production, ...env });
  expect(rehearsal.plan.environment).toBe('drill');
  expectRehearsed(rehearsal, real);
});

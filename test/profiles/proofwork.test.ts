// Proofwork's profiles, as they ship: what the checklist asks to be watched, and commands that can be copied as they stand.

import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { askedElsewhere, loadShipped, rehearse, shippedPlaces } from '../support/shipped-profiles.ts';

const production = {
  PROOFWORK_NAME: 'pw-live',
  PROOFWORK_API_URL: 'https://api.example.com',
  PROOFWORK_BUCKET_STAGING_URL: 'https://one.s3.eu-west-1.amazonaws.com/',
  PROOFWORK_BUCKET_CLEAN_URL: 'https://two.s3.eu-west-1.amazonaws.com/',
  PROOFWORK_BUCKET_QUARANTINE_URL: 'https://three.s3.eu-west-1.amazonaws.com/',
  PROOFWORK_PREVIOUS_IMAGE: 'registry.example/pw:1.7.2',
  PROOFWORK_PREVIOUS_GATEWAY_IMAGE: 'registry.example/gateway:1.7.2',
  PROOFWORK_TERRAFORM_DIR: '/opt/infra',
  AWS_REGION: 'eu-west-1',
};

test('API, gateway and five workers, their tasks, four backlogs and the alarms are watched', async () => {
  const { plan } = await loadShipped('proofwork/production', production);
  const inGroup = (wanted: string): readonly string[] =>
    plan.metrics.filter(({ group }) => group === wanted).map(({ id }) => id);
  const services = ['api', 'gateway', 'outbox', 'verification', 'payout', 'scanner', 'retention'];
  expect(inGroup('Health')).toEqual(services.map((service) => `${service}-up`));
  expect(inGroup('Tasks')).toEqual(services.map((service) => `${service}-tasks`));
  expect(inGroup('Backlogs').slice(0, 4)).toEqual(['verifier-age', 'outbox-age', 'scan-age', 'stale-jobs']);
  expect(inGroup('Alarms')).toHaveLength(8);
});

test('every safety lever is a step, and every command can be copied as it stands', async () => {
  const { plan } = await loadShipped('proofwork/production', production);
  const steps = plan.hints.flatMap((hint) => hint.steps);
  const said = steps.map(({ text }) => text).join('\n');
  for (const lever of [
    'ENABLE_TASK_DESCRIPTOR',
    'UNIVERSAL_WORKER_PAUSE',
    'UNIVERSAL_WORKER_CANARY_PERCENT',
    'MAX_VERIFIER_BACKLOG_AGE_SEC',
    'MAX_OUTBOX_PENDING_AGE_SEC',
    'MAX_ARTIFACT_SCAN_BACKLOG_AGE_SEC',
    'MIN_PAYOUT_CENTS',
    'MAX_PROOFWORK_FEE_BPS',
  ])
    expect(said).toContain(lever);
  const commands = steps.flatMap(({ run }) => run ?? []);
  expect(commands.filter((command) => /\*\*\*|(?<!\$)\{/.test(command))).toEqual([]);
  expect(commands[0]).toBe(
    'terraform -chdir=${PROOFWORK_TERRAFORM_DIR:-/srv/proofwork/infra/terraform} apply -var-file=production.tfvars -var image_uri=registry.example/pw:1.7.2 -var verifier_gateway_image_uri=registry.example/gateway:1.7.2',
  );
});

test('proofwork/staging looks at nothing of production', async () => {
  const env = Object.fromEntries(
    Object.entries(production).map(([name, value]) => [
      name.replace('PROOFWORK_', 'PROOFWORK_STAGING_'),
      value,
    ]),
  );
  const { plan, sources } = await loadShipped('proofwork/staging', env);
  expect(plan.environment).toBe('staging');
  expect(JSON.stringify(sources)).not.toMatch(/proofwork-prod|production/);
  expect((await loadProfile('proofwork/staging', { ...shippedPlaces, env: production })).ok).toBe(false);
});

test('the drill has production’s rules, and asks only its own services', async () => {
  const { rehearsal, env } = await rehearse('proofwork');
  const real = await loadShipped('proofwork/production', { ...production, ...env });
  // Which variables stand in a source, and so are told by their names, is a matter of the sources: the drill has its own.
  const told = (part: unknown): string =>
    JSON.stringify(part, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ).replaceAll(/\$\{\w+:-([^{}]*)\}/g, '$1');
  for (const part of ['hints', 'phases', 'gate'] as const)
    expect(told(rehearsal.plan[part])).toBe(told(real.plan[part]));
  const rules = (profile: Profile): unknown =>
    profile.plan.metrics.map(({ id, target, alert }) => [id, target, alert]);
  expect(rules(rehearsal)).toEqual(rules(real));
  expect(askedElsewhere(rehearsal)).toEqual([]);
});

// The profiles that ship and the schema that lies beside them, with the real kinds of source.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { profileFiles } from '../../src/profile/read/find.ts';
import { profileJsonSchema } from '../../src/profile/schema/json-schema.ts';
import { listProfiles } from '../../src/profile/list.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { shippedPlaces } from '../support/shipped-profiles.ts';
import { told } from '../profile/support/folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something fitting for each variable that the shipped files ask for. */
async function environment(): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const { path } of await profileFiles(shippedPlaces))
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g))
      env[name] = name.includes('REDIS')
        ? 'redis://:hunter22@redis.example:6379'
        : name.includes('DATABASE')
          ? 'postgres://watch:hunter22@database.example/service'
          : name.includes('ADDRESS')
            ? `0x${'a'.repeat(40)}`
            : 'https://service.example';
  return env;
}

test('every profile that ships loads without a warning', async () => {
  const options = { ...shippedPlaces, env: await environment() };
  const listed = await listProfiles(options);
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['sge/production', 'sge/staging']));
  for (const { name } of listed) {
    const result = await loadProfile(name, options);
    expect([name, result.ok, told(result)]).toEqual([name, true, []]);
  }
}, 60_000);

test('the uptime over 30 days that sge asks of its server is one of 30 days', async () => {
  const result = await loadProfile('sge/production', { ...shippedPlaces, env: await environment() });
  const sources = result.ok ? result.profile.plan.sources : [];
  expect(sources.find(({ id }) => id === 'prometheus')?.covers).toEqual({ 'uptime-30d': 30 * 86_400_000 });
});

test('without its environment each says which variables it lacks, all of them at once', async () => {
  const result = await loadProfile('sge/production', { ...shippedPlaces, env: {} });
  expect(told(result).map((line) => /variable (\w+) is not set/.exec(line)?.[1])).toEqual([
    'SGE_TREASURY_ADDRESS',
    'SGE_LOAD_BALANCER',
    'SGE_TARGET_GROUP',
    'SGE_BACKUP_SINCE',
    'SGE_DATABASE_URL',
    'SGE_GRAFANA_URL',
    'SGE_PROMETHEUS_URL',
    'SGE_PAGERDUTY_POLICY',
    'SGE_PAGERDUTY_TOKEN',
    'SGE_API_TARGET',
    'SGE_APP_TARGET',
    'SGE_REDIS_URL',
    'SGE_RPC_URL',
    'SGE_BACKUP_RPC_URL',
    'SGE_RELAYER_ADDRESS',
  ]);
});

test('the schema for editors is that of the code: npm run schema writes it anew', () => {
  expect(readFileSync(`${root}schema/profile.schema.json`, 'utf8')).toBe(profileJsonSchema());
});

// Freeside's drill: staging's own rules, nobody asked but the embedded services, no command run, and every reading served.
import { expect, onTestFinished, test } from 'vitest';
import { startDrill, type Drill } from '../../src/drill/drill.ts';
import { systemClock } from '../../src/engine/clocks.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { told } from '../support/poll-source.ts';

const shippedDir = new URL('../../profiles', import.meta.url).pathname;
const places = { cwd: '/nonexistent', configDir: '/nonexistent', shippedDir };
const clock = systemClock();

async function rehearsal(): Promise<{ drill: Drill; profile: Profile }> {
  const drill = await startDrill({ scenario: 'freeside', seed: null, clock, shippedDir });
  onTestFinished(() => drill.close());
  return { drill, profile: await load(drill.profile, drill.env) };
}

async function load(name: string, env: Readonly<Record<string, string>>): Promise<Profile> {
  const result = await loadProfile(name, { ...places, env });
  if (!result.ok)
    throw new Error(result.diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  expect(result.profile.warnings).toEqual([]);
  return result.profile;
}

test('differs from staging only in where it looks', async () => {
  const { drill, profile } = await rehearsal();
  const { plan } = await load('freeside/staging', drill.env);
  for (const part of ['hints', 'incidents', 'phases', 'gate'] as const)
    expect(profile.plan[part]).toEqual(plan[part]);
  expect(profile.plan.metrics).toEqual(plan.metrics);
  expect(profile.commands).toEqual([]);
  const asked = profile.sources.map(({ options }) => JSON.stringify(options));
  expect(asked.filter((text) => !text.includes('127.0.0.1:'))).toEqual([]);
});

test('every reading is served', async () => {
  const { profile } = await rehearsal();
  const looks = await Promise.all(
    profile.sources.map(async ({ id, kind, ...setup }) => {
      const source = await sourceKinds.get(kind)?.create({ id, clock, ...setup });
      if (!source) throw new Error(kind);
      onTestFinished(() => source.close());
      return told(await source.poll(AbortSignal.timeout(20_000)));
    }),
  );
  const said: Record<string, string> = Object.assign({}, ...looks);
  expect(Object.keys(said).toSorted()).toEqual(profile.plan.metrics.map(({ id }) => id).toSorted());
  expect(Object.entries(said).filter(([, value]) => value.startsWith('gap:'))).toEqual([]);
});

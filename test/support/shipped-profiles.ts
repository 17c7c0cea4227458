// The profiles that ship, as a test holds them to their checklists: loaded from the checkout and from nowhere else, and without a warning.
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { Clock } from '../../src/domain/clock.ts';
import { startDrill } from '../../src/drill/drill.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import type { MetricPlan } from '../../src/rules/plan.ts';
import { handClock } from './hand-clock.ts';

export const shippedDir = fileURLToPath(new URL('../../profiles', import.meta.url));
export const shippedPlaces = { cwd: '/nonexistent', configDir: '/nonexistent', shippedDir };

type Environment = Readonly<Record<string, string>>;

/** The profile with these variables and no others; `stand-in` puts something fitting in the place of what is missing, which is a warning each. */
export async function loadShipped(
  name: string,
  env: Environment,
  missingEnvironment: 'error' | 'stand-in' = 'error',
): Promise<Profile> {
  const result = await loadProfile(name, { ...shippedPlaces, env, missingEnvironment });
  if (!result.ok)
    throw new Error(result.diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  if (missingEnvironment === 'error') expect(result.profile.warnings).toEqual([]);
  return result.profile;
}

/** The drill of this scenario, which ends with the running test: its profile, and the variables that lead to its services. */
export async function rehearse(
  scenario: string,
  clock: Clock = handClock(0),
): Promise<{ readonly rehearsal: Profile; readonly env: Environment }> {
  const drill = await startDrill({ scenario, seed: null, clock, shippedDir });
  onTestFinished(() => drill.close());
  return { rehearsal: await loadShipped(drill.profile, drill.env), env: drill.env };
}

/** What the profile's sources ask that is none of the drill's own services. */
export function askedElsewhere({ sources }: Profile): readonly string[] {
  return sources.map(({ options }) => JSON.stringify(options)).filter((text) => !text.includes('127.0.0.1:'));
}

/** What follows from the kind of its source, which a stand-in may not have, left out. */
function asReadAnywhere(metric: MetricPlan): MetricPlan {
  return { ...metric, neverNegative: false, readWindow: null };
}

/**
 * That a drill has the profile's rules and asks nobody but its own services. Its stand-ins give their numbers in the metric's own
 * unit.
 */
export function expectRehearsed(rehearsal: Profile, real: Profile): void {
  for (const part of ['hints', 'incidents', 'phases', 'gate'] as const)
    expect(rehearsal.plan[part]).toEqual(real.plan[part]);
  const metrics = ({ plan }: Profile) =>
    plan.metrics.map((metric) => ({ ...asReadAnywhere(metric), scale: null }));
  expect(metrics(rehearsal)).toEqual(metrics(real));
  expect(askedElsewhere(rehearsal)).toEqual([]);
}

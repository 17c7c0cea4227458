// The plan for a tick or a signature. Nothing is polled, so what the environment lacks is stood in for; but nothing may be
// said of an item, or of a launch, whose name depends on it: it would be said of something else.

import type { LaunchwallError } from '../../domain/errors.ts';
import { createRedactor } from '../../domain/redact.ts';
import { loadProfile } from '../../profile/load.ts';
import type { Diagnostic } from '../../profile/read/findings.ts';
import { mayBeStandIn, standInInstant } from '../../profile/stand-ins.ts';
import type { LineSite } from '../../rules/sites.ts';
import type { Plan } from '../../rules/plan.ts';
import type { Context } from '../context.ts';
import { loadOptions, profileError } from '../profile-input.ts';

export interface MarkedPlan {
  readonly plan: Plan;
  /** The profile's own. */
  readonly files: readonly string[];
  redact(text: string): string;
  /** What the environment does not give here. */
  readonly warnings: readonly Diagnostic[];
  /** @throws LaunchwallError `profile` when this rests on something that the environment does not give here. */
  check(target: LineSite): void;
}

export async function loadMarkedPlan(name: string, context: Context): Promise<MarkedPlan> {
  const strict = await loadProfile(name, loadOptions(context));
  if (strict.ok)
    return {
      plan: strict.profile.plan,
      files: strict.profile.files,
      redact: createRedactor(strict.profile.secrets),
      warnings: [],
      check: () => undefined,
    };
  const problem = profileError(name, strict.diagnostics);
  const loose = await loadProfile(name, { ...loadOptions(context), missingEnvironment: 'stand-in' });
  if (!loose.ok) throw problem;
  const { plan, files, secrets, warnings } = loose.profile;
  const redact = createRedactor(secrets);
  return { plan, files, redact, warnings, check: (target) => checkNames(plan, target, problem) };
}

function checkNames({ name, launch }: Plan, { item }: LineSite, problem: LaunchwallError): void {
  const texts = [name, item.id, item.text, launch.version ?? ''];
  if (launch.t0 === standInInstant || texts.some(mayBeStandIn)) throw problem;
}

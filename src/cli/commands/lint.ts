// `launchwall lint PROFILE…`: everything that is wrong or doubtful with these profiles, each with its place.

import { loadProfile } from '../../profile/load.ts';
import type { Diagnostic } from '../../profile/profile.ts';
import { result, say, type Context } from '../context.ts';
import { diagnosticLine, loadOptions } from '../profile-input.ts';

export interface LintArguments {
  readonly json?: boolean;
}

export async function lint(
  profiles: readonly string[],
  options: LintArguments,
  context: Context,
): Promise<number> {
  const diagnostics: Diagnostic[] = [];
  for (const name of profiles) {
    const loaded = await loadProfile(name, loadOptions(context));
    diagnostics.push(...(loaded.ok ? loaded.profile.warnings : loaded.diagnostics));
  }
  const unique = [...new Map(diagnostics.map((found) => [diagnosticLine(found), found])).values()];
  const errors = unique.filter(({ severity }) => severity === 'error').length;
  if (options.json === true) result(context, JSON.stringify({ diagnostics: unique }, null, 2));
  else for (const found of unique) result(context, diagnosticLine(found));
  const warnings = unique.length - errors;
  if (options.json !== true)
    say(context, `${profiles.length} checked: ${errors} errors, ${warnings} warnings`);
  return errors === 0 ? 0 : 1;
}

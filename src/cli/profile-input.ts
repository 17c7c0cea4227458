// From the PROFILE of a command line to a loaded profile, or to an error that lists everything that is wrong with it.

import { LaunchwallError } from '../domain/errors.ts';
import { countedInWords } from '../domain/plural.ts';
import { loadProfile, type LoadOptions } from '../profile/load.ts';
import type { Diagnostic } from '../profile/read/findings.ts';
import type { Profile } from '../profile/profile.ts';
import type { Context } from './context.ts';

/** What wins over the environment: a drill's services, and nothing in the place of what is kept back. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @param only the variables that a profile may have; all of them where it is left out. */
export function environmentOf(
  {
    env = {},
    only,
  }: { readonly env?: Environment | undefined; readonly only?: readonly string[] | undefined },
  context: Context,
): Environment {
  if (only === undefined) return env;
  const others = Object.keys(context.env).filter((name) => !only.includes(name));
  return { ...Object.fromEntries(others.map((name) => [name, undefined])), ...env };
}

export function loadOptions(context: Context, env: Environment = {}): LoadOptions {
  return {
    cwd: context.cwd,
    configDir: context.configDir,
    shippedDir: context.shippedDir,
    env: { ...context.env, ...env },
    ...(context.secrets && { onSecrets: (secrets) => context.secrets?.add(secrets) }),
  };
}

/** @throws LaunchwallError `profile` with every diagnostic in its details. */
export async function requireProfile(
  name: string,
  context: Context,
  env: Environment = {},
): Promise<Profile> {
  const loaded = await loadProfile(name, loadOptions(context, env));
  if (loaded.ok) return loaded.profile;
  throw profileError(name, loaded.diagnostics);
}

export function profileError(name: string, diagnostics: readonly Diagnostic[]): LaunchwallError {
  const [only] = diagnostics;
  if (only?.whole && diagnostics.length === 1) return new LaunchwallError('profile', only.message);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const count = countedInWords(errors, 'error');
  return new LaunchwallError('profile', `the profile ${name} cannot be watched: ${count}`, {
    details: diagnostics.map(diagnosticLine),
  });
}

/** `profiles/sge.yaml:12:8: error: metrics.queue-depth.alert: …`, as compilers write it and editors read it. */
export function diagnosticLine({ file, line, column, whole, severity, path, message }: Diagnostic): string {
  const where = path === '' ? '' : `${path}: `;
  const place = whole ? file : `${file}:${line}:${column}`;
  return `${place}: ${severity}: ${where}${message}`;
}

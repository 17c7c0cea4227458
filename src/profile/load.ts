// From a name or a path to a profile, or to everything that is wrong with it.

import type { Instant } from '../domain/clock.ts';
import { sourceKinds } from '../sources/registry.ts';
import { typedVariables } from './read/coerce.ts';
import { compile } from './plan/compile.ts';
import { checkProfile } from './check/check.ts';
import { commandsOf, passedOn } from './plan/commands.ts';
import { secretsOf } from './environment/credentials.ts';
import { digestOf } from './digest.ts';
import { readMerged } from './extends.ts';
import { Findings } from './read/findings.ts';
import { findProfile, type ProfilePlaces } from './read/find.ts';
import { lintMeaning } from './meaning.ts';
import { warnPlainCredentials } from './check/plain-http.ts';
import type { ProfileResult } from './profile.ts';
import { fitsOnly } from './schema/schema-check.ts';
import { profileSchemaFor, type SourceKinds } from './schema/schema.ts';
import { sendsOf } from './sends.ts';
import { refuseSecrets } from './environment/secret-places.ts';
import { childOf, type MapNode } from './read/tree.ts';
import { reportMissing, substitute, type Environment } from './environment/variables.ts';

export interface LoadOptions extends ProfilePlaces {
  readonly env: Environment;
  /** Wins over the profile's own `launch.at`. */
  readonly t0?: Instant | null;
  /**
   * What becomes of a variable that the environment does not give: an error, or, where a profile is only checked, a value
   * that fits its place, with a warning.
   */
  readonly missingEnvironment?: 'error' | 'stand-in';
  /** Told what must not be printed should somebody repeat it, of a profile that cannot be watched as well. */
  readonly onSecrets?: (secrets: readonly string[]) => void;
  /** The kinds of source there are; the program's own unless a test brings others. */
  readonly kinds?: SourceKinds;
}

/** A result with the files that it depends on: a broken profile is watched for its repair as well. */
export interface LoadedFiles {
  readonly result: ProfileResult;
  readonly files: readonly string[];
  /** What the files held when they were read; null where no file was. */
  readonly content: string | null;
}

/** Loads the profile of this name, or at this path. Never throws for what a file holds. */
export async function loadProfile(nameOrPath: string, options: LoadOptions): Promise<ProfileResult> {
  return (await loadWithFiles(nameOrPath, options)).result;
}

export async function loadWithFiles(nameOrPath: string, options: LoadOptions): Promise<LoadedFiles> {
  const found = await findProfile(nameOrPath, options);
  if (found.ok) return loadFile(found.path, found.name, options);
  const diagnostic = {
    severity: 'error',
    file: nameOrPath,
    line: 1,
    column: 1,
    whole: true,
    path: '',
  } as const;
  return {
    result: { ok: false, diagnostics: [{ ...diagnostic, message: found.problem }] },
    files: [],
    content: null,
  };
}

/** @param name what the profile is called unless it says so itself. */
export async function loadFile(path: string, name: string, options: LoadOptions): Promise<LoadedFiles> {
  const findings = new Findings();
  const { root, files, content } = await readMerged(path, findings);
  const failed = (): LoadedFiles => ({
    result: { ok: false, diagnostics: findings.sorted(files) },
    files,
    content,
  });
  if (root === null) return failed();
  if (isAbstract(root)) {
    const message = 'this profile is abstract: it is checked with each profile that extends it';
    findings.warning(childOf(root, 'abstract')?.place ?? root.place, ['abstract'], message);
    return failed();
  }
  const kinds = options.kinds ?? sourceKinds;
  const env =
    options.missingEnvironment === 'stand-in'
      ? (await import('./stand-ins.ts')).putStandIns({ root, kinds, env: options.env, findings })
      : options.env;
  const merged = substitute(root, env, findings);
  if (options.missingEnvironment !== 'stand-in') reportMissing(merged.missing, findings);
  const { secrecy } = merged;
  const secrets = secretsOf(merged.root, secrecy, env, passedOn(merged.root, kinds));
  options.onSecrets?.(secrets);
  const placed = refuseSecrets(merged.root, secrecy, findings);
  const typed = typedVariables(placed, profileSchemaFor(kinds));
  const found = new Findings(findings.isPartial);
  const { document, facts, rules } = checkProfile({
    typed,
    kinds,
    secrecy,
    findings: found,
    checkedBy: fitsOnly,
  });
  if (findings.hasErrors || found.hasErrors || merged.missing.length > 0 || !document) {
    const { tellTheRest } = await import('./the-rest.ts');
    tellTheRest({ root: placed, kinds, secrecy, findings });
    return failed();
  }
  findings.take(found);
  const compiled = compile({
    document,
    facts,
    rules,
    root: typed.root,
    kinds,
    name: document.profile ?? name,
    digest: digestOf(typed.root),
    t0: options.t0 ?? null,
    secrecy,
  });
  const sends = sendsOf(typed.root, compiled.sources, kinds);
  lintMeaning(compiled.plan, typed.root, findings);
  warnPlainCredentials({ root: typed.root, setups: compiled.sources, sends, secrecy }, findings);
  if (findings.hasErrors) return failed();
  const warnings = findings.sorted(files);
  const commands = commandsOf(typed.root, kinds, compiled.plan.sources);
  const profile = { ...compiled, files, content, commands, sends, secrets, warnings };
  return { result: { ok: true, profile }, files, content };
}

export function isAbstract(root: MapNode): boolean {
  const node = childOf(root, 'abstract');
  return node?.type === 'scalar' && node.value === true;
}

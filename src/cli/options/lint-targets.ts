// What `lint` looks at: profiles by name or path, every profile and scenario below a folder, tests of rules by path.

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exactDuration } from '../../domain/duration.ts';
import { plainText } from '../../domain/text.ts';
import { checkScenarioText } from '../../drill/scenario.ts';
import { readMerged } from '../../profile/extends.ts';
import { readText } from '../../profile/read/files.ts';
import { findProfile, yamlFilesBelow } from '../../profile/read/find.ts';
import { Findings } from '../../profile/read/findings.ts';
import { loadFile } from '../../profile/load.ts';
import type { Diagnostic } from '../../profile/read/findings.ts';
import type { ProfileCommand, Send } from '../../profile/profile.ts';
import { readRuleTests } from '../../profile/rule-tests/read.ts';
import { mayBeStandIn } from '../../profile/stand-ins.ts';
import type { Context } from '../context.ts';
import { diagnosticLine, loadOptions } from '../profile-input.ts';

export interface Linted {
  /** How many files were looked at, without those that are only a part of others. */
  readonly checked: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What the profiles would run once somebody trusts them; each command once for the place where it is written. */
  readonly commands: readonly ProfileCommand[];
  /** What of the environment they would send to other machines. */
  readonly sends: readonly Send[];
}

interface Target {
  readonly path: string;
  readonly name: string;
}

interface LintedFile {
  readonly diagnostics: readonly Diagnostic[];
  readonly commands?: readonly ProfileCommand[];
  readonly sends?: readonly Send[];
  /** What else it is made of. */
  readonly parts: readonly string[];
}

export async function lintTargets(names: readonly string[], context: Context): Promise<Linted> {
  const targets = new Map<string, Target>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const expanded = await targetsOf(name, context);
    diagnostics.push(...expanded.diagnostics);
    for (const target of expanded.targets) targets.set(target.path, target);
  }
  const parts = new Set<string>();
  const linted: { readonly path: string; readonly file: LintedFile }[] = [];
  for (const target of targets.values()) {
    const file = await lintFile(target, context);
    for (const part of file.parts) parts.add(part);
    linted.push({ path: target.path, file });
  }
  for (const { path, file } of linted)
    // An abstract profile is checked with those that extend it; that it is abstract matters where there are none.
    diagnostics.push(...file.diagnostics.filter((found) => !(found.path === 'abstract' && parts.has(path))));
  const unique = new Map(diagnostics.map((found) => [diagnosticLine(found), found]));
  const commands = linted.flatMap(({ file }) => file.commands ?? []);
  const written = new Map(commands.map((command) => [commandLine(command), command]));
  const sends = linted.flatMap(({ file }) => file.sends ?? []);
  return {
    checked: targets.size,
    diagnostics: [...unique.values()],
    commands: [...written.values()],
    sends: [...new Map(sends.map((send) => [sendLine(send), send])).values()],
  };
}

/** In the form of a diagnostic: what a profile hands to whom is to be known before it is watched. */
export function sendLine({ place, source, variable, to }: Send): string {
  const { file, line: row, column } = place;
  const host = mayBeStandIn(to) ? 'wherever its address says' : to;
  return `${file}:${row}:${column}: note: sources.${source}: ${plainText(`sends ${variable} → ${host}`, 1_000)}`;
}

/** In the form of a diagnostic: a note of what is run only once it is trusted. */
export function commandLine({ place, source, line, cwd, every }: ProfileCommand): string {
  const { file, line: row, column } = place;
  const says = `runs ${line} in ${cwd} every ${exactDuration(every)}, once \`launchwall trust\` has agreed to it`;
  return `${file}:${row}:${column}: note: sources.${source}: ${plainText(says, 1_000)}`;
}

async function targetsOf(
  name: string,
  context: Context,
): Promise<{ readonly targets: readonly Target[]; readonly diagnostics: readonly Diagnostic[] }> {
  const found = await findProfile(name, loadOptions(context));
  if (found.ok) return { targets: [found], diagnostics: [] };
  const folder = resolve(context.cwd, name);
  if (!(await isFolder(folder))) return { targets: [], diagnostics: [findingAt(name, found.problem)] };
  const { paths, leftOut } = await yamlFilesBelow(folder);
  const targets = paths.map((path) => ({
    path,
    name: path.slice(folder.length + 1).replace(/\.ya?ml$/, ''),
  }));
  if (leftOut !== null) return { targets, diagnostics: [findingAt(folder, leftOut)] };
  if (targets.length > 0) return { targets, diagnostics: [] };
  return {
    targets,
    diagnostics: [findingAt(folder, 'there is no .yaml or .yml file below this folder')],
  };
}

async function lintFile({ path, name }: Target, context: Context): Promise<LintedFile> {
  if (isRuleTestFile(path)) return { diagnostics: await lintRuleTests(path, context), parts: [] };
  if (await isScenario(path)) return { diagnostics: await lintScenario(path), parts: [] };
  const { result, files } = await loadFile(path, name, {
    ...loadOptions(context),
    missingEnvironment: 'stand-in',
  });
  return {
    diagnostics: result.ok ? result.profile.warnings : result.diagnostics,
    commands: result.ok ? result.profile.commands : [],
    sends: result.ok ? result.profile.sends : [],
    parts: files.filter((file) => file !== path),
  };
}

/** Named one by one, as a shell's `profiles/**` does, tests of rules are read as what they are. */
function isRuleTestFile(path: string): boolean {
  return /\.test\.ya?ml$/.test(path);
}

async function lintRuleTests(
  path: string,
  { cwd, configDir, shippedDir }: Context,
): Promise<readonly Diagnostic[]> {
  const read = await readRuleTests(path, { cwd, configDir, shippedDir });
  return read.ok ? [] : read.diagnostics;
}

/** What only a drill's scenario has, and what only a profile has. */
const scenarioKeys = ['tracks', 'services'];
const profileKeys = ['sources', 'metrics', 'extends'];

async function isScenario(path: string): Promise<boolean> {
  const { root } = await readMerged(path, new Findings());
  return (
    root !== null &&
    scenarioKeys.some((key) => root.entries.has(key)) &&
    !profileKeys.some((key) => root.entries.has(key))
  );
}

async function lintScenario(path: string): Promise<readonly Diagnostic[]> {
  const text = await readText(path);
  if (!text.ok) return [findingAt(path, text.problem)];
  const checked = checkScenarioText(text.text);
  if (checked.ok) return [];
  return checked.problems.map((problem) => ({
    ...problem,
    severity: 'error',
    file: path,
    message: plainText(problem.message),
  }));
}

function findingAt(file: string, message: string): Diagnostic {
  return { severity: 'error', file, line: 1, column: 1, whole: true, path: '', message };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

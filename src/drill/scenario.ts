// Reads a scenario file: YAML, validated, with every mistake at its line and column.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { LaunchwallError } from '../domain/errors.ts';
import { readRegularFile } from '../sources/regular-file.ts';
import { countedInWords } from '../domain/plural.ts';
import { checkScenario, type Finding } from './scenario-check.ts';
import { scenarioSchema, type Scenario } from './scenario-schema.ts';

/** A larger file is no scenario. */
const fileBytesMax = 1_048_576;
const aliasesMax = 100;

/** Where a scenario of this name or path lies: a path has a slash or ends in .yaml or .yml. */
function scenarioPath(nameOrPath: string, shippedDir: string): string {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath);
  return isPath ? path.resolve(nameOrPath) : path.join(shippedDir, 'scenarios', `${nameOrPath}.yaml`);
}

/**
 * @param shippedDir the folder `profiles` that ships with the program.
 * @throws LaunchwallError `profile` with all findings in `details` when it cannot be read or is wrong.
 */
export async function readScenario(nameOrPath: string, shippedDir: string): Promise<Scenario> {
  const file = scenarioPath(nameOrPath, shippedDir);
  const read = await readRegularFile(file, fileBytesMax);
  if (!read.ok)
    throw new LaunchwallError('profile', `the scenario ${file} cannot be read`, {
      details: [read.problem],
      hint: await whatToName(shippedDir),
    });
  const scenario = parseScenario(read.bytes.toString('utf8'), file);
  return scenario.profile.startsWith('.')
    ? { ...scenario, profile: path.resolve(path.dirname(file), scenario.profile) }
    : scenario;
}

async function whatToName(shippedDir: string): Promise<string> {
  const files = await readdir(path.join(shippedDir, 'scenarios')).catch((): string[] => []);
  const names = files.flatMap((file) => (file.endsWith('.yaml') ? [path.basename(file, '.yaml')] : []));
  const shipped = names.length === 0 ? '' : `name one that ships (${names.sort().join(', ')}), or `;
  return `${shipped}give the path of a YAML file`;
}

/** @throws LaunchwallError `profile`; `details` has one line a finding: `file:line:column path: message`. */
export function parseScenario(text: string, file: string): Scenario {
  const checked = checkScenarioText(text);
  if (checked.ok) return checked.scenario;
  throw wrong(
    file,
    checked.problems.map(
      ({ line, column, path, message }) =>
        `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
    ),
  );
}

/** One mistake in a scenario file. Lines and columns begin at 1. */
export interface ScenarioProblem {
  readonly line: number;
  readonly column: number;
  /** Where in the document; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

export type CheckedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** Everything that is wrong with the text of a scenario file, in the order of the file. */
export function checkScenarioText(text: string): CheckedScenario {
  const top = { line: 1, column: 1, path: '' };
  if (text.length > fileBytesMax)
    return { ok: false, problems: [{ ...top, message: `larger than ${fileBytesMax} bytes` }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = (offset: number, path: string, message: string): ScenarioProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), path, message };
  };
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map(({ pos, message }) => problem(pos[0], '', message)) };
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: aliasesMax });
  } catch {
    return { ok: false, problems: [{ ...top, message: 'too many aliases' }] };
  }
  const parsed = scenarioSchema.safeParse(plain);
  const findings = parsed.success ? checkScenario(parsed.data) : parsed.error.issues.flatMap(findingsOf);
  if (parsed.success && findings.length === 0) return { ok: true, scenario: parsed.data };
  const placed = findings.map((finding) => ({ ...finding, offset: positionOf(document, finding) }));
  return {
    ok: false,
    problems: placed
      .sort((a, b) => a.offset - b.offset)
      .map(({ path: keys, message, offset }) => problem(offset, keys.join('.'), message)),
  };
}

function findingsOf(issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: 'nothing of this name may stand here',
    ofKey: true,
  }));
}

function wrong(file: string, lines: readonly string[]): LaunchwallError {
  const count = countedInWords(lines.length, 'mistake');
  return new LaunchwallError('profile', `the scenario ${file} has ${count}`, { details: lines });
}

/** Where the deepest part of the path that exists begins. */
function positionOf(document: Document, { path: keys, ofKey }: Finding): number {
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    // A whole map or list is pointed at by its key, where there is one: that is where a person looks.
    const byKey = !isScalar(node) || (ofKey === true && length === keys.length);
    return (byKey ? keyPosition(document, keys.slice(0, length)) : null) ?? node.range[0];
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0;
}

function keyPosition(document: Document, keys: Finding['path']): number | null {
  const parent = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents;
  if (!isMap(parent)) return null;
  for (const { key } of parent.items)
    if (isScalar(key) && key.value === keys.at(-1) && key.range) return key.range[0];
  return null;
}

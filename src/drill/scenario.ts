// Reads a scenario file: YAML, validated, with every mistake at its line and column.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { LaunchwallError } from '../domain/errors.ts';
import { checkScenario, type Finding } from './scenario-check.ts';
import { scenarioSchema, type Scenario } from './scenario-schema.ts';

/** A larger file is no scenario. */
const fileBytesMax = 1_048_576;

/** Where a scenario of this name or path lies: a path has a slash or ends in .yaml or .yml. */
export function scenarioPath(nameOrPath: string, shippedDir: string): string {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath);
  return isPath ? path.resolve(nameOrPath) : path.join(shippedDir, 'scenarios', `${nameOrPath}.yaml`);
}

/**
 * @param shippedDir the folder `profiles` that ships with the program.
 * @throws LaunchwallError `profile` with all findings in `details` when it cannot be read or is wrong.
 */
export async function readScenario(nameOrPath: string, shippedDir: string): Promise<Scenario> {
  const file = scenarioPath(nameOrPath, shippedDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new LaunchwallError('profile', `the scenario ${file} cannot be read`, {
      hint: 'name one that ships (sge), or give the path of a YAML file',
      cause,
    });
  }
  const scenario = parseScenario(text, file);
  return scenario.profile.startsWith('.')
    ? { ...scenario, profile: path.resolve(path.dirname(file), scenario.profile) }
    : scenario;
}

/** @throws LaunchwallError `profile`; `details` has one line a finding: `file:line:column path: message`. */
export function parseScenario(text: string, file: string): Scenario {
  if (text.length > fileBytesMax) throw wrong(file, [`${file}:1:1 larger than ${fileBytesMax} bytes`]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  if (document.errors.length > 0)
    throw wrong(
      file,
      document.errors.map((error) => `${at(error.pos[0])} ${error.message}`),
    );
  const parsed = scenarioSchema.safeParse(toPlain(document, file));
  const findings: readonly Finding[] = parsed.success
    ? checkScenario(parsed.data)
    : parsed.error.issues.flatMap((issue) => {
        const issuePath = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
        if (issue.code !== 'unrecognized_keys') return [{ path: issuePath, message: issue.message }];
        return issue.keys.map((key) => ({
          path: [...issuePath, key],
          message: 'nothing of this name may stand here',
        }));
      });
  if (parsed.success && findings.length === 0) return parsed.data;
  throw wrong(
    file,
    findings.map(({ path, message }) => `${at(positionOf(document, path))} ${path.join('.')}: ${message}`),
  );
}

function toPlain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new LaunchwallError('profile', `${file}: too many aliases`, { cause });
  }
}

function wrong(file: string, lines: readonly string[]): LaunchwallError {
  const count = lines.length === 1 ? 'one mistake' : `${lines.length} mistakes`;
  return new LaunchwallError('profile', `the scenario ${file} has ${count}`, { details: lines.join('\n') });
}

/** Where the deepest part of this path that exists begins; for a key's own name the key, not its value. */
function positionOf(document: Document, keys: Finding['path']): number {
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range)
      return isScalar(node) ? node.range[0] : keyPosition(document, keys, length);
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0;
}

/** A map or list is pointed at by its key, where there is one: that is where a person looks. */
function keyPosition(document: Document, keys: Finding['path'], length: number): number {
  const parent = length > 1 ? document.getIn(keys.slice(0, length - 1), true) : document.contents;
  const last = keys[length - 1];
  if (typeof parent === 'object' && parent !== null && 'items' in parent && Array.isArray(parent.items)) {
    for (const pair of parent.items as readonly unknown[]) {
      if (typeof pair !== 'object' || pair === null || !('key' in pair)) continue;
      if (isScalar(pair.key) && pair.key.value === last && pair.key.range) return pair.key.range[0];
    }
  }
  const node = document.getIn(keys.slice(0, length), true);
  return isNode(node) && node.range ? node.range[0] : 0;
}

// Reads the import statements of a file: enough of a scanner for a tidy code base, checked against by the compiler anyway.
import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { withoutComments } from './source-files.ts';

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The file from the project's root for a relative import, else null. */
  readonly file: string | null;
  /** Only types are taken: nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

const statement =
  /(?:^|[\n;])\s*(?:import|export)\s+(?:(?<type>type\s+)?(?<clause>(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?)\s*from\s*)?(?<quote>['"])(?<from>[^'"\n]+)\k<quote>/g;
const dynamic = /\bimport\s*\(\s*(['"`])(?<from>[^'"`\n]+)\1\s*\)/g;

/** Everything that this file imports, or exports from elsewhere, statically and dynamically. */
export function importsOf(file: string): Import[] {
  return importsIn(readFileSync(file, 'utf8'), file);
}

export function importsIn(text: string, file: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const { groups } of code.matchAll(statement)) {
    const clause = groups?.['clause'] ?? '';
    found.push(entry(groups?.['from'] ?? '', file, groups?.['type'] !== undefined || onlyTypes(clause)));
  }
  for (const { groups } of code.matchAll(dynamic)) found.push(entry(groups?.['from'] ?? '', file, false));
  return found;
}

/** `{ type A, type B }` takes nothing at run time either. */
function onlyTypes(clause: string): boolean {
  const braces = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  if (braces === undefined) return false;
  const names = braces
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}

function entry(specifier: string, file: string, typeOnly: boolean): Import {
  const relative = specifier.startsWith('.');
  return { specifier, file: relative ? posix.join(dirname(file), specifier) : null, typeOnly };
}

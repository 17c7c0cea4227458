// The project's own source files, and what of them is code.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Every TypeScript and JavaScript file in these folders, as paths from the project's root, sorted. A folder that is not there, or
 * has none, is an error: what looks through it would find nothing wrong.
 */
export function sourceFiles(folders: readonly string[]): string[] {
  return folders.flatMap(filesIn).toSorted();
}

function filesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  if (files.length === 0) throw new Error(`${folder}: there is no source file in it`);
  return files;
}

/**
 * The text with every comment blanked out, lines kept. Strings and templates stay; a regular expression is told from a
 * division by what stands before it.
 */
export function withoutComments(text: string): string {
  const pattern =
    /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};\n]\s*|return\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/g;
  return text.replace(pattern, (whole, comment: string | undefined) =>
    comment === undefined ? whole : comment.replace(/[^\n]/g, ' '),
  );
}

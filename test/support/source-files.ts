// The project's own source files, and what of them is code.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every TypeScript and JavaScript file in these folders, as paths from the project's root, sorted. */
export function sourceFiles(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => filesIn(join(root, folder)))
    .filter((file) => /\.(?:ts|tsx|mjs|js)$/.test(file))
    .map((file) => relative(root, file).replaceAll('\\', '/'))
    .toSorted();
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
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

// Where profiles are: from a name to a file, and the list of all that can be watched.

import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { didYouMean } from '../../domain/nearest.ts';
import { knownWords } from './findings.ts';

export interface ProfilePlaces {
  readonly cwd: string;
  /** The user's folder for this program; profiles lie in `profiles` below it. */
  readonly configDir: string;
  /** The profiles that ship. */
  readonly shippedDir: string;
}

export type FoundProfile =
  | { readonly ok: true; readonly path: string; readonly name: string }
  | { readonly ok: false; readonly problem: string };

const extensions = ['.yaml', '.yml'];
const namePattern = /^[\w.-]+(\/[\w.-]+)*$/;

/** Deepest folder that is looked into for profiles, and most files that are listed of one place. */
const folderDepthMax = 4;
const filesListedMax = 500;

/** The folders that hold profiles, the first one that has a name wins. */
function profileRoots({ cwd, configDir, shippedDir }: ProfilePlaces): readonly string[] {
  return [...new Set([join(cwd, 'profiles'), join(configDir, 'profiles'), shippedDir])];
}

export async function findProfile(nameOrPath: string, places: ProfilePlaces): Promise<FoundProfile> {
  if (nameOrPath.trim() === '') return { ok: false, problem: 'a profile has a name, such as sge/production' };
  if (isPath(nameOrPath)) {
    const path = resolve(places.cwd, nameOrPath.replace(/^~(?=\/)/, homedir()));
    if (await isFile(path)) return { ok: true, path, name: nameOfFile(path, places) };
    return { ok: false, problem: await whyNoFile(path) };
  }
  const roots = profileRoots(places);
  const isName = namePattern.test(nameOrPath) && !nameOrPath.split('/').includes('..');
  for (const root of isName ? roots : [])
    for (const extension of extensions) {
      const path = join(root, nameOrPath + extension);
      if (await isFile(path)) return { ok: true, path, name: nameOrPath };
    }
  const path = resolve(places.cwd, nameOrPath);
  if (await isFile(path)) return { ok: true, path, name: nameOfFile(path, places) };
  const known = (await profileFiles(places)).map((file) => file.name);
  return {
    ok: false,
    problem: `there is no profile "${nameOrPath}"${neighbours(nameOrPath, known)}; looked in ${roots.join(', ')}`,
  };
}

/** What was probably meant: what the name begins, or what lies beside it; else the nearest. */
function neighbours(name: string, known: readonly string[]): string {
  const begun = known.filter((one) => one.startsWith(name));
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const beside = known.filter((one) => folder !== '' && one.startsWith(folder));
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return ` (did you mean "${only}"?)`;
  if (didYouMean(name, known) !== '') return knownWords(name, known);
  return knownWords(name, begun.length > 0 ? begun : beside.length > 0 ? beside : known);
}

function isPath(text: string): boolean {
  return (
    isAbsolute(text) || /^(?:\.{1,2}|~)(?:[/\\]|$)/.test(text) || extensions.some((end) => text.endsWith(end))
  );
}

/** The name by which the file would be found, or the file's own. */
function nameOfFile(path: string, places: ProfilePlaces): string {
  const bare = path.replace(/\.ya?ml$/, '');
  const root = profileRoots(places).find((folder) => bare.startsWith(`${folder}/`));
  return root === undefined ? basename(bare) : bare.slice(root.length + 1);
}

export interface ProfileFile {
  readonly name: string;
  readonly path: string;
}

/** Every file that could be a profile, by name; of two with the same name the one that a look-up finds. */
export async function profileFiles(places: ProfilePlaces): Promise<readonly ProfileFile[]> {
  const found = new Map<string, string>();
  for (const root of profileRoots(places))
    for (const path of (await yamlFilesBelow(root)).paths) {
      const name = path.slice(root.length + 1).replace(/\.ya?ml$/, '');
      if (!found.has(name)) found.set(name, path);
    }
  return Array.from(found, ([name, path]) => ({ name, path })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A folder's profiles: every `.yaml` and `.yml` below it, by name, within the limits. */
export interface YamlFiles {
  readonly paths: readonly string[];
  /** What the limits left out, as a sentence, or null. */
  readonly leftOut: string | null;
}

/** A folder that cannot be read has none. */
export async function yamlFilesBelow(folder: string): Promise<YamlFiles> {
  const paths: string[] = [];
  let leftOut: string | null = null;
  const walk = async (path: string, depth: number): Promise<void> => {
    if (depth > folderDepthMax) leftOut = `folders more than ${folderDepthMax} deep are not looked into`;
    const entries =
      depth > folderDepthMax ? [] : await readdir(path, { withFileTypes: true }).catch(() => []);
    // `.yaml` comes before `.yml`, as in a look-up.
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const below = join(path, entry.name);
      if (entry.isDirectory()) await walk(below, depth + 1);
      else if (!isProfileName(entry.name) || !(await isFile(below))) continue;
      else if (paths.length < filesListedMax) paths.push(below);
      else leftOut = `only the first ${filesListedMax} files are looked at`;
    }
  };
  await walk(folder, 0);
  return { paths, leftOut };
}

/** `production.test.yaml` holds tests of a profile's rules and is none itself. */
function isProfileName(name: string): boolean {
  return extensions.some((end) => name.endsWith(end) && !name.endsWith(`.test${end}`));
}

async function whyNoFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? `${path} is a folder: a profile is one file in it` : `there is no file ${path}`;
}

async function isFile(path: string): Promise<boolean> {
  try {
    // Whatever is no folder is found, so that reading it says what it is: a pipe, a device.
    return !(await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

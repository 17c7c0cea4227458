// The profiles that can be chosen from, each with why it cannot be watched, if so.

import { Findings } from './read/findings.ts';
import { profileFiles } from './read/find.ts';
import { readMerged } from './extends.ts';
import { isAbstract, loadFile, type LoadOptions } from './load.ts';
import { childOf, textNode, type MapNode } from './read/tree.ts';

export interface ListedProfile {
  readonly name: string;
  readonly title: string;
  readonly environment: string;
  /** Why it cannot be watched, or null. */
  readonly problem: string | null;
}

/** A file with none of these is something else: a drill's scenario. */
const profileSections = ['extends', 'sources', 'metrics', 'phases', 'gate'];

/**
 * Every profile that is not abstract, by name.
 * @param found is told of those that have been read so far: reading them all takes as long as loading them all.
 */
export async function listProfiles(
  options: LoadOptions,
  found: (listed: readonly ListedProfile[]) => void = () => undefined,
): Promise<readonly ListedProfile[]> {
  let listed: readonly ListedProfile[] = [];
  for (const { name, path } of await profileFiles(options)) {
    const one = await listedProfile(path, name, options);
    if (one === null) continue;
    listed = [...listed, one];
    found(listed);
  }
  return listed;
}

async function listedProfile(
  path: string,
  name: string,
  options: LoadOptions,
): Promise<ListedProfile | null> {
  const { result } = await loadFile(path, name, options);
  if (result.ok) {
    const { title, environment } = result.profile.plan;
    return { name, title, environment, problem: null };
  }
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const [first] = errors;
  if (!first) return null;
  const { root } = await readMerged(path, new Findings());
  // A broken file that is only there to be extended is no choice either, nor is one that is no profile at all.
  if (root && (isAbstract(root) || !profileSections.some((key) => root.entries.has(key)))) return null;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return { name, ...headOf(root, name), problem: `${first.message}${more}` };
}

/** Title and environment of a profile that does not load, as far as they can be read. */
function headOf(
  root: MapNode | null,
  name: string,
): { readonly title: string; readonly environment: string } {
  const plain = (key: string): string | null => {
    const text = textNode(childOf(root, key))?.value ?? null;
    return text === null || text === '' || text.includes('{') ? null : text;
  };
  const called = plain('profile') ?? name;
  return {
    title: plain('title') ?? called,
    environment: plain('environment') ?? called.split('/').at(-1) ?? called,
  };
}

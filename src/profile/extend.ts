// `extends`: a profile stands on other files. Maps merge, lists and scalars replace, `null` takes an inherited key away.

import { dirname, resolve } from 'node:path';
import { plainText } from '../domain/text.ts';
import { readText } from './files.ts';
import type { Findings } from './findings.ts';
import { childOf, type MapEntry, type MapNode, type Place, type ProfileNode } from './tree.ts';
import { parseTree } from './yaml.ts';

/** Most files that one profile may be made of. */
export const filesMax = 32;

/** What speaks of one file alone and is never inherited: a copy must not call itself by the other's name. */
const ownKeys = ['profile', 'abstract', 'extends'];

export interface MergedFiles {
  /** Null when nothing could be read. */
  readonly root: MapNode | null;
  /** Every file that was asked for, whether it could be read or not; the profile's own first. */
  readonly files: readonly string[];
}

/** Reads the file and all that it extends, and merges them. */
export async function readMerged(file: string, findings: Findings): Promise<MergedFiles> {
  const files: string[] = [];
  // A file that several others extend is read once: their number must not double the work with each level.
  const done = new Map<string, MapNode | null>();
  const read = async (
    path: string,
    from: Place | null,
    chain: readonly string[],
  ): Promise<MapNode | null> => {
    const complain = (message: string): null => {
      findings.error(from ?? { file: path, line: 1, column: 1 }, from ? ['extends'] : [], message);
      return null;
    };
    if (chain.includes(path))
      return complain(`this extends itself: ${[...chain.slice(chain.indexOf(path)), path].join(' → ')}`);
    const known = done.get(path);
    if (known !== undefined) return known;
    if (!files.includes(path)) files.push(path);
    if (files.length > filesMax) return complain(`a profile may be made of ${filesMax} files at the most`);
    done.set(path, null);
    const text = await readText(path);
    if (!text.ok) return complain(from ? `cannot extend ${path}: ${text.problem}` : text.problem);
    const tree = parseTree(path, text.text, findings);
    if (tree === null) return null;
    if (tree.type !== 'map') {
      findings.error(tree.place, [], 'a profile is a map with sources and metrics, and this is not one');
      return null;
    }
    let inherited: MapNode | null = null;
    for (const base of basesOf(tree, findings)) {
      const target = resolve(dirname(path), base.path);
      const root = await read(target, base.place, [...chain, path]);
      if (root) inherited = inherited === null ? root : merge(inherited, root);
    }
    const whole = inherited === null ? tree : merge(withoutOwn(inherited), tree);
    done.set(path, whole);
    return whole;
  };
  const root = await read(file, null, []);
  return { root, files };
}

function basesOf(tree: MapNode, findings: Findings): { readonly path: string; readonly place: Place }[] {
  const node = childOf(tree, 'extends');
  if (node === null) return [];
  const nodes = node.type === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    if (item.type === 'scalar' && typeof item.value === 'string' && item.value !== '')
      return [{ path: item.value, place: item.place }];
    findings.error(item.place, ['extends'], 'expected a path to a file, relative to this one');
    return [];
  });
}

function withoutOwn(root: MapNode): MapNode {
  const entries = new Map(root.entries);
  for (const key of ownKeys) entries.delete(key);
  return { ...root, entries };
}

/** `over` wins. Keys keep the order of `base`; new ones follow. */
function merge(base: MapNode, over: MapNode): MapNode {
  const entries = new Map<string, MapEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    if (below && isTakenAway(entry.value)) entries.delete(key);
    else if (below?.value.type === 'map' && entry.value.type === 'map')
      entries.set(key, { key: entry.key, value: merge(below.value, entry.value) });
    else entries.set(key, entry);
  }
  return { type: 'map', place: over.place, entries };
}

/** A written `null` or `~`. A key with nothing behind it is a slip (a section whose lines are all comments) and takes nothing away. */
function isTakenAway(node: ProfileNode): boolean {
  return node.type === 'scalar' && node.value === null && plainText(node.source) !== '';
}

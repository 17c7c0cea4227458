// `extends`: a profile stands on other files. Maps merge, lists and scalars replace, `null` takes an inherited key away.

import { dirname, resolve } from 'node:path';
import { plainText } from '../domain/text.ts';
import { fingerprintOf, readText, type FileText } from './read/files.ts';
import type { Findings } from './read/findings.ts';
import { profileKeys } from './schema/schema.ts';
import { childOf, textNode, type MapEntry, type MapNode, type Place, type ProfileNode } from './read/tree.ts';
import { parseTree } from './read/yaml.ts';

/** Most files that one profile may be made of. */
const filesMax = 32;

/** What speaks of one file alone and is never inherited: a copy must not call itself by the other's name. */
const ownKeys = ['profile', 'abstract', 'extends'];

export interface MergedFiles {
  /** Null when nothing could be read. */
  readonly root: MapNode | null;
  /** Every file that was asked for, whether it could be read or not; the profile's own first. */
  readonly files: readonly string[];
  /** What they held when they were read: `fingerprintOf` them. */
  readonly content: string;
}

/** Reads the file and all that it extends, and merges them. */
export async function readMerged(file: string, findings: Findings): Promise<MergedFiles> {
  const merging = new Merging(findings);
  const root = await merging.read(file, null, []);
  const { files, texts } = merging;
  return { root, files, content: fingerprintOf(texts) };
}

class Merging {
  readonly files: string[] = [];
  readonly texts = new Map<string, FileText>();
  readonly #findings: Findings;
  /** A file that several others extend is read once: their number must not double the work with each level. */
  readonly #done = new Map<string, MapNode | null>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /**
   * @param from where it is extended; null for the profile itself.
   * @param chain the files between the profile and this one.
   */
  async read(path: string, from: Place | null, chain: readonly string[]): Promise<MapNode | null> {
    if (chain.includes(path)) {
      const circle = [...chain.slice(chain.indexOf(path)), path].join(' → ');
      return this.#fail(path, from, `this extends itself: ${circle}`);
    }
    const known = this.#done.get(path);
    if (known !== undefined) return known;
    if (this.files.length >= filesMax)
      return this.#fail(path, from, `a profile may be made of ${filesMax} files at the most`);
    this.files.push(path);
    this.#done.set(path, null);
    const tree = await this.#parse(path, from);
    if (tree === null) return null;
    let inherited: MapNode | null = null;
    for (const base of basesOf(tree)) {
      const root = await this.read(resolve(dirname(path), base.path), base.place, [...chain, path]);
      if (root) inherited = inherited === null ? root : mergeFiles(inherited, root);
    }
    const whole = inherited === null ? tree : mergeFiles(withoutOwn(inherited), tree);
    this.#done.set(path, whole);
    return whole;
  }

  async #parse(path: string, from: Place | null): Promise<MapNode | null> {
    const text = await readText(path);
    this.texts.set(path, text);
    if (!text.ok)
      return this.#fail(path, from, from ? `cannot extend ${path}: ${text.problem}` : text.problem);
    const tree = await parseTree(path, text.text, this.#findings);
    if (tree?.type === 'map') {
      if ([...tree.entries.keys()].every((key) => profileKeys.has(key))) return tree;
      return (await import('./check/keys-meant.ts')).sectionsMeant(tree, this.#findings);
    }
    this.#findings.isPartial = true;
    if (tree !== null)
      this.#findings.error(
        tree.place,
        [],
        'a profile is a map with sources and metrics, and this is not one',
      );
    return null;
  }

  #fail(path: string, from: Place | null, message: string): null {
    this.#findings.isPartial = true;
    this.#findings.error(from ?? { file: path, line: 1, column: 1 }, from ? ['extends'] : [], message);
    return null;
  }
}

/** What is no path here is told by the schema. */
function basesOf(tree: MapNode): readonly { readonly path: string; readonly place: Place }[] {
  const node = childOf(tree, 'extends');
  const nodes = node?.type === 'list' ? node.items : node ? [node] : [];
  return nodes.flatMap((item) => {
    const text = textNode(item);
    return text && text.value !== '' ? [{ path: text.value, place: item.place }] : [];
  });
}

function withoutOwn(root: MapNode): MapNode {
  const entries = new Map(root.entries);
  for (const key of ownKeys) entries.delete(key);
  return { ...root, entries };
}

/** What one file calls secret stays so, whatever another adds: a list that replaced it would show it again. */
function mergeFiles(base: MapNode, over: MapNode): MapNode {
  const merged = merge(base, over);
  const [below, above] = [childOf(base, 'secret'), childOf(over, 'secret')];
  const entry = merged.entries.get('secret') ?? base.entries.get('secret');
  if (below?.type !== 'list' || above === null || entry === undefined) return merged;
  const items = [...below.items, ...(above.type === 'list' ? above.items : [])];
  const value: ProfileNode = { ...below, items };
  return { ...merged, entries: new Map(merged.entries).set('secret', { ...entry, value }) };
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

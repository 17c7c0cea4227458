// The document as a tree in which every key and value knows where it was written. Files are merged on it, variables
// are put into it, and every finding takes its place from it.

import { plainText } from '../../domain/text.ts';
import type { TextPart } from './told.ts';

/** Where something was written. Lines and columns begin at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

export interface ScalarNode {
  readonly type: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** The characters as they stand in the file, without quotes: `1.10` for the number 1.1, empty where nothing stood. */
  readonly source: string;
  /** The column of `source`'s first character when all of it stands on one line, else null. */
  readonly column: number | null;
  /** What the text is made of; null where no variable stands in it. */
  readonly parts: readonly TextPart[] | null;
  /** What is printed instead of `value` (`shownText`); null where no variable stands in it. */
  readonly shown: string | null;
  /** The text with `{name}` put in and `${NAME}` left as written: the same on every machine. */
  readonly written: string | null;
  /** The text with all but its secrets put in (`knownText`). */
  readonly known: string | null;
  /** A variable in it has no value; what stands here must not be judged any further. */
  readonly unresolved: boolean;
}

export interface MapEntry {
  readonly key: Place;
  readonly value: ProfileNode;
}

export interface MapNode {
  readonly type: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface ListNode {
  readonly type: 'list';
  readonly place: Place;
  readonly items: readonly ProfileNode[];
}

export type ProfileNode = ScalarNode | MapNode | ListNode;

/** Keys and indexes from the document's root. */
export type NodePath = readonly (string | number)[];

/** `metrics.queue-depth.alert`, `phases[0].items[2].when`. */
export function pathText(path: NodePath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

export function childOf(node: ProfileNode | null, key: string | number): ProfileNode | null {
  if (node?.type === 'map') return node.entries.get(String(key))?.value ?? null;
  if (node?.type === 'list' && typeof key === 'number') return node.items[key] ?? null;
  return null;
}

export function nodeAt(root: ProfileNode | null, path: NodePath): ProfileNode | null {
  let node = root;
  for (const part of path) node = childOf(node, part);
  return node;
}

/** Where the key at the end of this path was written; null when there is none. */
export function keyPlaceAt(root: ProfileNode, path: NodePath): Place | null {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (parent?.type !== 'map' || last === undefined) return null;
  return parent.entries.get(String(last))?.key ?? null;
}

/** The entries of a map, or nothing when something else stands there: the schema has said so already. */
export function entriesOf(node: ProfileNode | null): readonly (readonly [string, MapEntry])[] {
  return node?.type === 'map' ? [...node.entries] : [];
}

export function itemsOf(node: ProfileNode | null): readonly ProfileNode[] {
  return node?.type === 'list' ? node.items : [];
}

/** The scalar here when it holds text that may be judged. */
export function textNode(node: ProfileNode | null): (ScalarNode & { readonly value: string }) | null {
  if (node?.type !== 'scalar' || node.unresolved || typeof node.value !== 'string') return null;
  return { ...node, value: node.value };
}

/** It is printed otherwise than it is used: no sentence may quote it. */
export function isHidden({ shown, value }: ScalarNode): boolean {
  return shown !== null && shown !== String(value);
}

/** The sentence for what does not fit here, which quotes it; one that does not where it must not be printed. */
export function unquoted(node: ScalarNode, sentence: string): string {
  return isHidden(node) ? `what "${plainText(node.shown ?? '', 60)}" stands for does not fit here` : sentence;
}

/** The column of the character at `offset` of the scalar's text; its beginning where that cannot be told. */
export function columnWithin(node: ScalarNode, offset: number): number {
  if (node.column === null || typeof node.value !== 'string') return node.place.column;
  // Escapes and variables shift what follows them: the offset is right as far as both texts are the same.
  if (node.value.slice(0, offset) !== node.source.slice(0, offset)) return node.place.column;
  return node.column + offset;
}

/** Which of a scalar's texts: what is used, or one of those in which it is told. */
export type Form = 'value' | 'shown' | 'written' | 'known';

/** The plain data of a node. */
export function plainOf(node: ProfileNode, which: Form = 'value'): Plain {
  switch (node.type) {
    case 'scalar':
      return node[which] ?? node.value;
    case 'list':
      return node.items.map((item) => plainOf(item, which));
    case 'map':
      return Object.fromEntries(
        Array.from(node.entries, ([key, entry]) => [key, plainOf(entry.value, which)]),
      );
  }
}

/** The same document with each of its scalars changed. */
export function mapScalars(
  root: MapNode,
  change: (scalar: ScalarNode, path: NodePath) => ScalarNode,
): MapNode {
  const changed = (node: ProfileNode, path: NodePath): ProfileNode => {
    if (node.type === 'scalar') return change(node, path);
    if (node.type === 'list')
      return { ...node, items: node.items.map((item, index) => changed(item, [...path, index])) };
    return inMap(node, path);
  };
  const inMap = (node: MapNode, path: NodePath): MapNode => ({
    ...node,
    entries: new Map(
      Array.from(
        node.entries,
        ([key, entry]) => [key, { ...entry, value: changed(entry.value, [...path, key]) }] as const,
      ),
    ),
  });
  return inMap(root, []);
}

/** Calls `visit` for each scalar below the node, with its path. */
export function eachScalar(
  node: ProfileNode,
  visit: (scalar: ScalarNode, path: NodePath) => void,
  path: NodePath = [],
): void {
  if (node.type === 'scalar') visit(node, path);
  else if (node.type === 'list')
    node.items.forEach((item, index) => eachScalar(item, visit, [...path, index]));
  else for (const [key, entry] of node.entries) eachScalar(entry.value, visit, [...path, key]);
}

// The parts of a document that can be compiled: what is wrong is left out of it, and nothing else moves.

import type { z } from 'zod';
import {
  nodeAt,
  plainOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type NodePath,
  type Place,
  type ProfileNode,
} from '../read/tree.ts';

/** How often what does not fit is left out: an entry may miss then what another one was left out for. */
const roundsMax = 10;

/** The source, metric, hint, incident, class, item or criterion in which something stands, or the section. */
export function entryOf(path: NodePath): NodePath {
  const [section, , , index] = path;
  if (section === 'phases') return path.slice(0, index === undefined ? 2 : 4);
  if (section === 'gate') return path.slice(0, 3);
  const isMap = ['sources', 'metrics', 'hints', 'incidents', 'classes'].includes(String(section));
  return path.slice(0, isMap ? 2 : 1);
}

/** The document without these entries. */
export function without(root: MapNode, entries: readonly NodePath[]): MapNode {
  let document: ProfileNode = root;
  for (const entry of entries) document = changed(document, entry, entry.length === 2);
  return document.type === 'map' ? document : root;
}

function changed(node: ProfileNode, [key, ...rest]: NodePath, isPhase: boolean): ProfileNode {
  if (key === undefined) return node;
  if (node.type === 'list') {
    const items = node.items.map((item, index) => {
      if (index !== key) return item;
      return rest.length === 0 ? emptied(item, isPhase) : changed(item, rest, isPhase);
    });
    return { ...node, items } satisfies ListNode;
  }
  const entry = node.type === 'map' ? node.entries.get(String(key)) : undefined;
  if (node.type !== 'map' || !entry) return node;
  const entries = new Map(node.entries);
  if (rest.length === 0) entries.delete(String(key));
  else entries.set(String(key), { ...entry, value: changed(entry.value, rest, isPhase) });
  return { ...node, entries };
}

/** The others of a list keep their places: in the place of an item stands one that nobody judges, of a phase its items alone. */
function emptied(item: ProfileNode, isPhase: boolean): ProfileNode {
  const { place } = item;
  const items = item.type === 'map' ? item.entries.get('items') : undefined;
  const fallback: MapEntry = {
    key: place,
    value: isPhase ? { type: 'list', place, items: [] } : blankText(place),
  };
  const kept = items?.value.type === 'list' ? items : fallback;
  return { type: 'map', place, entries: new Map([isPhase ? ['items', kept] : ['text', fallback]]) };
}

function blankText(place: Place): ProfileNode {
  const none = { parts: null, shown: null, written: null, known: null, unresolved: false } as const;
  return { type: 'scalar', place, value: '…', source: '', column: null, ...none };
}

/** The document less whatever else does not fit the schema, and what that makes of it; null where nothing can be made of it. */
export function readable<Schema extends z.ZodType>(
  root: MapNode,
  schema: Schema,
): { readonly root: MapNode; readonly document: z.output<Schema> | null } {
  let document = root;
  for (let round = 0; round < roundsMax; round++) {
    const result = schema.safeParse(plainOf(document));
    if (result.success) return { root: document, document: result.data };
    const misfits = result.error.issues.flatMap((issue) => misfitsOf(document, issue));
    document = without(document, misfits);
  }
  return { root: document, document: null };
}

/** The node of an issue, or the innermost that is there; of a list that is no list of entries, the whole. */
function misfitsOf(root: MapNode, issue: z.core.$ZodIssue): NodePath[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  for (let { length } = path; length > 0; length--) {
    const found = path.slice(0, length);
    if (!nodeAt(root, found)) continue;
    const entry = entryOf(found).length;
    const inList = found.slice(entry).findIndex((part) => typeof part === 'number');
    return [inList < 0 ? found : found.slice(0, entry + inList)];
  }
  return [];
}

function pathOf(issue: z.core.$ZodIssue): NodePath {
  return issue.path.filter((part) => typeof part !== 'symbol');
}

/** Keys that the schema does not know: without them the rest is what it is. */
export function strangeKeys(root: MapNode, schema: z.ZodType): NodePath[] {
  const keysIn = (issues: readonly z.core.$ZodIssue[], at: NodePath): NodePath[] =>
    issues.flatMap((issue) => {
      const path = [...at, ...pathOf(issue)];
      if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
      return issue.code === 'invalid_union' ? issue.errors.flatMap((branch) => keysIn(branch, path)) : [];
    });
  return keysIn(schema.safeParse(plainOf(root)).error?.issues ?? [], []);
}

// Keys that are misspelt are read as the ones that were meant: what rests on them is checked all the same.

import * as core from 'zod/v4/core';
import { misnomers } from '../../sources/fields.ts';
import { unknownKey } from '../schema/expectation.ts';
import type { Findings } from '../read/findings.ts';
import { profileKeys } from '../schema/schema.ts';
import { textNode, type MapEntry, type MapNode, type NodePath, type ProfileNode } from '../read/tree.ts';

/** The document with such keys replaced; each is told. */
export function keysMeant(root: MapNode, schema: core.$ZodType, findings: Findings): MapNode {
  return inMap(root, schema, { path: [], findings });
}

/** Keys of a profile under which one text stands. */
const headKeys = ['profile', 'title', 'environment', 'abstract', 'extends'];

/** A section whose name is misspelt is the one that was meant: all else rests on what stands in it. */
export function sectionsMeant(tree: MapNode, findings: Findings): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of tree.entries) {
    const known = profileKeys.has(key) ? null : unknownKey(key, [...profileKeys]);
    const meant = known?.meant ?? key;
    // A line that is not indented is a key of what stands above it rather than a section.
    const isSection = entry.value.type !== 'scalar' || entry.value.value === null || headKeys.includes(meant);
    if (known && meant !== key && !tree.entries.has(meant) && isSection) {
      findings.error(entry.key, [key], known.sentence);
      entries.set(meant, entry);
    } else entries.set(key, entry);
  }
  return { ...tree, entries };
}

interface At {
  readonly path: NodePath;
  readonly findings: Findings;
}

function inNode(node: ProfileNode, schema: core.$ZodType, at: At): ProfileNode {
  if (node.type === 'map') {
    const told = isToldByKind(schema) ? withKeys(node, ['kind'], at) : node;
    return inMap(told, likeMap(schema, told), at);
  }
  const element = node.type === 'list' ? elementOf(schema) : null;
  if (node.type !== 'list' || element === null) return node;
  const items = node.items.map((item, index) => inNode(item, element, within(at, index)));
  return { ...node, items };
}

function inMap(node: MapNode, schema: core.$ZodType | null, at: At): MapNode {
  if (schema instanceof core.$ZodRecord)
    return withEntries(indented(node, schema, at), at, (key, entry) => [
      key,
      entry,
      schema._zod.def.valueType,
    ]);
  if (!(schema instanceof core.$ZodObject)) return node;
  const { shape } = schema._zod.def;
  const own = Object.keys(misnomers.get(schema) ?? {});
  const keyed = withKeys(node, Object.keys(shape), at, own);
  return withEntries(keyed, at, (key, entry) => [key, entry, shape[key] ?? null]);
}

/** A line that is not as far in as the ones above it is a key of what stands there, and not an entry of its own. */
function indented(node: MapNode, schema: core.$ZodRecord, { path, findings }: At): MapNode {
  const entries = new Map<string, MapEntry>();
  let above: string | null = null;
  for (const [key, entry] of node.entries) {
    const over = above === null ? undefined : entries.get(above);
    const shape = over?.value.type === 'map' ? shapeOf(schema._zod.def.valueType, over.value) : null;
    if (above === null || over?.value.type !== 'map' || !shape || !isLost(key, entry, shape, over.value)) {
      entries.set(key, entry);
      above = key;
      continue;
    }
    const says = `"${key}" is a key of ${above}, above it: indent it as the lines there`;
    findings.error(entry.key, [...path, key], says);
    const value = { ...over.value, entries: new Map(over.value.entries).set(key, entry) };
    entries.set(above, { ...over, value });
  }
  return { ...node, entries };
}

/** What takes a map has something else; the entry above knows the key and is without it. */
function isLost(
  key: string,
  entry: MapEntry,
  shape: Readonly<Record<string, core.$ZodType>>,
  above: MapNode,
): boolean {
  const isEntry =
    entry.value.type === 'map' && [...entry.value.entries.keys()].some((one) => Object.hasOwn(shape, one));
  return Object.hasOwn(shape, key) && !isEntry && !above.entries.has(key);
}

function shapeOf(schema: core.$ZodType, node: MapNode): Readonly<Record<string, core.$ZodType>> | null {
  const like = likeMap(schema, node);
  return like instanceof core.$ZodObject ? like._zod.def.shape : null;
}

/** @param others keys that are unknown too, and of which more can be said than that they are near to another. */
function withKeys(node: MapNode, known: readonly string[], at: At, others: readonly string[] = []): MapNode {
  return withEntries(node, at, (key, entry) => {
    if (known.includes(key) || others.includes(key)) return [key, entry, null];
    const { meant, sentence } = unknownKey(key, known);
    if (meant === null || node.entries.has(meant)) return [key, entry, null];
    at.findings.error(entry.key, [...at.path, key], sentence);
    return [meant, entry, null];
  });
}

function withEntries(
  node: MapNode,
  at: At,
  change: (key: string, entry: MapEntry) => readonly [string, MapEntry, core.$ZodType | null],
): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [written, found] of node.entries) {
    const [key, entry, schema] = change(written, found);
    const value = schema ? inNode(entry.value, schema, within(at, key)) : entry.value;
    entries.set(key, { ...entry, value });
  }
  return { ...node, entries };
}

function within({ path, findings }: At, key: string | number): At {
  return { path: [...path, key], findings };
}

function elementOf(schema: core.$ZodType): core.$ZodType | null {
  const [list = null] = branchesOf(schema).filter((branch) => branch instanceof core.$ZodArray);
  return list instanceof core.$ZodArray ? list._zod.def.element : null;
}

function isToldByKind(schema: core.$ZodType): boolean {
  return schema instanceof core.$ZodPipe
    ? isToldByKind(schema._zod.def.in)
    : schema instanceof core.$ZodDiscriminatedUnion;
}

/** The one branch that takes this map; of several, the one of its kind. Null where that cannot be told. */
function likeMap(schema: core.$ZodType, node: MapNode): core.$ZodType | null {
  const maps = branchesOf(schema).filter(
    (branch) => branch instanceof core.$ZodObject || branch instanceof core.$ZodRecord,
  );
  const kind = textNode(node.entries.get('kind')?.value ?? null)?.value;
  const [only = null, ...others] =
    maps.length === 1 ? maps : maps.filter((branch) => kind !== undefined && isOfKind(branch, kind));
  return others.length === 0 ? only : null;
}

function isOfKind(schema: core.$ZodType, kind: string): boolean {
  const field = schema instanceof core.$ZodObject ? schema._zod.def.shape['kind'] : undefined;
  return field instanceof core.$ZodLiteral && field._zod.def.values.includes(kind);
}

/** What a schema is once everything around it is taken off. */
function branchesOf(schema: core.$ZodType): readonly core.$ZodType[] {
  if (schema instanceof core.$ZodPipe) return branchesOf(schema._zod.def.in);
  if (schema instanceof core.$ZodOptional || schema instanceof core.$ZodDefault)
    return branchesOf(schema._zod.def.innerType);
  if (schema instanceof core.$ZodUnion) return schema._zod.def.options.flatMap(branchesOf);
  return [schema];
}

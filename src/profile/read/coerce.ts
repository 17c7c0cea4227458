// A variable is text, and some options are numbers: `chain: ${CHAIN_ID}`. Where the schema wants a number or true or
// false, and a text that came from variables reads as one, it is taken as such. Written text never is.

import type { z } from 'zod';
import { nodeAt, plainOf, type MapNode, type NodePath, type ProfileNode } from './tree.ts';

const numberPattern = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

export interface Typed<Schema extends z.ZodType> {
  /** The document with such texts replaced. */
  readonly root: MapNode;
  /** What the schema made of it, where it needed no replacing and nothing is wrong. */
  readonly document: z.output<Schema> | null;
}

export function typedVariables<Schema extends z.ZodType>(root: MapNode, schema: Schema): Typed<Schema> {
  const result = schema.safeParse(plainOf(root));
  if (result.success) return { root, document: result.data };
  let typed: ProfileNode = root;
  for (const { path, expected } of typeIssues(result.error.issues, [])) {
    const node = nodeAt(root, path);
    if (node?.type !== 'scalar' || node.shown === null || typeof node.value !== 'string') continue;
    const value = typedValue(node.value, expected);
    if (value !== null) typed = replaced(typed, path, { ...node, value });
  }
  return { root: typed.type === 'map' ? typed : root, document: null };
}

interface TypeIssue {
  readonly path: NodePath;
  readonly expected: string;
}

function typeIssues(issues: readonly z.core.$ZodIssue[], at: NodePath): TypeIssue[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path.filter((part) => typeof part !== 'symbol')];
    if (issue.code === 'invalid_type') return [{ path, expected: issue.expected }];
    return issue.code === 'invalid_union' ? issue.errors.flatMap((branch) => typeIssues(branch, path)) : [];
  });
}

function typedValue(text: string, expected: string): number | boolean | null {
  if (expected === 'boolean') return text === 'true' ? true : text === 'false' ? false : null;
  return (expected === 'number' || expected === 'int') && numberPattern.test(text) ? Number(text) : null;
}

function replaced(node: ProfileNode, path: NodePath, by: ProfileNode): ProfileNode {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  if (node.type === 'list')
    return {
      ...node,
      items: node.items.map((item, index) => (index === first ? replaced(item, rest, by) : item)),
    };
  if (node.type !== 'map') return node;
  const entry = node.entries.get(String(first));
  if (!entry) return node;
  const entries = new Map(node.entries);
  entries.set(String(first), { ...entry, value: replaced(entry.value, rest, by) });
  return { ...node, entries };
}

// The profile's fingerprint: the same for the same rules, whatever the environment put into them.

import { createHash } from 'node:crypto';
import { plainOf, type MapNode, type Plain } from './read/tree.ts';

/** `sha256:…` over the canonical JSON of the merged document, with `${NAME}` standing for what the environment gave. */
export function digestOf(root: MapNode): string {
  return `sha256:${createHash('sha256')
    .update(canonicalJson(plainOf(root, 'written')))
    .digest('hex')}`;
}

/** The same of a text as people read it. */
export function textDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** JSON with the keys of every map sorted, and no blanks. */
function canonicalJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}

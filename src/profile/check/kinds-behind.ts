// Of which kind the source behind a metric is, and what of a source is its kind's own.

import type { SourceKind } from '../../sources/source.ts';
import { sharedSourceKeys, type SourceKinds } from '../schema/schema.ts';
import {
  childOf,
  entriesOf,
  plainOf,
  textNode,
  type MapNode,
  type Plain,
  type ProfileNode,
} from '../read/tree.ts';

/** What a source's kind itself has to say of. */
export function ownOptions(source: ProfileNode | null): Plain {
  return Object.fromEntries(
    entriesOf(source).flatMap(([key, { value }]) =>
      sharedSourceKeys.includes(key) ? [] : [[key, plainOf(value)]],
    ),
  );
}

export function kindOf(sources: ProfileNode | null, id: string, kinds: SourceKinds): SourceKind | null {
  return kinds.get(textNode(childOf(childOf(sources, id), 'kind'))?.value ?? '') ?? null;
}

/** The kinds that the metric's source may be of: its own, or, where that cannot be told, each that there is among the sources. */
export function kindsBehind(metric: ProfileNode, root: MapNode, kinds: SourceKinds): readonly SourceKind[] {
  const sources = childOf(root, 'sources');
  const from = textNode(childOf(metric, 'from'))?.value;
  const own = from === undefined ? null : kindOf(sources, from, kinds);
  if (own) return [own];
  const ids = entriesOf(sources).map(([id]) => id);
  const among = (from !== undefined && ids.includes(from) ? [] : ids).map((id) => kindOf(sources, id, kinds));
  const known = among.filter((kind) => kind !== null);
  return known.length === 0 || known.length < among.length ? [...kinds.values()] : [...new Set(known)];
}

// Which line of the checklist is carried by what, and which id is whose: each of them once. Two that claim one line, or two
// items of one id, would silently share a tick; both places are told.

import type { Findings } from '../read/findings.ts';
import { lineNodes, type Part } from './sites.ts';
import {
  childOf,
  entriesOf,
  isHidden,
  itemsOf,
  textNode,
  type NodePath,
  type Place,
  type ProfileNode,
} from '../read/tree.ts';

interface Claim {
  readonly word: string;
  /** How it is printed. */
  readonly told: string;
  readonly place: Place;
  readonly path: NodePath;
}

export function checkClaims(root: ProfileNode, findings: Findings): void {
  const told = (claim: Claim, first: Claim, why: string): void =>
    findings.error(
      claim.place,
      claim.path,
      `${claim.told} is claimed twice: here and at ${placeWords(first.place)}; ${why}`,
    );
  const refs = [...stepsOf(root), ...entriesIn(root, ['metrics', 'hints', 'incidents']), ...lineNodes(root)];
  eachRepeated(refs.flatMap(refClaims), (claim, first) =>
    told(claim, first, 'a line of the checklist is carried by one'),
  );
  eachRepeated(lineNodes(root).flatMap(idClaims), (claim, first) =>
    told(claim, first, 'a tick or a signature must know which one it is for'),
  );
}

/** Calls `visit` for each claim whose word an earlier one has, in the order of the files, with that earlier one. */
function eachRepeated(claims: readonly Claim[], visit: (claim: Claim, first: Claim) => void): void {
  const first = new Map<string, Claim>();
  for (const claim of [...claims].sort(byPlace)) {
    const before = first.get(claim.word);
    if (before) visit(claim, before);
    else first.set(claim.word, claim);
  }
}

function byPlace({ place: a }: Claim, { place: b }: Claim): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function refClaims({ node, path }: Part): readonly Claim[] {
  const ref = childOf(node, 'ref');
  const at = [...path, 'ref'];
  if (ref?.type === 'list') return ref.items.flatMap((item, index) => claimOf(item, [...at, index]));
  return claimOf(ref, at);
}

function idClaims({ node, path }: Part): readonly Claim[] {
  return claimOf(childOf(node, 'id'), [...path, 'id']);
}

function claimOf(node: ProfileNode | null, path: NodePath): readonly Claim[] {
  const text = textNode(node);
  return text && text.value !== ''
    ? [{ word: text.value, told: isHidden(text) ? (text.shown ?? '') : text.value, place: text.place, path }]
    : [];
}

function entriesIn(root: ProfileNode, sections: readonly string[]): readonly Part[] {
  return sections.flatMap((section) =>
    entriesOf(childOf(root, section)).map(([id, { value }]) => ({ node: value, path: [section, id] })),
  );
}

/** Steps are one, or a list of them; a step without a map claims nothing. */
function stepsOf(root: ProfileNode): readonly Part[] {
  return entriesIn(root, ['hints', 'incidents']).flatMap(({ node, path }): readonly Part[] => {
    const steps = childOf(node, 'do');
    if (steps?.type === 'map') return [{ node: steps, path: [...path, 'do'] }];
    return itemsOf(steps).map((step, index) => ({ node: step, path: [...path, 'do', index] }));
  });
}

/** `base.yaml:120:9`: the name of the file is enough to find it among those of one profile. */
function placeWords({ file, line, column }: Place): string {
  return `${file.replace(/^.*[\\/]/, '')}:${line}:${column}`;
}

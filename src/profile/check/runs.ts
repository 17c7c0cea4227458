// Consecutive runs in a profile: what `runs` may stand beside, and what it may look at.

import { leavesOf, metricsOf, operandsOf, type Leaf } from '../../rules/condition/ast.ts';
import { lineNodes, type Rules } from './sites.ts';
import { type Findings, knownWords } from '../read/findings.ts';
import {
  childOf,
  entriesOf,
  pathText,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from '../read/tree.ts';

export function checkRuns(root: MapNode, rules: Rules, findings: Findings): void {
  for (const { node, path } of lineNodes(root)) checkItem(root, node, path, rules, findings);
}

function checkItem(root: MapNode, item: ProfileNode, path: NodePath, rules: Rules, findings: Findings): void {
  const runs = childOf(item, 'runs');
  if (!runs) return;
  const at = [...path, 'runs'];
  for (const key of ['of', 'same']) {
    const named = textNode(childOf(runs, key));
    if (!named) continue;
    const ids = entriesOf(childOf(root, 'metrics')).map(([known]) => known);
    const isThere = ids.includes(named.value);
    const problem = isThere
      ? calculated(root, named.value)
      : `there is no metric "${named.value}"${knownWords(named.value, ids)}`;
    const tell = isThere ? 'error' : 'absent';
    if (problem !== null) findings[tell](named.place, [...at, key], unquoted(named, problem));
  }
  const when = childOf(item, 'when');
  if (!when) {
    findings.error(
      runs.place,
      at,
      'runs counts the looks at which "when" holds, and there is none beside it',
    );
    return;
  }
  const rule = rules.get(pathText([...path, 'when']));
  if (!rule) return;
  const problems = [
    ...leavesOf(rule.condition).map(leafProblem),
    ...metricsOf(rule.condition).map((id) => calculated(root, id)),
  ];
  for (const problem of problems)
    if (problem !== null) findings.error(when.place, [...path, 'when'], problem);
}

/** A calculated metric has no looks: what is calculated of a look that failed is no sample at all. */
function calculated(root: MapNode, id: string): string | null {
  const from = childOf(childOf(childOf(root, 'metrics'), id), 'from');
  return from && !textNode(from)
    ? `runs looks at what was read, and ${id} is calculated from others: name those`
    : null;
}

/** Each run is judged by its own instant alone. */
function leafProblem(leaf: Leaf): string | null {
  const [call] = operandsOf(leaf).flatMap((operand) => operand.call ?? []);
  if (leaf.type === 'status')
    return 'beside runs a condition compares values: the status of back then is not kept';
  if (leaf.type === 'absent') return 'a run without a reading breaks the row by itself: leave out "absent"';
  if (leaf.held) return 'runs says how often it must hold: leave out "for"';
  if (leaf.until) return 'each run is judged by itself: leave out "until"';
  return call ? `each run is judged by itself: leave out ${call.name}()` : null;
}

// Every condition of a profile, read and held against its metrics; each finding points at the word it speaks of.

import { checkCondition } from '../rules/condition/check.ts';
import type { ConditionLookup } from '../rules/condition/operand-type.ts';
import { parseCondition } from '../rules/condition/parse.ts';
import type { Rule } from '../rules/plan.ts';
import type { Findings } from './findings.ts';
import type { Secrecy } from './secrecy.ts';
import { placedCondition } from './placed-condition.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  itemsOf,
  pathText,
  textNode,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from './tree.ts';

/** The conditions by where they stand: `metrics.queue-depth.alert`. */
export type Rules = ReadonlyMap<string, Rule>;

interface Site {
  readonly node: ProfileNode | null;
  readonly path: NodePath;
  /** The metric that the condition belongs to and may leave out. */
  readonly own: string | null;
}

export function readConditions(
  root: MapNode,
  secrecy: Secrecy,
  lookup: ConditionLookup,
  findings: Findings,
): Rules {
  const rules = new Map<string, Rule>();
  for (const site of sitesOf(root)) {
    const rule = readCondition(site, secrecy, lookup, findings);
    if (rule) rules.set(pathText(site.path), rule);
  }
  return rules;
}

function readCondition(
  site: Site,
  secrecy: Secrecy,
  lookup: ConditionLookup,
  findings: Findings,
): Rule | null {
  const text = textNode(site.node);
  if (!text || text.value === '') return null;
  const at = (offset: number) => ({ ...text.place, column: columnWithin(text, offset) });
  const placed = text.parts === null ? null : placedCondition(text.parts, secrecy);
  if (placed && placed.problem !== null) {
    findings.error(text.place, site.path, placed.problem);
    return null;
  }
  const parsed = parseCondition(placed?.text ?? text.value, { own: site.own });
  if (!parsed.ok) {
    for (const { message, span } of parsed.problems)
      findings.error(at(span.start), site.path, placed?.told(message) ?? message);
    return null;
  }
  const condition = placed?.filled(parsed.condition) ?? parsed.condition;
  for (const { severity, message, span } of checkCondition(condition, lookup))
    findings[severity](at(span.start), site.path, message);
  return { text: text.known ?? text.value, condition };
}

function sitesOf(root: MapNode): readonly Site[] {
  const under = (section: string, key: string, own: boolean): Site[] =>
    entriesOf(childOf(root, section)).map(([id, { value }]) => ({
      node: childOf(value, key),
      path: [section, id, key],
      own: own ? id : null,
    }));
  const inList = (list: ProfileNode | null, path: NodePath): Site[] =>
    itemsOf(list).map((item, index) => ({
      node: childOf(item, 'when'),
      path: [...path, index, 'when'],
      own: null,
    }));
  const gate = childOf(root, 'gate');
  return [
    ...under('metrics', 'target', true),
    ...under('metrics', 'alert', true),
    ...under('hints', 'when', false),
    ...under('incidents', 'when', false),
    ...itemsOf(childOf(root, 'phases')).flatMap((phase, index) =>
      inList(childOf(phase, 'items'), ['phases', index, 'items']),
    ),
    ...inList(childOf(gate, 'required'), ['gate', 'required']),
    ...inList(childOf(gate, 'recommended'), ['gate', 'recommended']),
  ];
}

// The walk over a profile's document: its lines and its conditions, with where they stand. Every condition is read and held against
// the metrics; each finding points at the word it speaks of.

import { metricsOf } from '../../rules/condition/ast.ts';
import { checkCondition } from '../../rules/condition/check.ts';
import type { ConditionLookup } from '../../rules/condition/operand-type.ts';
import { parseCondition } from '../../rules/condition/parse.ts';
import type { Rule } from '../../rules/plan.ts';
import type { Findings } from '../read/findings.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { placedCondition } from '../environment/placed-condition.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  itemsOf,
  nodeAt,
  pathText,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from '../read/tree.ts';

/** The conditions by where they stand: `metrics.queue-depth.alert`. */
export type Rules = ReadonlyMap<string, Rule>;

interface Site {
  readonly node: ProfileNode | null;
  readonly path: NodePath;
  /** The metric that the condition belongs to and may leave out. */
  readonly own: string | null;
}

export interface ConditionsInput {
  readonly root: MapNode;
  readonly secrecy: Secrecy;
  /** In the first one each metric has its unit; where that is wrong, only what is wrong in all of them is told. */
  readonly lookups: readonly ConditionLookup[];
  /** Whether a metric's unit rests on nothing but its own word. */
  readonly isAssumed: (metric: string) => boolean;
  readonly findings: Findings;
}

export function readConditions(input: ConditionsInput): Rules {
  const rules = new Map<string, Rule>();
  const doubts: Doubt[] = [];
  for (const site of sitesOf(input.root)) {
    const rule = readCondition(site, input, doubts);
    if (rule) rules.set(pathText(site.path), rule);
  }
  tellDoubts(doubts, rules, input);
  return rules;
}

function readCondition(
  site: Site,
  { secrecy, lookups, findings }: ConditionsInput,
  doubts: Doubt[],
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
  }
  const read = parsed.ok ? parsed.condition : parsed.rest;
  if (read === null) return null;
  const condition = placed?.filled(read) ?? read;
  const [first = [], ...others] = lookups.map((lookup) => checkCondition(condition, lookup));
  for (const { severity, message, span, isAbsent } of first) {
    const tell = (): void => findings[isAbsent ? 'absent' : severity](at(span.start), site.path, message);
    if (others.every((found) => found.some((other) => other.span.start === span.start))) tell();
    else doubts.push({ site: pathText(site.path), metrics: metricsOf(condition), tell });
  }
  return parsed.ok ? { text: text.known ?? text.value, condition } : null;
}

/** A finding that holds only if a metric's unit is what it says. */
interface Doubt {
  readonly site: string;
  readonly metrics: readonly string[];
  readonly tell: () => void;
}

/** Where all that compares a metric contradicts its unit, the unit is the mistake; else whatever does not fit it. */
function tellDoubts(
  doubts: readonly Doubt[],
  rules: Rules,
  { root, isAssumed, findings }: ConditionsInput,
): void {
  const doubted = new Set(doubts.map(({ site }) => site));
  const isWrong = (metric: string): boolean => {
    const sites = [...rules].filter(([, { condition }]) => metricsOf(condition).includes(metric));
    return sites.length > 1 && sites.every(([site]) => doubted.has(site));
  };
  for (const { metrics, tell } of doubts) {
    const assumed = metrics.filter(isAssumed);
    const wrong = assumed.filter(isWrong);
    if (assumed.length > 0 && wrong.length === 0) tell();
    for (const metric of wrong) {
      const path = ['metrics', metric, 'unit'];
      const unit = textNode(nodeAt(root, path));
      const message = `"${unit?.value ?? ''}" fits nothing that ${metric} is compared with`;
      if (unit) findings.error(unit.place, path, unquoted(unit, message));
    }
  }
}

function sitesOf(root: MapNode): readonly Site[] {
  const under = (section: string, key: string, own: boolean): Site[] =>
    entriesOf(childOf(root, section)).map(([id, { value }]) => ({
      node: childOf(value, key),
      path: [section, id, key],
      own: own ? id : null,
    }));
  return [
    ...under('metrics', 'target', true),
    ...under('metrics', 'alert', true),
    ...under('hints', 'when', false),
    ...under('incidents', 'when', false),
    ...lineNodes(root).map(({ node, path }) => ({
      node: childOf(node, 'when'),
      path: [...path, 'when'],
      own: null,
    })),
  ];
}

/** A part of the document with where it stands. */
export interface Part {
  readonly node: ProfileNode;
  readonly path: NodePath;
}

/** The items of all phases, and the criteria of the gate. */
export function lineNodes(root: ProfileNode): readonly Part[] {
  const listed = (list: ProfileNode | null, path: NodePath): readonly Part[] =>
    itemsOf(list).map((node, index) => ({ node, path: [...path, index] }));
  const gate = childOf(root, 'gate');
  return [
    ...itemsOf(childOf(root, 'phases')).flatMap((phase, index) =>
      listed(childOf(phase, 'items'), ['phases', index, 'items']),
    ),
    ...listed(childOf(gate, 'required'), ['gate', 'required']),
    ...listed(childOf(gate, 'recommended'), ['gate', 'recommended']),
  ];
}

// Derived metrics of a profile: `from: { expr: … }`, read and held against the metrics that it names.

import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import { findUnit, unitSymbols } from '../../domain/unit.ts';
import type { Finding } from '../../rules/condition/check.ts';
import {
  formulaMetrics,
  formulaOperands,
  parseFormula,
  type Formula,
} from '../../rules/condition/formula.ts';
import { formulaType, fromBase, measures, ownUnit } from '../../rules/condition/formula-type.ts';
import type { ConditionLookup } from '../../rules/condition/operand-type.ts';
import type { DerivedPlan } from '../../rules/plan.ts';
import { Findings } from '../read/findings.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
  type ScalarNode,
} from '../read/tree.ts';

/** What a formula says of its metric; `unit` is undefined when something in it is not known. */
export interface DerivedFacts extends DerivedUnit {
  readonly derived: DerivedPlan;
}

interface DerivedUnit {
  readonly unit: string | null | undefined;
  /** The units of which one was meant, where the one that is written is wrong. */
  readonly meant?: readonly (string | null)[];
}

interface Read {
  readonly id: string;
  readonly node: ProfileNode;
  readonly text: ScalarNode & { readonly value: string };
  readonly formula: Formula;
}

/** How deep metrics may be calculated from each other: whoever follows them goes that deep. */
const chainMax = 50;

/** Keys that say something of readings, and nothing of what is calculated. */
const keysOfReadings = ['read', 'use', 'minSamples'];

/**
 * Takes up the derived metrics one after the other, each after its inputs.
 * @param lookups more than one where the unit of a metric is wrong, and several may be meant.
 * @param take is told of each, so that the lookup knows its unit for the next.
 */
export function readDerived(
  root: MapNode,
  lookups: readonly ConditionLookup[],
  findings: Findings,
  take: (id: string, facts: DerivedFacts) => void,
): void {
  const read = new Map<string, Read>();
  for (const [id, { value }] of entriesOf(childOf(root, 'metrics'))) {
    const found = readFormula(id, value, findings);
    if (found) read.set(id, found);
  }
  /** How many derived metrics stand behind each one that was taken up. */
  const taken = new Map<string, number>();
  let isTold = false;
  const visit = (one: Read, chain: readonly string[]): void => {
    if (taken.has(one.id)) return;
    let depth = 0;
    let isTooDeep = false;
    for (const operand of formulaOperands(one.formula)) {
      const input = read.get(operand.metric);
      if (chain.length + 1 + (taken.get(operand.metric) ?? 0) > chainMax && input) {
        const message = `metrics are calculated from each other at most ${chainMax} deep: write a part of this formula out`;
        if (!isTold) findings.error(placeIn(one.text, operand.span.start), pathOf(one.id), message);
        isTold = true;
        isTooDeep = true;
        continue;
      }
      const start = [...chain, one.id].indexOf(operand.metric);
      if (start >= 0) reportCircle(one, operand.span.start, [...chain, one.id].slice(start), findings);
      else if (input) visit(input, [...chain, one.id]);
      if (input) depth = Math.max(depth, 1 + (taken.get(operand.metric) ?? 0));
    }
    if (taken.has(one.id)) return;
    taken.set(one.id, depth);
    // What is not calculated cuts the chain.
    if (isTooDeep) return;
    take(one.id, {
      derived: { text: one.text.known ?? one.text.value, formula: one.formula },
      ...likeliestUnit(one, lookups, findings),
    });
  };
  for (const one of read.values()) visit(one, []);
}

function readFormula(id: string, node: ProfileNode, findings: Findings): Read | null {
  const from = childOf(node, 'from');
  if (from?.type !== 'map') return null;
  for (const key of keysOfReadings) {
    const superfluous = childOf(node, key);
    const message = `a derived metric has no "${key}": it is calculated from the metrics that it names`;
    if (superfluous) findings.error(superfluous.place, ['metrics', id, key], message);
  }
  const text = textNode(childOf(from, 'expr'));
  if (!text || text.value === '') return null;
  const parsed = parseFormula(text.value);
  if (parsed.ok && formulaMetrics(parsed.formula).length > 0)
    return { id, node, text, formula: parsed.formula };
  const problems = parsed.ok
    ? [{ message: 'the formula names no metric: it would never have a sample', span: { start: 0 } }]
    : parsed.problems;
  for (const { message, span } of problems)
    findings.error(placeIn(text, span.start), pathOf(id), unquoted(text, message));
  return null;
}

function pathOf(id: string): NodePath {
  return ['metrics', id, 'from', 'expr'];
}

function placeIn(text: ScalarNode & { readonly value: string }, offset: number): ScalarNode['place'] {
  return { ...text.place, column: columnWithin(text, offset) };
}

function reportCircle(one: Read, offset: number, circle: readonly string[], findings: Findings): void {
  const words = [...circle, circle[0]].join(' → ');
  findings.error(placeIn(one.text, offset), pathOf(one.id), `this goes round in a circle: ${words}`);
}

/** The first lookup in which nothing is wrong with the formula, else the first of all. */
function likeliestUnit(one: Read, lookups: readonly ConditionLookup[], findings: Findings): DerivedUnit {
  const tries = lookups.map((lookup) => {
    const found = new Findings(findings.isPartial);
    return { found, unit: unitOf(one, lookup, found) };
  });
  const best = tries.find(({ found }) => !found.hasErrors) ?? tries[0];
  if (!best) return { unit: undefined };
  findings.take(best.found);
  const meant = [...new Set(tries.flatMap(({ unit }) => unit.meant ?? []))];
  return best.unit.meant ? { ...best.unit, meant } : best.unit;
}

/** The unit that the value is given in: what `unit` says where it fits, else that of the formula itself. */
function unitOf(one: Read, lookup: ConditionLookup, findings: Findings): DerivedUnit {
  const found: Finding[] = [];
  const type = formulaType(one.formula, lookup, found);
  for (const { severity, message, span, isAbsent } of found)
    findings[isAbsent ? 'absent' : severity](
      placeIn(one.text, span.start),
      pathOf(one.id),
      unquoted(one.text, message),
    );
  if (!type) return { unit: undefined };
  const written = textNode(childOf(one.node, 'unit'));
  const own = ownUnit(type, lookup.units);
  const given = own && (own.symbol === '' ? null : own.symbol);
  if (!written) {
    if (own) return { unit: given };
    findings.error(
      placeIn(one.text, 0),
      pathOf(one.id),
      `the formula gives ${measures(type)}: there is no unit for that`,
    );
    return { unit: undefined };
  }
  const known = [...unitSymbols, ...lookup.units];
  const unit = findUnit(written.value, lookup.units);
  if (unit && fromBase(type, unit)) return { unit: written.value };
  const remedy =
    unit?.dimension === 'percent'
      ? 'a percentage is a ratio, or a ratio times 100'
      : `give the number a unit inside the formula, (…) * 1 ${written.value}`;
  findings[unit ? 'error' : 'absent'](
    written.place,
    ['metrics', one.id, 'unit'],
    unquoted(
      written,
      unit
        ? `"${written.value}" measures something else than the formula, which gives ${measures(type)}: ${remedy}`
        : `"${written.value}" is no unit${didYouMean(written.value, known)}`,
    ),
  );
  const near = unit ? written.value : nearestWord(written.value, known);
  const meant = [...(near === null ? [] : [near]), ...(own ? [given] : [])];
  return meant.length === 0 ? { unit: undefined } : { unit: meant[0], meant };
}

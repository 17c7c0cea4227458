// What is known of each metric before any condition is looked at: its source's kind, its function, its unit.

import type { Amount } from '../domain/amount.ts';
import type { Call } from '../rules/condition/ast.ts';
import { checkCondition } from '../rules/condition/check.ts';
import type { ConditionLookup, ValueKind } from '../rules/condition/operand-type.ts';
import { parseCall } from '../rules/condition/parse.ts';
import type { DerivedPlan } from '../rules/plan.ts';
import type { SourceKind } from '../sources/source.ts';
import { readDerived } from './derived.ts';
import type { Findings } from './findings.ts';
import { checkedBy } from './issues.ts';
import type { SourceKinds } from './schema.ts';
import { chooseUnit } from './units.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  plainOf,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from './tree.ts';

export interface MetricFacts {
  readonly use: Call | null;
  readonly unit: string | null;
  readonly scale: Amount | null;
  readonly kind: ValueKind;
  /** What it is calculated from; null for a metric that is read. */
  readonly derived: DerivedPlan | null;
}

/** A unit that is none: conditions are not held against a unit that an earlier mistake keeps in the dark. */
const unknownUnit = '?';
const inTheDark: MetricFacts = { use: null, unit: unknownUnit, scale: null, kind: 'any', derived: null };

export interface FactsInput {
  readonly root: MapNode;
  readonly kinds: SourceKinds;
  /** Units of the profile's own. */
  readonly units: readonly string[];
  readonly findings: Findings;
}

export function factsOfMetrics(input: FactsInput): ReadonlyMap<string, MetricFacts> {
  const sources = childOf(input.root, 'sources');
  const metrics = entriesOf(childOf(input.root, 'metrics'));
  const known = new Map<string, MetricFacts>(
    metrics.map(([id, { value }]) => {
      if (childOf(value, 'from')?.type === 'map') return [id, inTheDark];
      const from = textNode(childOf(value, 'from'))?.value ?? '';
      const kindName = textNode(childOf(childOf(sources, from), 'kind'))?.value ?? '';
      return [id, factsOf(input, value, ['metrics', id], input.kinds.get(kindName) ?? null)];
    }),
  );
  const lookup: ConditionLookup = {
    metric: (id) => known.get(id) ?? null,
    metricIds: metrics.map(([id]) => id),
    units: input.units,
  };
  readDerived(input.root, lookup, input.findings, (id, { derived, unit }) => {
    const isKnown = unit !== undefined;
    const facts = isKnown ? { ...inTheDark, unit, kind: 'numeric' as const } : inTheDark;
    known.set(id, { ...facts, derived });
  });
  return known;
}

function factsOf(input: FactsInput, node: ProfileNode, path: NodePath, kind: SourceKind | null): MetricFacts {
  const natural = naturalUnit(input, node, path, kind);
  const use = readUse(input, node, path, natural);
  const written = textNode(childOf(node, 'unit'));
  if (use === undefined) return inTheDark;
  if (natural === undefined && written === null) return { ...inTheDark, use };
  const choice = chooseUnit(written?.value ?? null, natural ?? null, use, input.units);
  if (!('problem' in choice))
    return { ...choice, use, derived: null, kind: use !== null || choice.unit !== null ? 'numeric' : 'any' };
  // Without the unit of the readings only an unknown word can be told from a unit that does not fit.
  if (written && (natural !== undefined || choice.kind === 'no unit'))
    input.findings.error(written.place, [...path, 'unit'], unquoted(written, choice.problem));
  return inTheDark;
}

/** Null when the service does not say; undefined when it cannot be asked, because something before it is wrong. */
function naturalUnit(
  input: FactsInput,
  node: ProfileNode,
  path: NodePath,
  kind: SourceKind | null,
): string | null | undefined {
  if (!kind || node.type !== 'map') return undefined;
  const read = childOf(node, 'read');
  const plain = read ? plainOf(read) : undefined;
  if (kind.read.safeParse(plain).success) return kind.naturalUnit(plain);
  checkedBy(kind.read, plain, input.root, [...path, 'read'], input.findings);
  return undefined;
}

/** Undefined when it cannot be read. */
function readUse(
  input: FactsInput,
  node: ProfileNode,
  path: NodePath,
  natural: string | null | undefined,
): Call | null | undefined {
  const text = textNode(childOf(node, 'use'));
  if (!text) return childOf(node, 'use') ? undefined : null;
  const at = (offset: number) => ({ ...text.place, column: columnWithin(text, offset) });
  const parsed = parseCall(text.value);
  if (!parsed.ok) {
    for (const problem of parsed.problems)
      input.findings.error(at(problem.span.start), [...path, 'use'], unquoted(text, problem.message));
    return undefined;
  }
  const span = { start: 0, end: text.value.length };
  const id = String(path.at(-1));
  const left = { type: 'operand', metric: id, call: parsed.call, implicit: true, span } as const;
  const unit = natural === undefined ? unknownUnit : natural;
  const kind: ValueKind = natural ? 'numeric' : 'any';
  const findings = checkCondition(
    { type: 'absent', left, held: null, span },
    { metric: () => ({ unit, kind }), metricIds: [id], units: input.units },
  );
  for (const { severity, message, span } of findings)
    input.findings[severity](at(span.start), [...path, 'use'], unquoted(text, message));
  return findings.some((finding) => finding.severity === 'error') ? undefined : parsed.call;
}

// What is known of each metric before any condition is looked at: its source's kind, its function, its unit.

import type { Amount } from '../../domain/amount.ts';
import { findUnit } from '../../domain/unit.ts';
import type { Call } from '../../rules/condition/ast.ts';
import { checkCondition } from '../../rules/condition/check.ts';
import { unitAfterCall, type ConditionLookup, type ValueKind } from '../../rules/condition/operand-type.ts';
import { parseCall } from '../../rules/condition/parse.ts';
import type { DerivedPlan } from '../../rules/plan.ts';
import type { SourceKind } from '../../sources/source.ts';
import { readDerived } from './derived.ts';
import { Findings } from '../read/findings.ts';
import { kindsBehind } from './kinds-behind.ts';
import type { SchemaCheck } from '../schema/schema-check.ts';
import type { SourceKinds } from '../schema/schema.ts';
import { chooseUnit } from './units.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  pathText,
  plainOf,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from '../read/tree.ts';

export interface MetricFacts {
  readonly use: Call | null;
  readonly unit: string | null;
  readonly scale: Amount | null;
  readonly kind: ValueKind;
  /** The units of which one was meant, where the one that is written is wrong. */
  readonly meant?: readonly (string | null)[];
  /** What is read is not known: nothing but the profile itself says that this is its unit. */
  readonly assumed?: boolean;
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
  readonly checkedBy: SchemaCheck;
}

export function factsOfMetrics(input: FactsInput): ReadonlyMap<string, MetricFacts> {
  const metrics = entriesOf(childOf(input.root, 'metrics'));
  const known = new Map<string, MetricFacts>(
    metrics.map(([id, { value }]) => {
      if (childOf(value, 'from')?.type === 'map') return [id, asWritten(value, input.units)];
      return [id, factsOf(input, value, ['metrics', id], kindsBehind(value, input.root, input.kinds))];
    }),
  );
  const ids = metrics.map(([id]) => id);
  const lookups = lookupsOf(known, ids, input.units);
  readDerived(input.root, lookups, input.findings, (id, { derived, unit, meant = [] }) => {
    const facts = unit === undefined ? known.get(id) : { unit, meant, kind: 'numeric' as const };
    known.set(id, { ...inTheDark, ...facts, derived });
  });
  return known;
}

/** What conditions and formulas may rest on: one lookup, or more where a metric's unit is wrong and several may be meant. */
export function lookupsOf(
  facts: ReadonlyMap<string, MetricFacts>,
  metricIds: readonly string[],
  units: readonly string[],
): readonly ConditionLookup[] {
  const most = Math.max(1, ...Array.from(facts.values(), ({ meant = [] }) => meant.length));
  return Array.from({ length: most }, (_, index) => ({
    metric: (id: string) => {
      const known = facts.get(id);
      const unit = known?.meant?.[index];
      return known ? { ...known, unit: unit === undefined ? known.unit : unit } : null;
    },
    metricIds,
    units,
  }));
}

/** What is known of a metric whose formula cannot be read. */
function asWritten(metric: ProfileNode, own: readonly string[]): MetricFacts {
  const unit = textNode(childOf(metric, 'unit'))?.value ?? '';
  return findUnit(unit, own) ? { ...inTheDark, unit, kind: 'numeric' } : inTheDark;
}

function factsOf(
  input: FactsInput,
  node: ProfileNode,
  path: NodePath,
  kinds: readonly SourceKind[],
): MetricFacts {
  const natural = naturalUnit(input, node, path, kinds);
  const use = readUse(input, node, path, natural);
  const written = textNode(childOf(node, 'unit'));
  if (natural === undefined && written === null) return { ...inTheDark, use: use ?? null };
  // What a function that cannot be read makes of the readings' unit is not known.
  const isKnown = natural !== undefined && use !== undefined;
  const call = use ?? null;
  const choice = chooseUnit(written?.value ?? null, isKnown ? natural : null, call, input.units);
  if (!('problem' in choice)) {
    if (use === undefined && written === null) return inTheDark;
    const kind = use !== null || choice.unit !== null ? 'numeric' : kindRead(input.root, node, kinds);
    const facts = { ...choice, use: call, derived: null, kind } as const;
    return isKnown ? facts : { ...facts, assumed: true, meant: [choice.unit, unknownUnit] };
  }
  // Without the unit of the readings a unit that does not fit them cannot be told.
  if (!written || !(isKnown || choice.certain)) return { ...inTheDark, use: call };
  const tell = choice.isAbsent ? 'absent' : 'error';
  input.findings[tell](written.place, [...path, 'unit'], unquoted(written, choice.problem));
  const given = isKnown ? [unitAfterCall(call, natural)] : [];
  const meant = [...(choice.meant === null ? [] : [choice.meant]), ...given];
  return { ...inTheDark, use: call, kind: 'numeric', unit: meant[0] ?? unknownUnit, meant };
}

/** What the read alone says of its readings; nothing where its source is only guessed. */
function kindRead(root: MapNode, node: ProfileNode, kinds: readonly SourceKind[]): ValueKind {
  const from = textNode(childOf(node, 'from'))?.value ?? '';
  if (childOf(childOf(root, 'sources'), from) === null) return 'any';
  const read = childOf(node, 'read');
  const [only, ...others] = kinds.filter((kind) => read && kind.read.safeParse(plainOf(read)).success);
  return only && read && others.length === 0 ? only.valueKind(plainOf(read)) : 'any';
}

/** Null when the service does not say; undefined when it cannot be asked, because something before it is wrong. */
function naturalUnit(
  input: FactsInput,
  node: ProfileNode,
  path: NodePath,
  kinds: readonly SourceKind[],
): string | null | undefined {
  if (node.type !== 'map') return undefined;
  const read = childOf(node, 'read');
  const plain = read ? plainOf(read) : undefined;
  const units = kinds.flatMap((kind) =>
    kind.read.safeParse(plain).success ? [kind.naturalUnit(plain)] : [],
  );
  if (units.length > 0) return new Set(units).size === 1 ? units[0] : undefined;
  const at = [...path, 'read'];
  const check = (kind: SourceKind, findings: Findings): void =>
    void input.checkedBy(kind.read, plain, input.root, at, findings);
  const [only] = kinds;
  if (only && kinds.length === 1) check(only, input.findings);
  else if (!read)
    input.findings.absent(
      node.place,
      at,
      '"read" is missing: what it may be is told by the kind of the source',
    );
  else {
    // Of which kind the source is, is not known: the one that takes it as a whole and not in a part was meant.
    const [likeliest] = kinds
      .map((kind) => ({ kind, wrong: wrongParts((findings) => check(kind, findings), at) }))
      .filter(({ wrong }) => wrong !== null)
      .sort((a, b) => (a.wrong ?? 0) - (b.wrong ?? 0));
    if (likeliest) check(likeliest.kind, input.findings);
    else input.findings.absent(read.place, at, 'no kind of source that there is here is read so');
  }
  return undefined;
}

/** How many of its parts do not fit; null where it does not fit as a whole. */
function wrongParts(check: (findings: Findings) => void, at: NodePath): number | null {
  const findings = new Findings();
  check(findings);
  const paths = findings.sorted([]).map(({ path }) => path);
  return paths.includes(pathText(at)) ? null : paths.length;
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

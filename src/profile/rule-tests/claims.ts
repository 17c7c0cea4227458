// What a rule test expects at one instant, each claim with its place; ids and patterns are checked here.

import { idOfTarget } from '../../rules/launch/mark-check.ts';
import type { Plan } from '../../rules/plan.ts';
import { isPattern, noPattern, readRegex } from '../../sources/bounded-regex.ts';
import type { Findings } from '../read/findings.ts';
import { knownWords } from '../read/findings.ts';
import type { ExpectationDocument } from './schema.ts';
import { keyPlaceAt, nodeAt, type NodePath, type Place, type ProfileNode } from '../read/tree.ts';

export type Claim = {
  readonly place: Place;
} & (
  | MetricClaim
  | { readonly kind: 'hints' | 'incidents' | 'pending'; readonly ids: readonly string[] }
  | { readonly kind: 'items' | 'criteria'; readonly id: string; readonly status: string }
  | { readonly kind: 'gate' | 'verdict'; readonly word: string }
);

export interface MetricClaim {
  readonly kind: 'metric';
  readonly id: string;
  /** `none` stands for null; undefined: not asked. */
  readonly status: string | undefined;
  readonly detail: string | undefined;
  readonly was: string | undefined;
  readonly reason: string | RegExp | undefined;
}

export interface ClaimContext {
  readonly root: ProfileNode;
  readonly plan: Plan;
  readonly findings: Findings;
}

export function readClaims(
  entry: ExpectationDocument,
  path: NodePath,
  context: ClaimContext,
): readonly Claim[] {
  const placeAt = (...parts: NodePath): Place =>
    nodeAt(context.root, [...path, ...parts])?.place ?? context.root.place;
  const claims: Claim[] = [];
  for (const id of Object.keys(entry.metrics ?? {})) {
    const claim = metricClaim(entry, id, path, context);
    if (claim) claims.push({ ...claim, place: placeAt('metrics', id) });
  }
  for (const kind of ['hints', 'incidents', 'pending'] as const) {
    const ids = entry[kind];
    if (ids === undefined) continue;
    ids.forEach((id, index) => checkRule(kind, id, [...path, kind, index], context));
    claims.push({ kind, ids, place: placeAt(kind) });
  }
  for (const kind of ['items', 'criteria'] as const)
    for (const [name, status] of Object.entries(entry[kind] ?? {})) {
      const id = itemNamed(kind, name, [...path, kind, name], context);
      claims.push({ kind, id, status, place: placeAt(kind, name) });
    }
  for (const kind of ['gate', 'verdict'] as const) {
    const word = entry[kind];
    if (word !== undefined) claims.push({ kind, word, place: placeAt(kind) });
  }
  return claims;
}

/** The id of what a test names by its id, its ref, or as an earlier version did. */
function itemNamed(kind: 'items' | 'criteria', name: string, path: NodePath, context: ClaimContext): string {
  const { plan } = context;
  const [type, known] =
    kind === 'items'
      ? (['item', plan.phases.flatMap((phase) => phase.items.map((item) => item.id))] as const)
      : (['criterion', [...plan.gate.map((criterion) => criterion.id), impliedCriterion]] as const);
  const id = idOfTarget(plan, type, name) ?? name;
  checkKnown(type, id, known, path, context);
  return id;
}

/** The criterion that every gate over P0 incidents has, written or not. */
const impliedCriterion = 'no-open-p0';

function metricClaim(
  entry: ExpectationDocument,
  id: string,
  path: NodePath,
  context: ClaimContext,
): MetricClaim | null {
  const at = [...path, 'metrics', id];
  const known = context.plan.metrics.map((metric) => metric.id);
  if (!checkKnown('metric', id, known, at, context)) return null;
  const given = entry.metrics?.[id];
  if (given === undefined) return null;
  const parts = typeof given === 'string' ? { status: given } : given;
  const { status, detail, was, reason } = { detail: undefined, was: undefined, reason: undefined, ...parts };
  return {
    kind: 'metric',
    id,
    status,
    detail,
    was,
    reason: reason === undefined ? undefined : pattern(reason, [...at, 'reason'], context),
  };
}

/** `/text/` is a pattern; anything else words that the sentence must hold. */
function pattern(text: string, path: NodePath, { root, findings }: ClaimContext): string | RegExp {
  if (!isPattern(text)) return text;
  const read = readRegex(text);
  if (read) return read;
  findings.error(nodeAt(root, path)?.place ?? root.place, path, `${noPattern}, or plain words`);
  return text;
}

function checkRule(
  kind: 'hints' | 'incidents' | 'pending',
  id: string,
  path: NodePath,
  context: ClaimContext,
): void {
  const { plan } = context;
  const hints = plan.hints.map((hint) => hint.id);
  const incidents = plan.incidents.map((incident) => incident.id);
  const known = kind === 'hints' ? hints : kind === 'incidents' ? incidents : [...hints, ...incidents];
  const what = kind === 'hints' ? 'hint' : kind === 'incidents' ? 'incident' : 'hint or incident';
  if (!checkKnown(what, id, known, path, context)) return;
  const incident = plan.incidents.find((one) => one.id === id);
  if (kind === 'hints' || !incident || incident.when !== null || hints.includes(id)) return;
  const place = nodeAt(context.root, path)?.place ?? context.root.place;
  context.findings.error(
    place,
    path,
    `${id} has no condition: only a person can tell it, and it never opens`,
  );
}

function checkKnown(
  what: string,
  id: string,
  known: readonly string[],
  path: NodePath,
  { root, findings }: ClaimContext,
): boolean {
  if (known.includes(id)) return true;
  const place = keyPlaceAt(root, path) ?? nodeAt(root, path)?.place ?? root.place;
  findings.error(place, path, `there is no ${what} "${id}"${knownWords(id, known)}`);
  return false;
}

// Every check of a document whose variables are in place, whatever an earlier one found: all mistakes are told at once.

import { checkClaims } from './claims.ts';
import type { Typed } from '../read/coerce.ts';
import { readConditions, type Rules } from './sites.ts';
import { warnLiteralCredentials } from './literal-credentials.ts';
import type { Findings } from '../read/findings.ts';
import { factsOfMetrics, lookupsOf, type MetricFacts } from './metrics.ts';
import { checkReferences } from './references.ts';
import { checkRuns } from './runs.ts';
import type { SchemaCheck } from '../schema/schema-check.ts';
import type { Secrecy } from '../read/secrecy.ts';
import {
  anySourceSchema,
  profileSchemaFor,
  type ProfileDocument,
  type ProfileSchema,
  type SourceKinds,
} from '../schema/schema.ts';
import { childOf, entriesOf, itemsOf, plainOf, textNode } from '../read/tree.ts';
import { warnUnnamedItems } from './unnamed-items.ts';

export interface CheckedProfile {
  /** Null when it does not fit the schema as a whole. */
  readonly document: ProfileDocument | null;
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly rules: Rules;
}

export interface CheckInput {
  readonly typed: Typed<ProfileSchema>;
  readonly kinds: SourceKinds;
  readonly secrecy: Secrecy;
  readonly findings: Findings;
  readonly checkedBy: SchemaCheck;
}

export function checkProfile({ typed, kinds, secrecy, findings, checkedBy }: CheckInput): CheckedProfile {
  const { root } = typed;
  const document = typed.document ?? checkedBy(profileSchemaFor(kinds), plainOf(root), root, [], findings);
  for (const [id, { value }] of entriesOf(childOf(root, 'sources')))
    if (value.type === 'map' && !kinds.has(textNode(childOf(value, 'kind'))?.value ?? ''))
      checkedBy(anySourceSchema, plainOf(value), root, ['sources', id], findings);
  const units = itemsOf(childOf(root, 'units')).flatMap((unit) => textNode(unit)?.value ?? []);
  const facts = factsOfMetrics({ root, kinds, units, findings, checkedBy });
  const metricIds = entriesOf(childOf(root, 'metrics')).map(([id]) => id);
  const lookups = lookupsOf(facts, metricIds, units);
  const isAssumed = (id: string): boolean => facts.get(id)?.assumed ?? false;
  const rules = readConditions({ root, secrecy, lookups, isAssumed, findings });
  checkReferences(root, kinds, rules, findings);
  checkClaims(root, findings);
  checkRuns(root, rules, findings);
  warnLiteralCredentials(root, findings);
  warnUnnamedItems(root, findings);
  return { document: document ?? null, facts, rules };
}

// Every check of a document whose variables are in place, whatever an earlier one found: all mistakes are told at once.

import { checkClaims } from './claims.ts';
import type { Typed } from './coerce.ts';
import { readConditions, type Rules } from './conditions.ts';
import { warnLiteralCredentials } from './literal-credentials.ts';
import type { Findings } from './findings.ts';
import { checkedBy } from './issues.ts';
import { factsOfMetrics, type MetricFacts } from './metric-facts.ts';
import { checkReferences } from './references.ts';
import { checkRuns } from './runs.ts';
import type { Secrecy } from './secrecy.ts';
import { profileSchemaFor, type ProfileDocument, type ProfileSchema, type SourceKinds } from './schema.ts';
import { childOf, entriesOf, itemsOf, plainOf, textNode } from './tree.ts';
import { warnUnnamedItems } from './unnamed-items.ts';

export interface CheckedProfile {
  readonly document: ProfileDocument;
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly rules: Rules;
}

/** Null when the document as a whole does not fit the schema. */
export function checkProfile(
  typed: Typed<ProfileSchema>,
  kinds: SourceKinds,
  secrecy: Secrecy,
  findings: Findings,
): CheckedProfile | null {
  const { root } = typed;
  const document = typed.document ?? checkedBy(profileSchemaFor(kinds), plainOf(root), root, [], findings);
  const units = itemsOf(childOf(root, 'units')).flatMap((unit) => textNode(unit)?.value ?? []);
  const facts = factsOfMetrics({ root, kinds, units, findings });
  const metricIds = entriesOf(childOf(root, 'metrics')).map(([id]) => id);
  const lookup = { metric: (id: string) => facts.get(id) ?? null, metricIds, units };
  const rules = readConditions(root, secrecy, lookup, findings);
  checkReferences(root, kinds, rules, findings);
  checkClaims(root, findings);
  checkRuns(root, rules, findings);
  warnLiteralCredentials(root, findings);
  warnUnnamedItems(root, findings);
  return document ? { document, facts, rules } : null;
}

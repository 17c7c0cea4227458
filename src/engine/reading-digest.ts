// What each metric reads, as a digest: of its source as that may be shown, the reading, and what becomes of it here. What was seen of
// another reading says nothing of this one; nor what another source holds between its looks.

import { createHash } from 'node:crypto';
import { inputsOf } from '../rules/evaluate/derived.ts';
import type { MetricPlan, Plan } from '../rules/plan.ts';
import type { SourceSetup } from '../sources/source.ts';
import { knownReadingOf } from './changed-setup.ts';

/** What a source of this name asks, and where; not which metrics read what it answers. */
export function sourceDigest({ id, kind, options, known }: SourceSetup): string {
  return digested(JSON.stringify([id, JSON.stringify([kind, known?.options ?? options])]));
}

/** By metric. That of a calculated one has those of all that it is calculated from. */
export function readingDigests(plan: Plan, sources: readonly SourceSetup[]): ReadonlyMap<string, string> {
  const metrics = new Map(plan.metrics.map((metric) => [metric.id, metric]));
  const digests = new Map<string, string>();
  const digestOf = (metric: MetricPlan): string => {
    const { id, unit, scale, use, exact, derived } = metric;
    const known = digests.get(id);
    if (known !== undefined) return known;
    // Two that are calculated from each other are refused by the profile; here they would never end.
    digests.set(id, id);
    const inputs = inputsOf(metric).flatMap((input) => metrics.get(input) ?? []);
    const becomes = [
      unit,
      String(scale?.numerator),
      String(scale?.denominator),
      use?.name,
      use?.window,
      exact,
    ];
    const text = [id, knownReadingOf(id, sources), becomes, derived?.text, inputs.map(digestOf)];
    const digest = digested(JSON.stringify(text));
    digests.set(id, digest);
    return digest;
  };
  return new Map(plan.metrics.map((metric) => [metric.id, digestOf(metric)]));
}

function digested(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

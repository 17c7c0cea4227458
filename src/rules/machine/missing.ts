// What missing data mean to a comparison, where the profile says more than "unknown" (docs/judgement.md §8.6).
//
//   keep  what was last known stays
//   bad   the comparison counts as speaking against the launch: an alert's holds, a criterion's does not
//   good  the reverse, but only where the source answered that there is nothing; a source that fails has said nothing

import type { Instant } from '../../domain/clock.ts';
import type { MissingData } from '../plan.ts';
import { isFresh, type CompiledLeaf, type Facts } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';

/** The policy of a leaf: that of its metrics where they agree. Tests of time itself have none. */
export function leafPolicy(leaf: CompiledLeaf, missing: (metric: string) => MissingData): MissingData {
  const [first, ...others] = leaf.metrics.map(missing);
  return leaf.timed || first === undefined || others.some((other) => other !== first) ? 'unknown' : first;
}

/** What the comparison counts as while its data are missing; null while they are not, or where nothing is said. */
export function missingTruth(
  leaf: CompiledLeaf,
  policy: MissingData,
  bad: boolean,
  facts: Facts,
  at: Instant,
): Truth {
  if (policy === 'unknown' || policy === 'keep') return null;
  const stale = leaf.metrics.filter((metric) => !isFresh(facts, metric, at));
  if (stale.length === 0) return null;
  if (policy === 'good') return stale.every((metric) => isEmpty(facts, metric, at)) ? !bad : null;
  return stale.every((metric) => isWarm(facts, metric, at)) ? bad : null;
}

/** The source has lately answered that there is nothing. */
export function isEmpty(facts: Facts, metric: string, at: Instant): boolean {
  const empty = facts.emptyAt(metric);
  return empty !== null && at - empty < facts.staleAfter(metric);
}

/** There was a value, or time enough for one. */
export function isWarm(facts: Facts, metric: string, at: Instant): boolean {
  const seen = facts.series(metric)?.newestValue(at);
  return (seen !== null && seen !== undefined) || at - facts.watchedSince(metric) >= facts.staleAfter(metric);
}

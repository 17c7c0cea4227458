// What arrives for judgement: samples, ordered so that neither the sources' order nor the number of pieces matters.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Sample } from '../../domain/sample.ts';

export interface Evidence {
  readonly metric: string;
  readonly sample: Sample;
  /** When it reached us; at its own instant unless something else is said. */
  readonly seenAt?: Instant;
}

/** It was already too old when it reached us: it tells of its own instant, and speaks for nothing that stands now. */
export function isStaleOnArrival({ sample, seenAt }: Evidence, staleAfter: Milliseconds): boolean {
  return seenAt !== undefined && seenAt - sample.at >= staleAfter;
}

/** By instant, oldest first; within one instant by metric, so that the order of sources does not matter. */
export function groupedByInstant(
  samples: readonly Evidence[],
  now: Instant,
): readonly (readonly [Instant, readonly Evidence[]])[] {
  const byInstant = new Map<Instant, Evidence[]>();
  for (const evidence of samples) {
    const at = Number.isFinite(evidence.sample.at) ? Math.min(evidence.sample.at, now) : now;
    const group = byInstant.get(at);
    if (group) group.push(evidence);
    else byInstant.set(at, [evidence]);
  }
  for (const group of byInstant.values())
    group.sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));
  return [...byInstant.entries()].sort(([a], [b]) => a - b);
}

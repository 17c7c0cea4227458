// The order in which metrics are listed: what counts and is bad first, and what is muted behind it, as on the wall.

import { severity, type Status } from './status.ts';

interface Ranked {
  readonly status: Status | null;
  readonly was: Status | null;
  /** Null where it counts. */
  readonly mute: object | null;
}

/** A muted problem stands behind those that count, and before what is healthy. */
const mutedRank = 3.5;

function rankOf({ status, was, mute }: Ranked): number {
  const rank = severity(status, was);
  return mute === null ? rank : Math.max(rank, mutedRank);
}

/** Worst first; equals stay as the profile lists them, so that a place changes only when a status does. */
export function worstFirst<Metric extends Ranked>(metrics: readonly Metric[]): readonly Metric[] {
  return metrics
    .map((metric, index) => ({ metric, index, rank: rankOf(metric) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ metric }) => metric);
}

// What the judgement is given, samples and the health of their sources, and what it gives back.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Board, SourceState, Transition, Iso } from '../board.ts';
import type { Entry, Marks } from '../launch/marks.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Gap } from '../../domain/gap.ts';

/** What has arrived by an instant. Instants never go back; one that does counts as the newest seen. */
export interface Arrived {
  readonly now: Instant;
  readonly samples: readonly Evidence[];
  readonly sources: readonly SourceHealth[];
}

/** What the judgement is given for a board. */
export interface Advance extends Arrived {
  readonly sources: readonly SourceState[];
  /** The same sources, with where each looks; when it is left out, nothing is known of that. */
  readonly health?: readonly SourceHealth[];
  readonly loopLagMs: number;
  /** What has been said of this launch so far. */
  readonly marks?: Marks;
}

/** A board, and what came with it. */
export interface Judgement {
  readonly board: Board;
  /** What has changed since the last board, oldest first. */
  readonly transitions: readonly Transition[];
  /** What the judgement itself has to say of the launch: items that have passed, acknowledgements that have ended. */
  readonly said: readonly Entry[];
}

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

export interface SourceHealth {
  readonly id: string;
  /** Polls that have ended. */
  readonly polls: number;
  /** Why the newest one failed as a whole; null when it did not. */
  readonly gap: Gap | null;
  /** When the newest one that has ended began; null before the first. */
  readonly lookedAt: Iso | null;
  /** The hosts on other machines at which it looks; none when it is left out. */
  readonly hosts?: readonly string[];
}

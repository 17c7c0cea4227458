// Does a status flap? The share of changes among its last results, newer ones weighing more, as Icinga computes it
// (lib/icinga/checkable-flapping.cpp; docs/rules-research.md §3.2, docs/judgement.md §8.8). Damping acts on the way down only: a red may not blink green.

import type { Instant } from '../../domain/clock.ts';
import { severity, type Status } from '../../domain/status.ts';

/** Results that are looked at: twenty of them can each differ from the one before. */
const changesMax = 20;

/** What the oldest and the newest change weigh; those between them lie on a line. */
export interface ChangeWeights {
  readonly oldest: number;
  readonly newest: number;
}

export const icingaWeights: ChangeWeights = { oldest: 0.8, newest: 1.18 };

/** Percent: flapping begins above the one and ends at or below the other. */
const flappingAbove = 30;
const calmAt = 25;

/** While it flaps, the worst of this many results is shown. */
const worstOf = 3;

/** @param changes newest last; fewer than `changesMax` count as the newest of them. Percent, 0 to about 100. */
export function changeShare(changes: readonly boolean[], weights: ChangeWeights): number {
  const step = (weights.newest - weights.oldest) / (changesMax - 1);
  const last = changes.slice(-changesMax);
  const first = changesMax - last.length;
  const sum = last.reduce(
    (total, changed, index) => total + (changed ? weights.oldest + step * (first + index) : 0),
    0,
  );
  return (sum * 100) / changesMax;
}

/** Whether it flaps now, given whether it did. */
export function isFlapping(share: number, was: boolean): boolean {
  return was ? share > calmAt : share > flappingAbove;
}

/** Plain data: it is kept across reloads, and in the launch's file. */
export interface FlapMemory {
  /** Whether each of the last results differed from the one before it, newest last. */
  readonly changes: readonly boolean[];
  /** The last results, newest last; what could not be told is none. */
  readonly results: readonly Status[];
  readonly flapping: boolean;
  readonly lastAt: Instant | null;
}

export const freshFlapMemory: FlapMemory = { changes: [], results: [], flapping: false, lastAt: null };

/** Takes in the result of the evidence at `at`; one that came late is none. */
export function noteResult(memory: FlapMemory, status: Status | null, at: Instant): FlapMemory {
  if (status === null || status === 'unknown') return memory;
  if (memory.lastAt !== null && at <= memory.lastAt) return memory;
  if (isSteady(memory, status)) return { ...memory, lastAt: at };
  const last = memory.results.at(-1);
  const changes = [...memory.changes, last !== undefined && last !== status].slice(-changesMax);
  return {
    changes,
    results: [...memory.results, status].slice(-worstOf),
    flapping: isFlapping(changeShare(changes, icingaWeights), memory.flapping),
    lastAt: at,
  };
}

/** One more result like all that are remembered changes nothing but its instant. */
function isSteady({ changes, results, flapping }: FlapMemory, status: Status): boolean {
  return (
    !flapping &&
    changes.length === changesMax &&
    !changes.includes(true) &&
    results.length === worstOf &&
    results.every((result) => result === status)
  );
}

/** What is shown instead of `status` while it flaps: never anything better. */
export function dampedStatus(memory: FlapMemory, status: Status): Status {
  return [status, ...memory.results].reduce((worst, result) =>
    severity(result, null) < severity(worst, null) ? result : worst,
  );
}

/** `flapping: 9 of the last 20 readings changed it`. */
export function flappingWords({ changes }: FlapMemory): string {
  return `flapping: ${changes.filter(Boolean).length} of the last ${changes.length} readings changed it`;
}

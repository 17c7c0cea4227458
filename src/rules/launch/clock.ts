// The launch clock, and the phase in which we are.

import type { Instant } from '../../domain/clock.ts';
import type { PhasePlan } from '../plan.ts';

/** `T+00:42:17`, `T-01:00:00`, days as hours. */
export function launchClock(now: Instant, t0: Instant): string {
  const seconds = Math.floor(Math.abs(now - t0) / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const text = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `T${now < t0 && seconds > 0 ? '-' : '+'}${text}`;
}

/** The last phase that has begun; null before the first, or without a T-0. */
export function currentPhase(
  phases: readonly PhasePlan[],
  now: Instant,
  t0: Instant | null,
): PhasePlan | null {
  if (t0 === null) return null;
  let current: PhasePlan | null = null;
  for (const phase of phases)
    if (
      phase.offset !== null &&
      t0 + phase.offset <= now &&
      (current?.offset ?? Number.NEGATIVE_INFINITY) <= phase.offset
    )
      current = phase;
  return current;
}

/** From when to when a phase is: until the next one begins. Null for a phase without an instant. */
export function phaseSpan(
  phases: readonly PhasePlan[],
  { offset }: PhasePlan,
  t0: Instant,
): { readonly from: Instant; readonly to: Instant | null } | null {
  if (offset === null) return null;
  let next: number | null = null;
  for (const other of phases)
    if (other.offset !== null && other.offset > offset && (next === null || other.offset < next))
      next = other.offset;
  return { from: t0 + offset, to: next === null ? null : t0 + next };
}

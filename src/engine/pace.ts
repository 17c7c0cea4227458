// When a source is polled next: its own grid, spread over the interval.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { Gap } from '../domain/gap.ts';

/** Share of the interval by which a poll may be early or late, so that sources do not march in step. */
const jitterShare = 0.05;

/** FNV-1a, 32 bits: the same id has the same place in the interval, on each machine and in each run. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * The first instant of the source's grid after `now`: its phase comes from its id, its jitter from the round. A round whose
 * jitter made it early is behind us although its place in the grid is not.
 */
export function nextOnGrid(id: string, every: Milliseconds, now: Instant): Instant {
  const phase = hashOf(id) % every;
  for (let round = Math.floor((now - phase) / every); ; round++) {
    const jitter = ((hashOf(`${id} ${round}`) % 1_000) / 1_000 - 0.5) * 2 * jitterShare * every;
    const at = Math.round(phase + round * every + jitter);
    if (at > now) return at;
  }
}

/** The other end asks us to slow down, or does not let us in: nothing makes us ask before it is time. */
export function isLeftAlone({
  gap,
  retryAfter,
}: {
  readonly gap: Gap | null;
  readonly retryAfter: Milliseconds | null;
}): boolean {
  const polite = gap?.reason === 'throttled' || gap?.reason === 'auth' || gap?.reason === 'denied';
  return retryAfter !== null || polite;
}

// By how much the stretches of a metric's trend are shifted against those of other metrics.

import type { Milliseconds } from '../../domain/clock.ts';

/** A prime number of milliseconds, about as many as lie between two points of a trend. */
const phaseMax: Milliseconds = 89_989;

/**
 * Another for nearly every metric, and always the same: trends have their new points one after the other. FNV-1a with the
 * last steps of MurmurHash3, since names that differ in their last letter must not lie beside each other.
 */
export function trendPhase(id: string): Milliseconds {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % phaseMax;
}

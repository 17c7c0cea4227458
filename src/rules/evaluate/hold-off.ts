// How much longer than its interval a source is left alone after a look that failed (docs/judgement.md §8.1). What does not come back is
// asked for at its own pace: whoever looks less often sees its return late. Only what would be harmed by us is held off.

import type { Milliseconds } from '../../domain/clock.ts';
import type { Gap, GapReason } from '../../domain/gap.ts';

/** Accounts are locked after too many logins that fail; one that asks for fewer calls and does not say how few is no other. */
const heldOff: ReadonlySet<GapReason> = new Set(['auth', 'denied', 'tls', 'throttled']);
/** From one look to the next at the most, unless the interval is longer. */
const holdOffMax: Milliseconds = 30_000;

/** Twice as long each time, up to the most. @param failures how many looks in a row. */
export function holdOff(every: Milliseconds, failures: number, gap: Gap | null): Milliseconds {
  if (gap === null || failures <= 0 || !heldOff.has(gap.reason)) return 0;
  return Math.min(every * 2 ** Math.min(failures, 16), longestBetween(every)) - every;
}

/** How far apart two looks are at the most while it is held off. */
export function longestBetween(every: Milliseconds): Milliseconds {
  return Math.max(every, holdOffMax);
}

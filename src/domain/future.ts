// A reading that its source dates later than now: another clock may be a little ahead of ours, and beyond that nobody knows when it was.

import type { Instant } from './clock.ts';
import { formatDuration } from './duration.ts';
import { gap, type Gap } from './gap.ts';
import { clockSkewMax } from './lineage.ts';

/** The gap that a reading of this instant is where it arrives at `now`; null for one that is not too far ahead. */
export function fromFuture(at: Instant, now: Instant): Gap | null {
  if (!(at > now + clockSkewMax)) return null;
  return gap(
    'clock_skew',
    `the reading is from the future by ${formatDuration(at - now)}: compare the clocks`,
  );
}

// What two looks at a counter show of its process (RULES.md §8.3, §8.1: clocks are up to 5 s apart), told as intervals of what may be so.
import type { Entry } from './logbook.ts';

const skew = 5_000;
/** One process is told to have begun at instants up to this far apart. */
const drift = 2_000;

/** Whether the process of the later one is that of the earlier one. */
export type Kinship = 'same' | 'other' | 'unsaid';

export function kinship(earlier: Entry, later: Entry): Kinship {
  if (earlier.run !== null && later.run !== null) return earlier.run === later.run ? 'same' : 'other';
  const [before, after] = [earlier.begunAt, later.begunAt];
  if (after === null) return 'unsaid';
  // Another one began after the earlier look: whatever its clock, it would be told to have begun later than this.
  const leastOfAnother = earlier.at - skew;
  if (before === null) return after > earlier.at + skew && after <= later.at ? 'other' : 'unsaid';
  // As old as it was before: its beginning runs along with time, and shows nothing.
  const [passed, moved] = [later.at - earlier.at, after - before];
  if (moved > Math.max(drift, passed / 2) && Math.abs(moved - passed) <= drift) return 'unsaid';
  if (Math.abs(after - before) > drift) return 'other';
  return before + drift < leastOfAnother ? 'same' : 'unsaid';
}

export interface Begun {
  readonly since: number;
  /** It began after this for certain. */
  readonly after: number;
}

/** When a counter began of which this is the first look, or the first one after an answer that there is nothing. */
export function beginningAfter(look: number | null, { at, begunAt }: Entry): Begun | null {
  if (begunAt === null || begunAt > at) return null;
  if (look === null) return { since: begunAt, after: begunAt - skew };
  return begunAt > look + skew ? { since: begunAt, after: begunAt - skew } : null;
}

/** When a counter began that is another one than at the earlier look. */
export function beginningBetween(earlier: Entry, later: Entry): Begun | null {
  const { begunAt } = later;
  if (begunAt === null || begunAt > later.at || begunAt <= earlier.at - skew) return null;
  // Of one source the later process is told to have begun later.
  const isRun = earlier.run !== null && later.run !== null;
  if (!isRun && earlier.begunAt !== null && begunAt < earlier.begunAt) return null;
  return { since: Math.max(begunAt, earlier.at), after: Math.max(begunAt - skew, earlier.at) };
}

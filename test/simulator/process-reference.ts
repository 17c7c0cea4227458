// What two looks at a counter show of its process (docs/conditions.md §8.3, §8.1: clocks are up to 5 s apart), told as intervals of what may be so.
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
  if (runsAlong(earlier, later)) return 'unsaid';
  if (Math.abs(after - before) > drift) return 'other';
  return before + drift < leastOfAnother ? 'same' : 'unsaid';
}

/** As old as it was before: its beginning runs along with time, and shows nothing. */
function runsAlong(earlier: Entry, later: Entry): boolean {
  if (earlier.begunAt === null || later.begunAt === null) return false;
  const [passed, moved] = [later.at - earlier.at, later.begunAt - earlier.begunAt];
  return moved > Math.max(drift, passed / 2) && Math.abs(moved - passed) <= drift;
}

interface Begun {
  readonly since: number;
  /** It began after this for certain. */
  readonly after: number;
}

/** When a counter began of which this is the first look, or the first one after an answer that there is nothing. */
function beginningAfter(look: number | null, { at, begunAt }: Entry): Begun | null {
  if (begunAt === null || begunAt > at) return null;
  if (look === null) return { since: begunAt, after: begunAt - skew };
  return begunAt > look + skew ? { since: begunAt, after: begunAt - skew } : null;
}

/** When a counter began that is another one than at the earlier look. */
function beginningBetween(earlier: Entry, later: Entry): Begun | null {
  const { begunAt } = later;
  if (begunAt === null || begunAt > later.at || begunAt <= earlier.at - skew) return null;
  // Of one source the later process is told to have begun later.
  const isRun = earlier.run !== null && later.run !== null;
  if (!isRun && earlier.begunAt !== null && begunAt < earlier.begunAt) return null;
  return { since: Math.max(begunAt, earlier.at), after: Math.max(begunAt - skew, earlier.at) };
}

export interface Look {
  readonly at: number;
  readonly value: Entry | null;
}

/** What a look shows beside its value: that the counter came to be, or that it began. */
type Event =
  | { readonly kind: 'born'; readonly since: number }
  | { readonly kind: 'begun'; readonly since: number; readonly after: number; readonly isFirst: boolean };

function eventAt(earlier: Look | undefined, look: Look): Event | null {
  if (look.value === null) return null;
  if (earlier === undefined) {
    const begun = beginningAfter(null, look.value);
    return begun && { kind: 'begun', ...begun, isFirst: true };
  }
  const isOther = earlier.value !== null && kinship(earlier.value, look.value) === 'other';
  if (earlier.value !== null && !isOther) return null;
  const begun =
    earlier.value === null
      ? beginningAfter(earlier.at, look.value)
      : beginningBetween(earlier.value, look.value);
  return begun
    ? { kind: 'begun', ...begun, after: Math.max(begun.after, earlier.at), isFirst: false }
    : { kind: 'born', since: earlier.at };
}

/** A beginning that is as old at a later look, while nothing else has begun, was worked out from the present: it may be older. */
export function eventsOf(all: readonly Look[]): readonly (Event | null)[] {
  const events = all.map((look, place) => eventAt(all[place - 1], look));
  return events.map((event, place) => {
    const value = all[place]?.value;
    if (event?.kind !== 'begun' || !value) return event;
    const next = events.findIndex((other, later) => later > place && other !== null);
    const told = all.slice(place + 1, next < 0 ? undefined : next + 1);
    const begun: Entry = { ...value, begunAt: event.since };
    const isDoubted = told.some((look) => look.value?.run === null && runsAlong(begun, look.value));
    return isDoubted ? { kind: 'born', since: event.since } : event;
  });
}

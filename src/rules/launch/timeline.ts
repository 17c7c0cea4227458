// Where the launch stands in its timeline, from the board alone: the phase in which we are, what is due, what is overdue.

import type { Board, Iso, ItemState, PhaseState } from '../board.ts';

/** `untimed`: the phase has no instant, or the launch no T-0. */
export type PhaseTime = 'past' | 'current' | 'next' | 'later' | 'untimed';

export interface TimedPhase {
  readonly phase: PhaseState;
  readonly time: PhaseTime;
  /** When the next phase begins; null for the last one, and for an untimed one. */
  readonly endsAt: Iso | null;
  /** What is still to be done in it: not passed, not ticked, not skipped. */
  readonly open: readonly ItemState[];
}

/** An item that is still open, with the phase that it belongs to. */
export interface OpenItem {
  readonly item: ItemState;
  readonly phase: PhaseState;
  /** By when it should have been done: when the next phase begins. Null in the last phase. */
  readonly by: Iso | null;
}

export interface Timeline {
  /** In the profile's order. */
  readonly phases: readonly TimedPhase[];
  /** Open in a phase that is current: to be done now. */
  readonly due: readonly OpenItem[];
  /** Open although the next phase has begun; what has waited longest comes first. */
  readonly overdue: readonly OpenItem[];
}

export function timelineOf({ at, phases }: Pick<Board, 'at' | 'phases'>): Timeline {
  const starts = [...new Set(phases.flatMap(({ startsAt }) => startsAt ?? []))].sort();
  const next = starts.find((start) => start > at) ?? null;
  const timed = phases.map((phase): TimedPhase => {
    const { startsAt } = phase;
    const endsAt = startsAt === null ? null : (starts.find((start) => start > startsAt) ?? null);
    return { phase, time: timeOf(startsAt, endsAt, next, at), endsAt, open: phase.items.filter(isOpen) };
  });
  const openIn = (time: PhaseTime): OpenItem[] =>
    timed
      .filter((entry) => entry.time === time)
      .flatMap(({ phase, endsAt, open }) => open.map((item) => ({ item, phase, by: endsAt })));
  const overdue = openIn('past').sort((a, b) => compare(a.by, b.by));
  return { phases: timed, due: openIn('current'), overdue };
}

/** Not passed, not done, not left out. */
export function isOpen({ status }: ItemState): boolean {
  return status === 'todo' || status === 'fail' || status === 'unknown';
}

function timeOf(startsAt: Iso | null, endsAt: Iso | null, next: Iso | null, at: Iso): PhaseTime {
  if (startsAt === null) return 'untimed';
  if (startsAt > at) return startsAt === next ? 'next' : 'later';
  return endsAt !== null && endsAt <= at ? 'past' : 'current';
}

/** Instants of one form sort as texts. */
function compare(left: Iso | null, right: Iso | null): number {
  return (left ?? '') < (right ?? '') ? -1 : (left ?? '') > (right ?? '') ? 1 : 0;
}

// A phase of the timeline in words: where it stands against the clock, and how much of it is met.

import { isOpen, type TimedPhase } from '../../../rules/launch/timeline.ts';
import type { Board, Iso, ItemState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { between, coarseAge } from '../../text/age.ts';
import { justify, part, type Line } from '../../text/line.ts';
import { momentText } from './mark.ts';

const faint: Style = { dim: true };

/** Whether its open items are overdue, due, or not due yet. */
export function duty({ time }: TimedPhase): 'overdue' | 'due' | 'later' {
  return time === 'past' ? 'overdue' : time === 'current' ? 'due' : 'later';
}

/** Neither ticked nor latched, and its phase has not begun: what it says now is no more than that. */
export function isEarly({ at, status }: ItemState, timed: TimedPhase): boolean {
  return duty(timed) === 'later' && at === null && status !== 'done' && status !== 'skipped';
}

/** Items that are met: ticked, skipped, or passed, but not before their time. */
export function metIn(timed: TimedPhase): number {
  return timed.phase.items.filter((item) => !isOpen(item) && !isEarly(item, timed)).length;
}

/** `T-1 Hour  T-1h   NOW  since 13:49:50 (42m)          3 of 5 met · 2 due`. */
export function phaseHeading(timed: TimedPhase, { at, launch }: Board, columns: number): Line {
  const { phase, time, open } = timed;
  const current = time === 'current';
  const count = phase.items.length;
  const said: Readonly<Record<ReturnType<typeof duty>, string>> = {
    overdue: `${open.length} overdue`,
    due: `${open.length} due`,
    later: '',
  };
  const left = open.length === 0 ? '' : said[duty(timed)];
  return justify(
    [
      part(` ${phase.title}`, { bold: true }),
      part(phase.id === phase.title ? '  ' : `  ${phase.id}  `, faint),
      ...(current ? [part(' NOW ', { token: 'accent', bold: true, inverse: true }), part(' ')] : []),
      part(clockText(timed, at, launch.t0), current ? { bold: true } : faint),
    ],
    [
      part(count === 0 ? 'no items' : `${metIn(timed)} of ${count} met`, faint),
      ...(left === ''
        ? []
        : [part(' · ', faint), part(left, { token: time === 'past' ? 'red' : 'amber', bold: true })]),
      part(' '),
    ],
    columns,
  );
}

/** `since 13:49:50 (42m)`, `next, at 14:49:50, in 17m`; coarse, so that no second rewrites it. */
function clockText({ phase: { startsAt }, time }: TimedPhase, at: Iso, t0: Iso | null): string {
  if (startsAt === null) return t0 === null ? 'waits for T-0' : 'without an instant';
  const moment = momentText(startsAt, at);
  switch (time) {
    case 'past':
      return `over, began ${moment}`;
    case 'current':
      return `since ${moment} (${coarseAge(between(startsAt, at))})`;
    case 'next':
      return `next, at ${moment}, in ${coarseAge(between(at, startsAt))}`;
    case 'later':
    case 'untimed':
      return `at ${moment}, in ${coarseAge(between(at, startsAt))}`;
  }
}

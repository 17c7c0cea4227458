// What follows from the board alone: where we are, what is due and overdue, what the gate still misses, how long a go has held.

import { describe, expect, it } from 'vitest';
import type { Board, CriterionState, ItemState, PhaseState } from '../../../src/rules/board.ts';
import {
  gateOutcome,
  missingInOrder,
  goStreak,
  heldFor,
  type GoStreak,
} from '../../../src/rules/launch/gate.ts';
import { timelineOf } from '../../../src/rules/launch/timeline.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 11, 1, 15);
const iso = (offset: number): string => new Date(now + offset).toISOString();

function item(id: string, status: ItemState['status']): ItemState {
  const rest = {
    refs: [],
    text: id,
    kind: 'manual',
    live: null,
    by: null,
    at: null,
    evidence: null,
    measured: [],
  } as const;
  return { id, status, ...rest };
}

function phase(id: string, offset: number | null, items: readonly ItemState[]): PhaseState {
  return { id, title: id, startsAt: offset === null ? null : iso(offset), items };
}

describe('the timeline', () => {
  const phases = [
    phase('week', -2 * hour, [item('a', 'todo'), item('b', 'done'), item('c', 'fail')]),
    phase('hour', -1 * hour, [item('d', 'skipped'), item('e', 'unknown')]),
    phase('launch', 0, [item('f', 'todo'), item('g', 'pass')]),
    phase('beside', 0, [item('h', 'fail')]),
    phase('after', 1 * hour, [item('i', 'todo')]),
    phase('later', 2 * hour, [item('j', 'todo')]),
    phase('whenever', null, [item('k', 'todo')]),
  ];
  const timeline = timelineOf({ at: iso(0), phases });

  it('says of each phase where it lies', () => {
    expect(timeline.phases.map(({ phase: { id }, time }) => `${id} ${time}`)).toEqual([
      'week past',
      'hour past',
      'launch current',
      'beside current',
      'after next',
      'later later',
      'whenever untimed',
    ]);
  });

  it('lists what is due, and what is overdue since longest first', () => {
    expect(timeline.due.map(({ item: { id }, by }) => [id, by])).toEqual([
      ['f', iso(hour)],
      ['h', iso(hour)],
    ]);
    expect(timeline.overdue.map(({ item: { id }, by }) => [id, by])).toEqual([
      ['a', iso(-hour)],
      ['c', iso(-hour)],
      ['e', iso(0)],
    ]);
  });

  it('the last phase has no end, and nothing is due before the first or without T-0', () => {
    expect(
      timelineOf({ at: iso(9 * hour), phases }).phases.find(({ phase: { id } }) => id === 'later'),
    ).toMatchObject({
      time: 'current',
      endsAt: null,
    });
    const early = timelineOf({ at: iso(-9 * hour), phases });
    expect([early.due, early.overdue, early.phases[0]?.time]).toEqual([[], [], 'next']);
    const untimed = timelineOf({ at: iso(0), phases: phases.map((one) => ({ ...one, startsAt: null })) });
    expect(untimed.phases.every(({ time }) => time === 'untimed')).toBe(true);
  });
});

function criterion(id: string, status: CriterionState['status'], required = true): CriterionState {
  const rest = { refs: [], text: id, kind: 'auto', by: null, at: null, evidence: null } as const;
  return { id, status, required, ...rest };
}

describe('the gate', () => {
  const criteria = [
    criterion('sign', 'todo'),
    criterion('lost', 'unknown'),
    criterion('fine', 'pass'),
    criterion('broken', 'fail'),
    criterion('nice', 'fail', false),
    criterion('signed', 'done'),
    criterion('broken too', 'fail'),
  ];

  it('is gone about by what takes longest', () => {
    expect(missingInOrder(criteria).map(({ id }) => id)).toEqual(['broken', 'broken too', 'lost', 'sign']);
  });

  it.each<[string, CriterionState[], 'go' | 'no-go', string]>([
    ['a go', [criterion('a', 'pass')], 'go', 'go'],
    [
      'all that is missing cannot be told',
      [criterion('a', 'pass'), criterion('b', 'unknown')],
      'no-go',
      'unknown',
    ],
    ['one is broken', [criterion('a', 'fail'), criterion('b', 'unknown')], 'no-go', 'no-go'],
    ['one is not signed', [criterion('a', 'todo'), criterion('b', 'unknown')], 'no-go', 'no-go'],
    ['only a recommended one cannot be told', [criterion('a', 'unknown', false)], 'no-go', 'no-go'],
    ['there is no criterion', [], 'no-go', 'no-go'],
  ])('%s', (_name, list, verdict, expected) => {
    expect(gateOutcome({ verdict, criteria: list })).toBe(expected);
  });
});

describe('a go', () => {
  /** `[second, go?]`, and for how many seconds it has held then. */
  it.each<[string, [number, boolean][], number | null]>([
    ['holds from its first board on', [[5, true]], 0],
    [
      'adds up',
      [
        [0, true],
        [1, true],
        [2, true],
      ],
      2,
    ],
    [
      'begins anew after a no',
      [
        [0, true],
        [1, false],
        [2, true],
        [3, true],
      ],
      1,
    ],
    [
      'is none after a no',
      [
        [0, true],
        [1, false],
      ],
      null,
    ],
    [
      'begins anew where nobody looked',
      [
        [0, true],
        [1, true],
        [3_600, true],
      ],
      0,
    ],
    [
      'for a few seconds too',
      [
        [0, true],
        [1, true],
        [4, true],
        [5, true],
      ],
      1,
    ],
    [
      'goes on across a board that is late',
      [
        [0, true],
        [1, true],
        [3, true],
      ],
      3,
    ],
    [
      'begins anew where the clock was set back',
      [
        [100, true],
        [101, true],
        [60, true],
        [61, true],
      ],
      1,
    ],
  ])('%s', (_name, seen, expected) => {
    let streak: GoStreak | null = null;
    for (const [second, go] of seen) {
      const board: Pick<Board, 'at' | 'gate'> = {
        at: iso(second * 1_000),
        gate: { verdict: go ? 'go' : 'no-go', criteria: [] },
      };
      streak = goStreak(streak, board);
    }
    expect(heldFor(streak)).toBe(expected === null ? null : expected * 1_000);
  });
});

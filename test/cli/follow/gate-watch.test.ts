// The gate over boards: a go that has held waits for its last look, and begins anew only where the board leaves go.
import { expect, it } from 'vitest';
import { GateWatch } from '../../../src/cli/follow/gate-watch.ts';
import { gateCriteria, gateHeadline } from '../../../src/cli/follow/gate-words.ts';
import type { Unanswered } from '../../../src/engine/last-look.ts';
import type { Board } from '../../../src/rules/board.ts';
import { boardFixture } from '../../support/board-fixture.ts';
import { planOf } from '../../support/plan.ts';

const from = Date.UTC(2026, 11, 1, 15);
const plan = planOf({ metrics: { m: {} }, gate: { required: { calm: 'm < 5' } } });
const criterion = {
  id: 'calm',
  refs: [],
  text: 'Calm',
  required: true,
  kind: 'auto',
  by: null,
  at: null,
  evidence: null,
} as const;

function boardAt(seconds: number, go: boolean): Board {
  const gate = go
    ? ({ verdict: 'go', criteria: [{ ...criterion, status: 'pass' }] } as const)
    : ({ verdict: 'no-go', criteria: [{ ...criterion, status: 'fail' }] } as const);
  return { ...boardFixture(), at: new Date(from + seconds * 1_000).toISOString(), gate };
}

it('asks when the hold is complete, once, and again when the go was lost', () => {
  let asked = 0;
  let left: readonly Unanswered[] = [{ source: 'api', state: 'awaited', why: 'no answer yet' }];
  const watch = new GateWatch(plan, 2_000, () => {
    asked++;
    return { since: from, unanswered: () => left };
  });
  const ends = (at: number, go: boolean): string => `${watch.look(boardAt(at, go)).end} ${asked}`;
  expect([ends(0, true), ends(1, true), ends(2, true), ends(3, true)]).toEqual([
    'no-go 0',
    'no-go 0',
    'unknown 1',
    'unknown 1',
  ]);
  const said = (isOver: boolean): string => gateHeadline(watch.look(boardAt(4, true)), 2_000, { isOver });
  expect(said(false)).toBe(
    'GO, but for the last look: all 1 required criteria are met, and have been for 2s; asking everything once more',
  );
  const none =
    'CANNOT TELL: all 1 required criteria were met, and had been for 2s, but the last look has no value from';
  expect(said(true)).toBe(`${none} api (no answer yet)`);
  const states = [false, true].map(
    (isOver) => gateCriteria(watch.look(boardAt(4, true)), { isOver })[0]?.status,
  );
  expect(states).toEqual(['pass', 'unknown']);
  left = [...left, { source: 'db', state: 'failed', why: 'no answer within 3s' }];
  expect(said(false)).toBe(`${none} db (no answer within 3s)`);
  expect(said(true)).toBe(`${none} api (no answer yet), db (no answer within 3s)`);
  left = [{ source: 'api', state: 'failed', why: 'no answer within 3s' }];
  expect(ends(5, true)).toBe('unknown 1');
  expect([ends(6, false), ends(7, true), ends(9, true)]).toEqual(['no-go 1', 'no-go 1', 'unknown 2']);
  left = [];
  expect(ends(10, true)).toBe('go 2');
});

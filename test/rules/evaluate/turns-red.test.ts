// When a pending metric turns red: with the reading that will say so, and at no instant that is past.
import { expect, test } from 'vitest';
import { amount } from '../../../src/domain/amount.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);

test('a reading every ten seconds, and twelve of them to hold', () => {
  const judge = new Judge(planOf({ metrics: { m: { alert: '> 5 for 12s' } } }), start);
  const look = (at: number, value: number | null) => {
    const now = start + at * 1_000;
    const samples = value === null ? [] : [{ metric: 'm', sample: { at: now, value: amount(value) } }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.metrics[0];
  };
  look(0, 1);
  expect(look(10, 9)).toMatchObject({ turnsRedAt: '2026-12-01T15:00:30.000Z' });
  expect(look(25, null)?.reason).toContain('red at 15:00:30 unless it ends');
  const late = look(33, null);
  expect(late).toMatchObject({ status: 'amber', turnsRedAt: null });
  expect(late?.reason).toContain('red with its next reading unless that ends it');
  expect(look(34, 9)).toMatchObject({ status: 'red' });
});

test('a window with a hole is told when what came before it has left', () => {
  const spec = { use: 'max(18s)', target: '< 9', interval: '1s', staleAfter: '4s' };
  const judge = new Judge(planOf({ metrics: { m: spec } }), start);
  let reason = '';
  for (let at = 0; at <= 40; at++) {
    const now = start + at * 1_000;
    const samples = at > 20 && at < 30 ? [] : [{ metric: 'm', sample: { at: now, value: amount(1) } }];
    reason = judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.metrics[0]?.reason ?? '';
  }
  expect(reason).toContain('told in 8s');
});

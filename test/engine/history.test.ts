// What a view draws of a metric's past: numbers, words, and gaps that are neither.
import { expect, test } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { gap } from '../../src/domain/gap.ts';
import type { Value } from '../../src/domain/value.ts';
import { Past } from '../../src/engine/past.ts';
import { lookUps } from '../../src/engine/history.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);

test('null is a gap, and nothing else is', () => {
  const plan = planOf({ metrics: { m: { interval: '1s' } } });
  const judge = new Judge(plan, start);
  const values: readonly (Value | null)[] = ['primary', null, 3, true, Infinity, amount(5)];
  for (const [index, value] of values.entries()) {
    const at = start + index * 1_000;
    const sample = value === null ? { at, gap: gap('timeout', 'no answer within 3s') } : sampleAt(at, value);
    judge.advance({ now: at, samples: [{ metric: 'm', sample }], sources: [], loopLagMs: 0 });
  }
  const points = lookUps(judge, plan, new Past()).points('m', 10);
  expect(points.map(({ value, text }) => [value, text])).toEqual([
    ['primary', 'primary'],
    [null, 'no answer within 3s'],
    [3, '3'],
    [1, 'true'],
    [Infinity, '+Inf'],
    [5, '5'],
  ]);
});

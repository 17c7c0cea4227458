// What held when judgement began, or when a gap ended, may have held before: how long it has is not known.
import { describe, expect, test } from 'vitest';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);
const minute = 60_000;

function judged(gate: string, values: readonly (number | null)[]) {
  const plan = planOf({
    metrics: { m: { alert: '> 900', staleAfter: '100s' } },
    gate: { required: { c: gate } },
  });
  const judge = new Judge(plan, start);
  return values.map((value, index) => {
    const now = start + index * minute;
    const samples = value === null ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.gate.criteria[0]?.status;
  });
}

describe('not (m > 500 for 3m)', () => {
  const gate = 'not (m > 500 for 3m)';
  test('cannot be told while m has been above 500 since the start, until it has been for 3m', () => {
    expect(judged(gate, [600, 600, 600, 600, 100])).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'fail',
      'pass',
    ]);
  });
  test('passes while m is seen to have risen less than 3m ago', () => {
    expect(judged(gate, [100, 600, 600, 600, 600])).toEqual(['pass', 'pass', 'pass', 'pass', 'fail']);
  });
  test('cannot be told after a gap either', () => {
    expect(judged(gate, [100, 600, null, null, 600, 600, 600, 600])).toEqual([
      'pass',
      'pass',
      'pass',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'fail',
    ]);
  });
});

test('m < 500 for 3m cannot be told before, and fails as soon as m is not', () => {
  expect(judged('m < 500 for 3m', [100, 100, 100, 100, 600, 100])).toEqual([
    'unknown',
    'unknown',
    'unknown',
    'pass',
    'fail',
    'fail',
  ]);
});

describe('samples', () => {
  test('that came before the first may have counted, as long as the newest one does', () => {
    expect(judged('not (m > 500 for 2 of 3 samples)', [600, 100, 600, 600])).toEqual([
      'unknown',
      'pass',
      'fail',
      'fail',
    ]);
  });
  test('that were seen do not count twice', () => {
    expect(judged('not (m > 500 for 3 samples)', [600, 600, 600, 100, 600, 600, 600])).toEqual([
      'unknown',
      'unknown',
      'fail',
      'pass',
      'pass',
      'pass',
      'fail',
    ]);
  });
});

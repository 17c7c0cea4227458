// What no source ought to tell, and what comes of it: not a number, without end, twice, out of order, from the future.
import { describe, expect, it } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import type { Value } from '../../src/domain/value.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, type MetricSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);

/** One metric; each look is [when it comes, the instant it claims, the value], in seconds. */
function told(spec: MetricSpec, looks: readonly (readonly [number, number, Value])[]) {
  const judge = new Judge(planOf({ metrics: { m: spec } }), start);
  let last;
  for (const [arrives, claimed, value] of looks)
    last = judge.advance({
      now: start + arrives * 1_000,
      samples: [{ metric: 'm', sample: { at: start + claimed * 1_000, value } }],
      sources: [],
      loopLagMs: 0,
    }).board.metrics[0];
  return last ?? expect.fail('nothing was told');
}

const plain: MetricSpec = { target: '< 100', alert: '> 500' };
const [fine, bad] = [amount(1), amount(600)];

describe('a reading', () => {
  it.each<[string, number, string]>([
    ['NaN alone is a gap: unknown', Number.NaN, 'unknown'],
    ['+Inf is a value: beyond every threshold', Number.POSITIVE_INFINITY, 'red'],
    ['-Inf is a value: below every threshold', Number.NEGATIVE_INFINITY, 'green'],
  ])('%s', (_, value, status) => {
    expect(told(plain, [[0, 0, value]]).status).toBe(status);
  });
  it('NaN never ends a red: the last value counts while it is fresh, then it is unknown, and was red', () => {
    const looks = [
      [0, 0, bad],
      [10, 10, Number.NaN],
    ] as const;
    expect(told(plain, looks)).toMatchObject({ status: 'red', gap: { reason: 'nan' } });
    expect(told(plain, [...looks, [25, 25, Number.NaN]])).toMatchObject({ status: 'unknown', was: 'red' });
  });
  it('a sum of both infinities cannot be told', () => {
    const looks = [
      [0, 0, Number.POSITIVE_INFINITY],
      [10, 10, Number.NEGATIVE_INFINITY],
    ] as const;
    expect(told({ alert: 'sum(1m) < 5' }, looks).status).toBe('unknown');
  });
  it('told twice is one sample', () => {
    const alert = { alert: '> 500 for 2 samples' };
    expect(
      told(alert, [
        [0, 0, bad],
        [1, 0, bad],
      ]).detail,
    ).toBe('pending');
    expect(
      told(alert, [
        [0, 0, bad],
        [10, 10, bad],
      ]).status,
    ).toBe('red');
  });
  it('of one instant with another value: the later word counts', () => {
    expect(
      told(plain, [
        [0, 0, bad],
        [1, 0, fine],
      ]).exact,
    ).toBe('1');
  });
  it('that comes after a later one does not take its place', () => {
    expect(
      told(plain, [
        [10, 10, fine],
        [11, 5, bad],
      ]),
    ).toMatchObject({ status: 'green', exact: '1' });
  });
  it('out of order counts at its own instant: what had held all along is known to have', () => {
    const alert = { alert: '> 500 for 20s' };
    expect(
      told(alert, [
        [0, 0, bad],
        [20, 20, bad],
        [21, 10, fine],
      ]).status,
    ).not.toBe('green');
    expect(
      told(alert, [
        [0, 0, bad],
        [20, 20, bad],
      ]).status,
    ).toBe('red');
  });
  it('from up to 5 s ahead counts as of now; from further it is a gap, and no value at all', () => {
    expect(told(plain, [[0, 5, bad]])).toMatchObject({ status: 'red', ageMs: 0 });
    expect(told(plain, [[0, 5.001, bad]])).toMatchObject({
      status: 'unknown',
      gap: { reason: 'clock_skew' },
    });
  });
  it('without an instant is a gap', () => {
    expect(told(plain, [[0, Number.NaN, bad]])).toMatchObject({
      status: 'unknown',
      gap: { reason: 'parse' },
    });
  });
});

// A window that moves says what a look at all its samples would say: whatever comes late, is replaced, or moves back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAmounts,
  amount,
  amountFromNumber,
  amountToNumber,
  compareAmounts,
  divideAmounts,
  zero,
  type Amount,
} from '../../src/domain/amount.ts';
import { gap } from '../../src/domain/gap.ts';
import { Series } from '../../src/domain/series.ts';
import { compareNumeric, isNumeric, toAmount, type Numeric, type Value } from '../../src/domain/value.ts';
import type { WindowFunctionName } from '../../src/rules/condition/ast.ts';
import { windowValue } from '../../src/rules/condition/functions.ts';

const decimal = fc
  .tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: 0, max: 18 }))
  .map(([n, digits]): Value => amount(n, 10n ** BigInt(digits)));
const measured = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const numbers = fc.oneof({ weight: 5, arbitrary: decimal }, { weight: 3, arbitrary: measured });
const anything = fc.oneof(
  { weight: 8, arbitrary: numbers },
  fc.constantFrom<Value>(true, false, 'OK', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

type Action =
  | { readonly type: 'push'; readonly at: number; readonly value: Value | null }
  | { readonly type: 'look'; readonly at: number };

/** Samples that mostly come in order, some late, some at an instant that is there already; looks that go to and fro. */
function actions(values: fc.Arbitrary<Value>): fc.Arbitrary<readonly Action[]> {
  const push = fc.record({
    type: fc.constant('push' as const),
    at: fc.integer({ min: -4, max: 3 }),
    value: fc.option(values, { freq: 8 }),
  });
  const look = fc.record({ type: fc.constant('look' as const), at: fc.integer({ min: -15, max: 6 }) });
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: push }, look), { minLength: 5, maxLength: 60 })
    .map((steps) => {
      let now = 100;
      return steps.map((step): Action => {
        if (step.type === 'look') return { ...step, at: now + step.at };
        const at = now + step.at;
        now = Math.max(now + 1, at);
        return { ...step, at };
      });
    });
}

const functions: readonly WindowFunctionName[] = [
  'avg',
  'sum',
  'min',
  'max',
  'count',
  'p50',
  'p90',
  'p99',
  'success',
  'delta',
  'resets',
  'changes',
  'rate',
  'stddev',
  'drop',
];

function exactMean(values: readonly Numeric[]): Amount | null {
  const sum = values.reduce<Amount>((total, value) => addAmounts(total, toAmount(value)), zero);
  return divideAmounts(sum, amount(values.length));
}

describe('a window that moves', () => {
  it('says the same as one that was filled anew', () => {
    fc.assert(
      fc.property(
        actions(anything),
        fc.integer({ min: 2, max: 20 }),
        fc.boolean(),
        (steps, length, tight) => {
          const limits = tight ? { keep: 12, pointsMax: 10 } : { keep: 1_000 };
          const moving = new Series(limits);
          for (const step of steps) {
            if (step.type === 'push')
              moving.push(
                step.value === null
                  ? { at: step.at, gap: gap('timeout', 'none') }
                  : { at: step.at, value: step.value },
              );
            else {
              const anew = new Series({ keep: 10_000 });
              for (const sample of moving.all()) anew.push(sample);
              for (const name of functions)
                expect([name, windowValue(name, moving, step.at, length)]).toEqual([
                  name,
                  normalised(
                    windowValue(name, anew, step.at, length),
                    windowValue(name, moving, step.at, length),
                  ),
                ]);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says what its samples say, looked at one by one', () => {
    fc.assert(
      fc.property(actions(numbers), fc.integer({ min: 2, max: 20 }), (steps, length) => {
        const series = new Series({ keep: 1_000 });
        for (const step of steps) {
          if (step.type === 'push') {
            if (step.value !== null) series.push({ at: step.at, value: step.value });
            continue;
          }
          const values = series
            .all()
            .filter(({ at }) => at > step.at - length && at <= step.at)
            .flatMap(({ value }) => (value !== undefined && isNumeric(value) ? [value] : []));
          const of = (name: WindowFunctionName) => windowValue(name, series, step.at, length);
          expect(of('count')).toEqual(amount(values.length));
          if (values.length === 0) {
            expect([of('avg'), of('sum'), of('min'), of('p95'), of('delta')]).toEqual([
              null,
              null,
              null,
              null,
              null,
            ]);
            continue;
          }
          const ordered = values.toSorted(compareNumeric);
          expect([of('min'), of('max')]).toEqual([ordered[0], ordered.at(-1)]);
          const mean = exactMean(values);
          const isExact = values.every((value) => typeof value === 'object');
          const found = of('avg');
          if (mean === null || found === null || !isNumeric(found)) throw new Error('there is a mean');
          if (isExact) expect(compareAmounts(toAmount(found), mean)).toBe(0);
          else expect(found).toBe(amountToNumber(mean));
        }
      }),
    );
  });

  it('keeps its sum exact, however often it has moved', () => {
    const series = new Series({ keep: 10_000 });
    for (let at = 1; at <= 5_000; at++) {
      series.push({ at, value: at % 2 === 0 ? 1e15 : 0.1 });
      windowValue('sum', series, at, 3);
    }
    expect(windowValue('sum', series, 5_001, 2)).toBe(1e15);
    expect(windowValue('sum', series, 5_002, 3)).toBe(1e15);
  });

  it('a window of fractions that do not end stays cheap, and true to 40 digits', () => {
    const series = new Series({ keep: 100_000 });
    for (let at = 1; at <= 2_000; at++) series.push({ at, value: amount(at, 2_000 + at) });
    const sum = windowValue('sum', series, 2_000, 2_000);
    const exact = Array.from({ length: 2_000 }, (_, index) => (index + 1) / (2_001 + index)).reduce(
      (a, b) => a + b,
    );
    if (sum === null || !isNumeric(sum)) throw new Error('there is a sum');
    expect(amountToNumber(toAmount(sum))).toBeCloseTo(exact, 8);
    expect(toAmount(sum).denominator).toBeLessThan(10n ** 50n);
  });

  it('a doubled decimal is a decimal: 0.1 + 0.2 is 0.3', () => {
    const series = new Series({ keep: 1_000 });
    series.push({ at: 1, value: 0.1 });
    series.push({ at: 2, value: amountFromNumber(0.2) });
    expect(windowValue('sum', series, 2, 10)).toBe(0.3);
  });
});

/** Exact values may be written with different denominators. */
function normalised(wanted: Value | null, found: Value | null): Value | null {
  const both = typeof wanted === 'object' && typeof found === 'object' && wanted !== null && found !== null;
  return both && compareAmounts(wanted, found) === 0 ? found : wanted;
}

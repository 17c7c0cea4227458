// Functions over samples against what they must be by their definition, whatever the samples.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, amountToNumber } from '../../../src/domain/amount.ts';
import { Series } from '../../../src/domain/series.ts';
import { isAmount, type Value } from '../../../src/domain/value.ts';
import { windowValue } from '../../../src/rules/condition/functions.ts';
import { judged } from '../../support/judged.ts';

const minute = 60_000;

function over(
  name: Parameters<typeof windowValue>[0],
  values: readonly Value[],
  window = 10 * minute,
): number | null {
  const series = new Series({ keep: 100 * minute });
  for (const [index, value] of values.entries()) series.push({ at: (index + 1) * 10_000, value });
  const result = windowValue(name, series, values.length * 10_000, window);
  if (result === null || typeof result === 'string' || typeof result === 'boolean') return null;
  return isAmount(result) ? amountToNumber(result) : result;
}

describe('functions', () => {
  it('the rate of a counter that begins again at zero is the rate of one that went on', () => {
    const steps = fc.array(fc.nat({ max: 100 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.nat({ max: 28 }), fc.integer({ min: 1_000, max: 9_000 }), (rises, at, start) => {
        const resetAt = 1 + (at % (rises.length - 1));
        let whole = start;
        let counted = start;
        const goingOn: number[] = [];
        const reset: number[] = [];
        for (const [index, rise] of rises.entries()) {
          whole += rise;
          counted = index === resetAt ? rise : counted + rise;
          goingOn.push(whole);
          reset.push(counted);
        }
        expect(over('rate', reset)).toBeCloseTo(over('rate', goingOn) ?? Number.NaN, 9);
      }),
    );
  });

  it('the success share is the good of all probes, and judged exactly at the threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (probes) => {
        const good = probes.filter(Boolean).length;
        expect(over('success', probes)).toBeCloseTo((100 * good) / probes.length, 9);
        // The first one lies on the window's edge, so that the window is seen whole.
        const looks = [true, ...probes].map((m, index) => ({ at: index * 10, seen: { m } }));
        const spec = { metrics: { m: { use: 'success(1m)', unit: '%', alert: '<= 50%' } } };
        const status = judged(spec, looks).at(-1)?.metrics[0]?.status;
        expect(status).toBe(2 * good <= probes.length ? 'red' : 'green');
      }),
    );
  });

  it.each(['p50', 'p90', 'p95', 'p99'] as const)(
    '%s lies where that share of the values is below',
    (name) => {
      const share = Number(name.slice(1)) / 100;
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 40 }), (values) => {
          const sorted = values.toSorted((left, right) => left - right);
          const rank = share * (values.length - 1);
          const low = sorted[Math.floor(rank + 1e-9)] ?? 0;
          const high = sorted[Math.ceil(rank - 1e-9)] ?? 0;
          const got =
            over(
              name,
              values.map((value) => amount(value)),
            ) ?? Number.NaN;
          expect(got).toBeCloseTo(low + (high - low) * (rank - Math.floor(rank + 1e-9)), 6);
        }),
      );
    },
  );

  it('the drop is against the median of the means of the twelve windows before, of those that have readings', () => {
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const one = fc.option(fc.integer({ min: 1, max: 1_000 }), { freq: 6 });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(1, 2, 3),
        (looks, wide) => {
          const series = new Series({ keep: 100 * minute });
          for (const [index, value] of looks.entries())
            if (value !== null) series.push({ at: (index + 1) * 10_000, value: amount(value) });
          // The newest window is the first, and each is as many looks wide.
          const means = Array.from({ length: 13 }, (_, back) => {
            const end = Math.max(0, looks.length - back * wide);
            return looks.slice(Math.max(0, end - wide), end).flatMap((value) => value ?? []);
          }).map((values) => (values.length === 0 ? null : mean(values)));
          const [now, ...before] = means;
          const known = before.flatMap((value) => value ?? []).toSorted((left, right) => left - right);
          const got = windowValue('drop', series, looks.length * 10_000, wide * 10_000);
          if (now === null || now === undefined || known.length < 3) {
            expect(got).toBeNull();
            return;
          }
          const middle = mean([known[(known.length - 1) >> 1] ?? 0, known[known.length >> 1] ?? 0]);
          const told = got !== null && isAmount(got) ? amountToNumber(got) : Number.NaN;
          expect(told).toBeCloseTo(100 * (1 - now / middle), 6);
        },
      ),
    );
  });

  it('a window is open at its beginning and closed at its end', () => {
    const values = [1, 2, 4, 8, 16, 32, 64].map((value) => amount(value));
    expect(over('sum', values, 20_000)).toBe(96);
    expect(over('sum', values, 20_001)).toBe(112);
    expect(over('count', values, minute)).toBe(6);
  });
});

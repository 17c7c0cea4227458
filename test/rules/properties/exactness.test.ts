// Money is compared exactly: 100,000 random pairs, each neighbouring, against whole numbers on one scale.
import { describe, expect, it } from 'vitest';
import { amount, parseAmount } from '../../../src/domain/amount.ts';
import { compareNumeric } from '../../../src/domain/value.ts';
import { mulberry32 } from '../../simulator/random.ts';
import { judged } from '../../support/judged.ts';
import { planOf, sampleAt } from '../../support/plan.ts';
import { Judge } from '../../../src/rules/judge.ts';

const pairs = 100_000;

/** A whole number of at most `digits` digits. */
function digitsOf(random: ReturnType<typeof mulberry32>, digits: number): bigint {
  let text = '';
  for (let index = random.int(1, digits); index > 0; index--) text += String(random.int(0, 9));
  return BigInt(text);
}

/** The decimal text of `value` units of 10^-places, now and then written with an exponent. */
function written(value: bigint, places: number, exponent: boolean): string {
  if (exponent) return `${value}e-${places}`;
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

describe('exactness', () => {
  it(`${pairs} decimals and wei compare as whole numbers on one scale do`, () => {
    const random = mulberry32(3);
    const wrong: string[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const places = random.pick([0, 1, 6, 8, 18, 30]);
      const left = digitsOf(random, 30) * random.pick([1n, -1n]);
      const right = left + BigInt(random.int(-1, 1));
      const expected = left < right ? -1 : left > right ? 1 : 0;
      const one = parseAmount(written(left, places, random.chance(0.2)));
      // The other side is written otherwise: with more places, or counted in the smallest unit.
      const more = random.int(0, 4);
      const other = random.chance(0.5)
        ? amount(right, 10n ** BigInt(places))
        : parseAmount(written(right * 10n ** BigInt(more), places + more, false));
      if (!one || !other || compareNumeric(one, other) !== expected)
        wrong.push(`${left} against ${right} in 1e-${places}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['100000000000000000', 'green'],
    ['99999999999999999', 'red'],
    ['100000000000000001', 'green'],
  ])('%s wei against an alert < 0.1 ETH is %s', (wei, expected) => {
    const plan = planOf({ metrics: { m: { alert: '< 0.1 ETH', unit: 'ETH', exact: true } } });
    const metrics = plan.metrics.map((metric) => ({ ...metric, scale: amount(1n, 10n ** 18n) }));
    const judge = new Judge({ ...plan, metrics }, 0);
    const sample = { at: 0, value: amount(BigInt(wei)) };
    const { board } = judge.advance({
      now: 0,
      samples: [{ metric: 'm', sample }],
      sources: [],
      loopLagMs: 0,
    });
    expect(board.metrics[0]?.status).toBe(expected);
  });

  it('a measured number is no proof that money is zero', () => {
    const [board] = judged({ metrics: { m: { target: '== 0', exact: true } } }, [{ at: 0, seen: { m: 0 } }]);
    expect(board?.metrics[0]?.status).toBe('green');
    const plan = planOf({ metrics: { m: { target: '== 0', exact: true } } });
    const measured = { ...sampleAt(0, 0), value: 0 };
    const judge = new Judge(plan, 0);
    const { board: floating } = judge.advance({
      now: 0,
      samples: [{ metric: 'm', sample: { at: 0, value: measured.value } }],
      sources: [],
      loopLagMs: 0,
    });
    expect(floating.metrics[0]?.status).toBe('unknown');
  });
});

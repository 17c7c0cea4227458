// Exact numbers against viem's units and the General Decimal Arithmetic comparisons.
import { expect, it } from 'vitest';
import { amount, amountToExact, compareAmounts, parseAmount } from '../../src/domain/amount.ts';
import { parseQuantity, quantityIn } from '../../src/domain/quantity.ts';
import { findUnit, type Unit } from '../../src/domain/unit.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';

interface ViemUnits {
  parse_units: { text: string; decimals: number; expect: string; exact: boolean }[];
  format_units: { value: string; decimals: number; expect: string }[];
  parse_ether: { text: string; expect_wei: string }[];
}

/** The whole number of smallest parts; null where the text has more decimals than there are parts. */
function smallestParts(text: string, decimals: number): string | null {
  const value = parseAmount(text);
  if (!value) return null;
  const scaled = value.numerator * 10n ** BigInt(decimals);
  return scaled % value.denominator === 0n ? String(scaled / value.denominator) : null;
}

describeConformance('decimal/viem_units.json', (data: ViemUnits) => {
  itPassesAll('viem parseUnits', 64, data.parse_units, ({ text, decimals, expect: wanted, exact }) => {
    const found = smallestParts(text, decimals);
    // viem rounds what does not fit; here nothing is rounded.
    return found === (exact ? wanted : null) ? null : `${text} in ${decimals} decimals: ${found}`;
  });

  itPassesAll('viem formatUnits', 21, data.format_units, ({ value, decimals, expect: wanted }) => {
    const found = amountToExact(amount(BigInt(value), 10n ** BigInt(decimals)));
    return found === wanted ? null : `${value} in ${decimals} decimals: ${found}`;
  });

  itPassesAll('viem parseEther', 40, data.parse_ether, ({ text, expect_wei: wei }) => {
    const found = smallestParts(text, 18);
    if (found === null) return compareRounded(text, wei);
    const ether = parseQuantity(`${text} ETH`);
    const inWei = ether && quantityIn(ether, unitOf('wei'), []);
    const same = found === wei && (inWei === null || amountToExact(inWei) === wei);
    return same ? null : `${text} ETH: ${found} wei`;
  });

  it('what has more than 18 decimals is kept whole', () => {
    expect(smallestParts('0.1234567890123456789', 18)).toBeNull();
  });
});

/** What viem rounds lies within half a wei of what is kept here. */
function compareRounded(text: string, wei: string): string | null {
  const exact = parseAmount(text);
  if (!exact) return `${text} is not read`;
  const twice = 2n * (exact.numerator * 10n ** 18n - BigInt(wei) * exact.denominator);
  const size = twice < 0n ? -twice : twice;
  return size <= exact.denominator ? null : `${text} ETH is not ${wei} wei`;
}

function unitOf(symbol: string): Unit {
  const unit = findUnit(symbol);
  if (!unit) throw new Error(symbol);
  return unit;
}

describeConformance(
  'decimal/dectest_compare.json',
  ({ cases }: { cases: { a: string; b: string; expect: number }[] }) => {
    itPassesAll('decTest compare', 500, cases, ({ a, b, expect: wanted }) => {
      const [left, right] = [parseAmount(a), parseAmount(b)];
      return left && right && compareAmounts(left, right) === wanted ? null : `${a} and ${b}`;
    });
  },
);

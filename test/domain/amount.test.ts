// Exact numbers: reading, comparing and printing them, held against viem.
import fc from 'fast-check';
import { formatUnits } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  addAmounts,
  amount,
  amountFromNumber,
  amountToDecimal,
  amountToExact,
  amountToNumber,
  compareAmounts,
  divideAmounts,
  multiplyAmounts,
  parseAmount,
  subtractAmounts,
} from '../../src/domain/amount.ts';

function parsed(text: string) {
  const value = parseAmount(text);
  if (!value) throw new Error(text);
  return value;
}

describe('parseAmount', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['0E-18', '0'],
    ['1e-18', '0.000000000000000001'],
    ['1e-31', `0.${'0'.repeat(30)}1`],
    ['+1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['100000000000000001', '100000000000000001'],
    ['1234567890123456789012345678901234567890', '1234567890123456789012345678901234567890'],
    ['12e3', '12000'],
    [' 7 ', '7'],
  ])('%s', (text, exact) => {
    expect(amountToExact(parsed(text))).toBe(exact);
  });

  it.each([
    '',
    'abc',
    '1.2.3',
    '1e',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '--1',
    '1e9999999',
    '9'.repeat(1_001),
  ])('not %s', (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});

describe('arithmetic', () => {
  const amounts = fc
    .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.bigInt({ min: 1n, max: 10n ** 18n }))
    .map(([numerator, denominator]) => amount(numerator, denominator));

  it('keeps the laws of rationals', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(compareAmounts(subtractAmounts(addAmounts(a, b), b), a)).toBe(0);
        expect(compareAmounts(a, b) + compareAmounts(b, a)).toBe(0);
        const quotient = divideAmounts(a, b);
        expect(quotient === null).toBe(b.numerator === 0n);
        if (quotient) expect(compareAmounts(multiplyAmounts(quotient, b), a)).toBe(0);
      }),
    );
  });

  it('prints wei as viem does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (wei) => {
        expect(amountToExact(amount(wei, 10n ** 18n))).toBe(formatUnits(wei, 18));
      }),
    );
  });

  it('reads a double as a person would', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }), (value) => {
        expect(amountToNumber(amountFromNumber(value)) - value).toBeCloseTo(0, 5);
      }),
    );
    expect(amountToExact(amountFromNumber(0.1))).toBe('0.1');
  });

  it('is the nearest double, however large or small', () => {
    const small = fc.double({ noNaN: true, min: -(2 ** -1018), max: 2 ** -1018 });
    const doubles = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), small);
    fc.assert(
      fc.property(doubles, fc.bigInt({ min: 1n, max: 10n ** 30n }), (value, factor) => {
        const { numerator, denominator } = amountFromNumber(value);
        expect(amountToNumber(amount(numerator * factor, denominator * factor)) + 0).toBe(value + 0);
      }),
    );
  });

  it('is the nearest double where doubles are fewest, too', () => {
    const tiny = fc.double({ noNaN: true, min: -(2 ** -1_021), max: 2 ** -1_021 });
    fc.assert(
      fc.property(tiny, fc.bigInt({ min: 1n, max: 10n ** 30n }), (value, factor) => {
        const { numerator, denominator } = amountFromNumber(value);
        expect(amountToNumber(amount(numerator * factor, denominator * factor)) + 0).toBe(value + 0);
      }),
    );
    // Halves go to the even one.
    const steps = (halves: bigint): number => amountToNumber(amount(halves, 2n ** 1_075n)) / Number.MIN_VALUE;
    expect([1n, 3n, 5n, -3n].map(steps)).toEqual([0, 2, 2, -2]);
    expect(amountToNumber(amount(1757389685658981n, 10n ** 323n))).toBe(1.757389685658981e-308);
  });

  it('rounds half away from zero where it cuts', () => {
    expect(amountToDecimal(amount(2, 3), 2)).toBe('0.67');
    expect(amountToDecimal(amount(-1, 200), 2)).toBe('-0.01');
    expect(amountToDecimal(amount(-1, 1000), 2)).toBe('0');
  });

  it('is the same however far the fraction could be reduced', () => {
    const whole = fc.bigInt(-(2n ** 70n), 2n ** 70n);
    const small = fc.bigInt(-(2n ** 30n), 2n ** 30n);
    const denominators = fc.oneof(
      fc.nat(18).map((digits) => 10n ** BigInt(digits)),
      fc.bigInt(1n, 2n ** 30n),
      fc.bigInt(1n, 2n ** 70n),
    );
    fc.assert(
      fc.property(fc.oneof(whole, small), denominators, fc.nat(32), (numerator, denominator, digits) => {
        const far = 2n ** 80n;
        expect(amountToDecimal(amount(numerator, denominator), digits)).toBe(
          amountToDecimal(amount(numerator * far, denominator * far), digits),
        );
      }),
    );
  });
});

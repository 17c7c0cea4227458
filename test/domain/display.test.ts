// What is true or false is shown as it is written in conditions, and as up or down where it is read as whether something answers;
// a span of hours as hours.
import { expect, test } from 'vitest';
import { parseAmount } from '../../src/domain/amount.ts';
import { displayReading, displayValue } from '../../src/domain/display.ts';

test.each([
  [true, true, 'up'],
  [false, true, 'down'],
  [true, false, 'true'],
  [false, false, 'false'],
  [12, true, '12'],
])('%s with readsUp %s is %s', (value, readsUp, shown) => {
  expect(displayReading(value, { unit: null, exact: false, readsUp })).toBe(shown);
});

test('without a metric it is the word of the conditions', () => {
  expect(displayValue(true, null)).toBe('true');
});

test.each([
  ['primary', 'primary'],
  ['', '""'],
  ['  ', '"  "'],
])('the word %j is shown as %s', (word, shown) => {
  expect(displayValue(word, null)).toBe(shown);
});

test.each([
  [44_529, 's', '12h22m'],
  [86_430, 's', '24h'],
  [94_200, 's', '26h10m'],
  [200_000, 's', '2d7h'],
  [-44_529, 's', '-12h22m'],
  [3_600, 's', '1h'],
  [3_599.9, 's', '3,600s'],
  [432, 's', '432s'],
  [5_400_000, 'ms', '1h30m'],
  [182, 'ms', '182ms'],
  [742, 'm', '12h22m'],
  [45.3, 'd', '45.3d'],
  [36.5, 'h', '36.5h'],
  [44_529, null, '44,529'],
  [44_529, '/s', '44,529/s'],
  [1e15, 's', '1,000,000,000,000,000s'],
  [Number.POSITIVE_INFINITY, 's', '+Infs'],
  [5e-324, null, '5.0e-324'],
  [-1.26e-200, 'ETH', '-1.3e-200 ETH'],
])('%f in %s is %s', (value, unit, shown) => {
  expect(displayValue(value, unit)).toBe(shown);
});

test.each([
  ['1e-400', '1.0e-400'],
  ['-1.25e-999', '-1.3e-999'],
  ['9.96e-500', '1.0e-499'],
  ['0.00000000000000099', '9.9e-16'],
])('%s, which is not zero, is not shown as zero: %s', (text, shown) => {
  expect(displayValue(parseAmount(text) ?? 0, null)).toBe(shown);
});

test('an exact value keeps its digits', () => {
  expect(displayValue(44_529, 's', { exact: true })).toBe('44,529s');
});

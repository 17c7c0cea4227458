// What is true or false is shown as it is written in conditions, and as up or down where it is read as whether something answers.
import { expect, test } from 'vitest';
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

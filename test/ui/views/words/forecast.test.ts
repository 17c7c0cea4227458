// When a bound is expected to be crossed, in words that do not change with each look.

import { expect, it } from 'vitest';
import { forecastSpan } from '../../../../src/ui/views/words/forecast.ts';

const minute = 60_000;

it.each([
  [18 * minute, 25 * minute, '18m to 25m'],
  [18.4 * minute, 24.2 * minute, '18m to 25m'],
  [20 * minute, 20 * minute, '20m'],
  [0.3 * minute, 0.8 * minute, 'less than 1m'],
  [0, 3 * minute, 'less than 3m'],
  [90 * minute, 120 * minute, '1h30m to 2h'],
])('%d to %d: %s', (fromMs, toMs, words) => {
  expect(forecastSpan({ to: 'alert', bound: '5', fromMs, toMs })).toBe(words);
});

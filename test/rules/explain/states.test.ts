// A percentile over few readings is nearly the greatest of them, and `explain` says so.

import { expect, test } from 'vitest';
import { parseCall } from '../../../src/rules/condition/parse.ts';
import { fewSamples } from '../../../src/rules/explain/states.ts';

test.each([
  ['p95(5m)', 5_000, '60 readings are few for p95, which takes 200'],
  ['p95(20m)', 5_000, null],
  ['p99(20m)', 5_000, '240 readings are few for p99, which takes 1000'],
  ['p50(1m)', 5_000, '12 readings are few for p50, which takes 20'],
  ['avg(1m)', 5_000, null],
])('%s at a reading every %i ms', (text, interval, words) => {
  const parsed = parseCall(text);
  if (!parsed.ok) throw new Error(text);
  expect(fewSamples(parsed.call, interval)).toBe(words);
});

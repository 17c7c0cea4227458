// How far a PromQL query looks back.

import { expect, test } from 'vitest';
import { lookBackOf } from '../../../src/sources/promql/look-back.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

test.each<readonly [string, number]>([
  ['up', 0],
  ['rate(x[5m])', 5 * minute],
  ['sum by (job) (rate(x{a="]b[9h]"}[5m])) / sum(rate(y[10m]))', 10 * minute],
  ['max_over_time(rate(x[5m])[1h:1m])', hour + 5 * minute],
  ['max_over_time((rate(x[5m]) + rate(y[15m]))[1h:])', hour + 15 * minute],
  ['x offset 1d', day],
  ['rate(x[1h30m] offset 1w)', 7 * day + 90 * minute],
  ['rate(x[5m]) - rate(x[5m] offset 1d) > 0', day + 5 * minute],
  ['avg_over_time(x[1h] @ 1609746000 offset 5m)', hour + 5 * minute],
  ['avg_over_time(x[1h] @ start() offset 5m)', hour + 5 * minute],
  ['x @end( ) offset 5m + y[1m]', 5 * minute],
  ['delta(x[300])', 5 * minute],
  ['delta(x[1.5h])', 90 * minute],
  ['rate(x[5m] offset -1m)', 5 * minute],
  ['quantile_over_time(0.9, x[1y]) # [2y]', 365 * day],
  ['label_replace(up, "a", "[7d]", \'b\', "c\\"[8d]")', 0],
  ['x[oops', 0],
  ['))((', 0],
  ['rate({"http.requests", b=~"a}[9h]"}[2m])', 2 * minute],
])('%s', (query, expected) => {
  expect(lookBackOf(query)).toBe(expected);
});

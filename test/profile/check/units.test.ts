// In which unit a metric is judged.
import { expect, test } from 'vitest';
import { amount } from '../../../src/domain/amount.ts';
import { chooseUnit } from '../../../src/profile/check/units.ts';
import { parseCall } from '../../../src/rules/condition/parse.ts';

test.each([
  [null, null, null, null, null],
  [null, 'ms', null, 'ms', null],
  ['ms', null, null, 'ms', null],
  ['ms', 'ms', null, 'ms', null],
  ['s', 'ms', null, 's', amount(1n, 1_000n)],
  ['ETH', 'wei', null, 'ETH', amount(1n, 10n ** 18n)],
  ['USDC', null, null, 'USDC', null],
  ['ms', 'Milliseconds', null, 'ms', null],
  [null, null, 'success(1h)', '%', null],
  ['%', null, 'success(1h)', '%', null],
  [null, 'B', 'drop(5m)', '%', null],
  [null, 'B', 'count(5m)', null, null],
  [null, 'B', 'age()', 'ms', null],
  [null, 'ETH', 'until(0.1 ETH)', 'ms', null],
  [null, 'ms', 'p95(5m)', 'ms', null],
  ['s', 'ms', 'p95(5m)', 's', amount(1n, 1_000n)],
  [null, null, 'rate(1m)', '/s', null],
  ['/min', null, 'rate(1m)', '/min', amount(60n)],
  ['MB/min', null, 'rate(1m)', 'MB/min', amount(60n)],
  ['kB/s', 'B', 'rate(1m)', 'kB/s', amount(1n, 1_000n)],
  [null, 'B', 'rate(1m)', 'B/s', null],
])('written %s, read in %s, used by %s: %s', (written, natural, use, unit, scale) => {
  const parsed = use === null ? null : parseCall(use);
  const choice = chooseUnit(written, natural, parsed?.ok ? parsed.call : null, ['USDC']);
  expect(choice).toMatchObject({ unit });
  const given = 'scale' in choice ? choice.scale : undefined;
  if (scale === null) expect(given).toBeNull();
  else
    expect(given && given.numerator * scale.denominator).toBe(given && scale.numerator * given.denominator);
});

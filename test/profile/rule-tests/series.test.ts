// The notation of samples in rule tests: what it expands to, and what cannot be read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactText } from '../../../src/domain/value.ts';
import {
  parseNotation,
  seriesLooksMax,
  readSeries,
  type Look,
} from '../../../src/profile/rule-tests/series.ts';
import { planOf, type MetricSpec } from '../../support/plan.ts';

function shown(look: Look): string {
  if (look === null) return '_';
  return 'gap' in look ? `!${look.gap.reason}` : exactText(look.value);
}

function read(text: string, spec: MetricSpec = {}) {
  const [metric] = planOf({ metrics: { m: spec } }).metrics;
  if (!metric) throw new Error('no metric');
  const { looks, problems } = readSeries(text, metric, ['USDC']);
  return {
    looks: looks.map(shown).join(' '),
    problems: problems.map((one) => `${one.offset} ${one.message}`),
  };
}

describe('samples', () => {
  test.each<[string, string, MetricSpec?]>([
    ['', ''],
    ['5', '5'],
    ['5x3', '5 5 5 5'],
    ['5 x3', '5 5 5 5'],
    ['5x0', '5'],
    ['0+10x5', '0 10 20 30 40 50'],
    ['1-1x3', '1 0 -1 -2'],
    ['-2+4x3', '-2 2 6 10'],
    ['-2-4x3', '-2 -6 -10 -14'],
    ['0.1+0.2x2', '0.1 0.3 0.5'],
    ['1e3-1e-3x1', '1000 999.999'],
    ['1 _x3 2', '1 _ _ _ 2'],
    ['_ _x0 _', '_ _'],
    ['1 stale 2', '1 !unavailable 2'],
    ['stalex2', '!unavailable !unavailable !unavailable'],
    ['stale:timeoutx1 stale:empty', '!timeout !timeout !empty'],
    ['true x2 false', 'true true true false'],
    ['"OK"x1 "IN SUFFICIENT"', 'OK OK IN SUFFICIENT'],
    ['+Inf -Inf Inf', '+Inf -Inf +Inf'],
    ['0+10x5 _ _x3 stale 640x2', '0 10 20 30 40 50 _ _ _ _ !unavailable 640 640 640'],
    ['  1\n 2\t3 ', '1 2 3'],
    ['0.5ETH 1wei', '0.5 0.000000000000000001', { unit: 'ETH' }],
    ['0.5ETH-0.1ETHx2', '0.5 0.4 0.3', { unit: 'ETH' }],
    ['1.5s+500msx2', '1500 2000 2500', { unit: 'ms' }],
    ['99.9%x1', '99.9 99.9', { unit: '%' }],
    ['3USDCx1', '3 3', { unit: 'USDC' }],
    ['60/minx1', '1 1', { unit: '/s' }],
    ['true falsex1', 'true false false', { use: 'success(1h)', unit: '%' }],
    ['1s', '1000', { use: 'p95(5m)', unit: 'ms' }],
    ['0+60x2', '0 60 120', { use: 'rate(1m)', unit: '/s' }],
  ])('%s', (text, expected, spec) => {
    expect(read(text, spec)).toEqual({ looks: expected, problems: [] });
  });

  test('a metric that is scaled gets what its source would have read', () => {
    const [metric] = planOf({ metrics: { m: { unit: 's' } } }).metrics;
    if (!metric) throw new Error('no metric');
    const scaled = { ...metric, scale: { numerator: 1n, denominator: 1_000n } };
    expect(readSeries('2 500ms', scaled, []).looks.map(shown)).toEqual(['2000', '500']);
  });
});

describe('what cannot be read', () => {
  test.each<[string, RegExp, MetricSpec?]>([
    ['1 2, 3', /^2 "2," is no sample: write 5, 5x3/],
    ['ok', /^0 "ok" is no sample/],
    ['1 5xx3', /^2 "5xx3" is no sample|does not fit/],
    ['0+10', /^0 "0\+10" needs how many more samples there are: 0\+10x5/],
    ['1 stale:tiemout', /^2 "tiemout" is no reason for a gap \(did you mean "timeout"\?\)/],
    ['5ms', /^0 5ms does not fit m, which is a plain count/],
    ['1 5m 3', /^2 5m does not fit m, which is in ETH/, { unit: 'ETH' }],
    ['true', /^0 m is in ETH: true and false are no samples of it/, { unit: 'ETH' }],
    ['"OK"', /^0 m is in ETH: a word is no sample/, { unit: 'ETH' }],
    ['5', /^0 m counts probes with success\(\)/, { use: 'success(1h)', unit: '%' }],
    [
      '5s',
      /^0 m takes rate\(\) over its readings: write them without a unit/,
      { use: 'rate(1m)', unit: '/s' },
    ],
    [`1x${seriesLooksMax}`, /^0 more than \d+ samples/],
    ['1x99999999999999999999', /^0 more than \d+ samples/],
    ['1e99999', /^0 1e99999 is too large or too small/],
  ])('%s', (text, expected, spec) => {
    const { problems } = read(text, spec);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test('every mistake is told, and what is right between them is read', () => {
    expect(read('1 x 2 y 3')).toMatchObject({
      looks: '1 2 3',
      problems: [/^2 /, /^6 /].map((one) => expect.stringMatching(one)),
    });
  });
});

test('no text makes the reader throw, loop or invent samples', () => {
  const pieces = fc.constantFrom(
    '0',
    '1.5',
    '+',
    '-',
    'x',
    '3',
    '_',
    ' ',
    'stale',
    ':',
    'true',
    '"',
    'ETH',
    'NaN',
    'é',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const { items, problems } = parseNotation(text);
      const words = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
      expect(items.length + problems.length).toBeLessThanOrEqual(words);
      if (words > 0) expect(items.length + problems.length).toBeGreaterThan(0);
      for (const { offset } of [...items, ...problems]) expect(offset).toBeLessThan(text.length);
    }),
    { numRuns: 500 },
  );
});

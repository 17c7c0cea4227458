// Formulas: what is read, what they measure, and what they give, exactly or not at all.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, amountFromNumber } from '../../../src/domain/amount.ts';
import { Series } from '../../../src/domain/series.ts';
import { exactText, type Value } from '../../../src/domain/value.ts';
import type { Finding } from '../../../src/rules/condition/check.ts';
import type { Facts } from '../../../src/rules/condition/compile.ts';
import { parseFormula } from '../../../src/rules/condition/formula.ts';
import { formulaType, ownUnit } from '../../../src/rules/condition/formula-type.ts';
import { compileFormula } from '../../../src/rules/condition/formula-value.ts';
import type { ConditionLookup, MetricFacts } from '../../../src/rules/condition/operand-type.ts';

const numeric = (unit: string | null): MetricFacts => ({ unit, kind: 'numeric' });
const metrics: Record<string, MetricFacts> = {
  errors: numeric(null),
  requests: numeric(null),
  'dead-letters': numeric(null),
  latency: numeric('ms'),
  wait: numeric('s'),
  sent: numeric('B'),
  memory: numeric('MiB'),
  balance: numeric('ETH'),
  fee: numeric('gwei'),
  uptime: numeric('%'),
  up: { unit: null, kind: 'boolean' },
  usdc: numeric('USDC'),
};
const lookup: ConditionLookup = {
  metric: (id) => metrics[id] ?? null,
  metricIds: Object.keys(metrics),
  units: ['USDC'],
};

function parsed(text: string) {
  const result = parseFormula(text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.formula;
}

/** What the formula gives with these newest values, in `unit` or its own. */
function value(text: string, values: Record<string, Value>, unit?: string): string {
  const formula = parsed(text);
  const findings: Finding[] = [];
  const type = formulaType(formula, lookup, findings);
  if (!type) return findings.map(({ message, span }) => `${span.start}: ${message}`).join('; ');
  const own = ownUnit(type, lookup.units);
  const given = unit ?? own?.symbol ?? '';
  const all = new Map(
    Object.entries(values).map(([id, newest]) => {
      const series = new Series({ keep: 1e9 });
      series.push({ at: 1_000, value: newest });
      return [id, series];
    }),
  );
  const facts: Facts = {
    series: (id) => all.get(id),
    staleAfter: () => 10_000,
    untold: () => false,
    status: () => null,
    watchedSince: () => 0,
    emptyAt: () => null,
    goneAt: () => null,
    missedAt: () => null,
  };
  const sample = compileFormula(formula, given === '' ? null : given, lookup).sample(facts, 2_000);
  return sample.gap ? `gap: ${sample.gap.message}` : `${exactText(sample.value)}${given}`;
}

const whole = (n: number): Value => amountFromNumber(n);

describe('arithmetic', () => {
  it.each<[string, Record<string, number>, string]>([
    ['errors + requests * 2', { errors: 1, requests: 3 }, '7'],
    ['(errors + requests) * 2', { errors: 1, requests: 3 }, '8'],
    ['errors - requests - 1', { errors: 10, requests: 3 }, '6'],
    ['errors / requests / 2', { errors: 12, requests: 3 }, '2'],
    ['-errors + 5', { errors: 2 }, '3'],
    ['errors - -2', { errors: 2 }, '4'],
    ['errors -2', { errors: 5 }, '3'],
    ['errors*2', { errors: 5 }, '10'],
    ['100/errors', { errors: 8 }, '12.5'],
    ['100 * errors / requests', { errors: 1, requests: 8 }, '12.5'],
    ['dead-letters - errors', { 'dead-letters': 5, errors: 2 }, '3'],
    ['errors / 3', { errors: 1 }, `0.${'3'.repeat(30)}`],
    ['errors / 3 * 3', { errors: 1 }, '1'],
    ['errors / requests', { errors: 1, requests: 0 }, 'gap: the formula divides by zero'],
    ['errors / (requests - requests)', { errors: 1, requests: 4 }, 'gap: the formula divides by zero'],
    ['errors + 1,000.5', { errors: 1 }, '1001.5'],
  ])('%s', (text, values, wanted) => {
    const given = Object.fromEntries(Object.entries(values).map(([id, n]) => [id, whole(n)]));
    expect(value(text, given)).toMatch(
      wanted.startsWith('gap') ? new RegExp(`^${wanted}`) : new RegExp(`^${wanted.replace('.', '\\.')}$`),
    );
  });

  it('is exact on exact inputs: wei are not lost', () => {
    const wei = amount(100_000_000_000_000_001n, 10n ** 18n);
    expect(value('balance - 0.1 ETH', { balance: wei })).toBe('0.000000000000000001ETH');
  });

  it('is measured where an input is, and keeps infinity', () => {
    expect(value('latency * 2', { latency: 1.5 })).toBe('3ms');
    expect(value('latency / 2', { latency: Number.POSITIVE_INFINITY })).toBe('+Infms');
    expect(value('latency - latency', { latency: Number.POSITIVE_INFINITY })).toMatch(/^gap/);
  });

  it('gives nothing while an input has no fresh value, or no number', () => {
    expect(value('errors / requests', { errors: whole(1) })).toBe(
      'gap: needs requests, which has no fresh value',
    );
    expect(value('errors + 1', { errors: 'many' })).toBe('gap: errors is no number');
    expect(value('rate(errors, 1m) * 60', { errors: whole(1) })).toBe(
      'gap: rate(errors, 1m) cannot be told yet',
    );
  });
});

describe('units', () => {
  it.each<[string, Record<string, number>, string | undefined, string]>([
    ['errors / requests', { errors: 1, requests: 4 }, undefined, '0.25'],
    ['errors / requests', { errors: 1, requests: 4 }, '%', '25%'],
    ['errors / requests * 100', { errors: 1, requests: 4 }, '%', '25%'],
    ['100 * errors / requests', { errors: 1, requests: 4 }, '%', '25%'],
    ['errors / requests * 100%', { errors: 1, requests: 4 }, '%', '25%'],
    ['1 - errors / requests', { errors: 1, requests: 4 }, '%', '75%'],
    ['100% - uptime', { uptime: 99 }, undefined, '1%'],
    ['requests * 10%', { requests: 50 }, undefined, '5'],
    ['requests * uptime', { requests: 50, uptime: 50 }, undefined, '25'],
    ['latency + wait', { latency: 500, wait: 2 }, undefined, '2500ms'],
    ['wait + latency', { latency: 500, wait: 2 }, undefined, '2.5s'],
    ['wait + latency', { latency: 500, wait: 2 }, 'm', '0.041666666666666666666666666667m'],
    ['latency / wait', { latency: 500, wait: 2 }, undefined, '0.25'],
    ['balance - 1 gwei', { balance: 1 }, undefined, '0.999999999ETH'],
    ['balance / fee', { balance: 1, fee: 4 }, undefined, '250000000'],
    ['sent / wait', { sent: 100, wait: 4 }, undefined, '25B/s'],
    ['sent / latency', { sent: 100, latency: 4 }, 'kB/s', '25kB/s'],
    ['errors / 1 m', { errors: 60 }, undefined, '1/s'],
    ['errors / 1 m', { errors: 60 }, '/min', '60/min'],
    ['5/s * wait', { wait: 2 }, undefined, '10'],
    ['2 GiB - memory', { memory: 1024 }, undefined, '1GiB'],
    ['requests * 1 ms', { requests: 3 }, undefined, '3ms'],
    ['usdc * 2', { usdc: 3 }, undefined, '6USDC'],
  ])('%s of %j in %s', (text, values, unit, wanted) => {
    const given = Object.fromEntries(Object.entries(values).map(([id, n]) => [id, whole(n)]));
    expect(value(text, given, unit)).toBe(wanted);
  });

  it.each([
    ['errors + latency', '0: what is in ms cannot be added to a plain count'],
    ['balance - sent', '0: what is in B cannot be taken from what is in ETH'],
    ['errors / requests + errors', 'a plain count cannot be added to a ratio'],
    ['errors / requests + errors / requests * 100', 'a ratio times 100 cannot be added to a ratio'],
    ['errors + 5 EHT', '9: "EHT" is no unit (did you mean "ETH"?)'],
    ['errors + nothing', '9: there is no metric "nothing"'],
    [
      'errors-requests + 1',
      '0: there is no metric "errors-requests": with blanks, errors - requests is a difference',
    ],
    ['up * 2', 'up is no number'],
    ['p95(up, 5m) * 2', 'p95() needs numbers'],
  ])('%s', (text, message) => {
    expect(value(text, {})).toContain(message);
  });

  it('some products have no unit', () => {
    const type = formulaType(parsed('balance * balance'), lookup, []);
    expect(type && ownUnit(type, [])).toBeNull();
  });
});

describe('what a mistake is told', () => {
  it.each([
    ['', 'found the end'],
    ['errors +', 'found the end'],
    ['errors requests', '"requests" is too much here'],
    ['(errors', 'expected ")"'],
    ['errors > 5', '">" is too much here'],
    ['avrg(errors, 5m)', 'did you mean avg()?'],
    ['rate(errors)', 'rate() needs a window'],
    ['errors + "x"', 'found "x"'],
    ['errors ^ 2', '"^" means nothing here'],
    [`${'('.repeat(60)}errors${')'.repeat(60)}`, 'may be nested'],
    [`${'-'.repeat(60)}errors`, 'may be nested'],
  ])('%s', (text, message) => {
    const result = parseFormula(text);
    expect(result.ok ? '' : result.problems[0]?.message).toContain(message);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'errors',
            'requests',
            '+',
            '-',
            '*',
            '/',
            '(',
            ')',
            '5',
            '10%',
            '1 ms',
            '/s',
            ' ',
            'avg(errors, 5m)',
          ),
          {
            maxLength: 14,
          },
        ),
        (words) => {
          const result = parseFormula(words.join(' '));
          if (result.ok) formulaType(result.formula, lookup, []);
        },
      ),
    );
  });
});

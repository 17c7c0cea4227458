// Rates, windows, quantiles and staleness against Prometheus' own test suite.
import { describe, expect, it } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { Series } from '../../src/domain/series.ts';
import { windowValue } from '../../src/rules/condition/functions.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';
import { evaluate, labelsKey, notApplicable, promNumber, type PromCase } from '../support/promql.ts';

const tolerance = 1e-6;

function same(left: number, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) && Number.isNaN(right);
  return left === right || Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right));
}

describeConformance('promql/promql_cases.json', ({ cases }: { cases: PromCase[] }) => {
  const isOurs = ({ expr }: PromCase): boolean => !(expr.op in notApplicable);

  itPassesAll('promql', 191, cases.filter(isOurs), (given) => {
    const found = new Map(evaluate(given.expr, given).map(({ labels, value }) => [labelsKey(labels), value]));
    const wanted = new Map(given.expect.map(({ labels, value }) => [labelsKey(labels), promNumber(value)]));
    const agree =
      found.size === wanted.size &&
      [...wanted].every(([labels, value]) => same(found.get(labels) ?? Infinity, value));
    if (agree) return null;
    return `${given.id} ${given.query}: ${JSON.stringify([...found])}, expected ${JSON.stringify([...wanted])}`;
  });

  it('leaves 12 of the 203 cases out, for reasons', () => {
    const left = cases.filter((given) => !isOurs(given));
    for (const [op, reason] of Object.entries(notApplicable))
      console.info(`not applicable: ${left.filter(({ expr }) => expr.op === op).length} × ${op}: ${reason}`);
    expect([cases.length, left.length]).toEqual([203, 12]);
  });
});

describe('where conditions deviate from PromQL', () => {
  it('delta() is the exact difference of the first and the last reading', () => {
    const series = new Series({ keep: Infinity });
    for (const [index, value] of [0, 50, 100, 150, 200].entries())
      series.push({ at: index * 300_000, value: amount(value) });
    expect(windowValue('delta', series, 1_200_000, 1_200_000)).toEqual(amount(150));
  });
});

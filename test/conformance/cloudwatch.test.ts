// M of N with missing data, as the guide of CloudWatch tells it; from each state that the alarm may have had before.

import { expect, it } from 'vitest';
import { z } from 'zod';
import { evaluationRange } from '../../src/rules/machine/periods.ts';
import { newsOf } from '../../src/rules/machine/news.ts';
import { RuleMachine } from '../../src/rules/machine/rule.ts';
import { freshRuleMemory, type RuleSetup } from '../../src/rules/machine/rule-memory.ts';
import type { MissingData } from '../../src/rules/plan.ts';
import { samplesNeeded } from '../../src/rules/explain/states.ts';
import { describeConformance, itHasCases, itPassesAll } from '../support/conformance.ts';
import { loneRule, loneSeries, type LoneSeries } from '../support/lone-rule.ts';

const cell = z.object({
  id: z.string(),
  M: z.number(),
  N: z.number(),
  evaluation_range: z.number(),
  datapoints_oldest_first: z.array(z.enum(['0', 'X', '-'])),
  treat_missing_data: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']),
  expect: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA', 'RETAIN']).optional(),
  expect_not: z.string().optional(),
});
type Cell = z.output<typeof cell>;
const worked = z.object({
  id: z.string(),
  M: z.number().optional(),
  N: z.number().optional(),
  threshold: z.number(),
  breaching_periods: z.array(z.number()).optional(),
  expect_by_period: z.record(z.string(), z.string()).optional(),
  samples_seen_at_evaluation: z.array(z.number()).optional(),
  value_at_evaluation: z.number().optional(),
  expect_at_evaluation: z.string().optional(),
});
const schema = z.object({
  tables: z.array(cell),
  prose: z.array(cell),
  worked_examples: z.array(worked),
  percentile_low_sample_rule: z.array(z.object({ percentile: z.number(), samples_needed: z.number() })),
});

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
const period = 60_000;
const policies: Readonly<Record<Cell['treat_missing_data'], MissingData>> = {
  missing: 'unknown',
  ignore: 'keep',
  breaching: 'bad',
  notBreaching: 'good',
};
const before: readonly { readonly state: State; readonly truth: boolean | null }[] = [
  { state: 'OK', truth: false },
  { state: 'ALARM', truth: true },
  { state: 'INSUFFICIENT_DATA', truth: null },
];

function stateOf(machine: RuleMachine, at: number): State {
  const truth = machine.truth('matured', at);
  return truth === null ? 'INSUFFICIENT_DATA' : truth ? 'ALARM' : 'OK';
}

/** The rule, as it stood at the end of the period before the one that is judged now. */
function standing(setup: RuleSetup, truth: boolean | null, point: boolean | null, at: number): RuleMachine {
  const memory = freshRuleMemory(setup);
  const leaf = memory.leaves[0];
  if (leaf) {
    leaf.periods = [{ at: at - period, truth: point, raw: truth, matured: truth }];
    leaf.state = { ...leaf.state, raw: truth, matured: truth, lastEvidenceAt: at - period };
  }
  const state = truth === true ? 'firing' : 'inactive';
  return RuleMachine.from(setup, { ...memory, state, since: 0, truth });
}

function setUp(entry: Pick<Cell, 'M' | 'N'>, missing: MissingData): RuleSetup {
  const aligned = { period, delay: 0 };
  const when = `m > 3 for ${entry.M} of ${entry.N} samples`;
  return loneRule({ when, mode: 'cloudwatch', missing, aligned, interval: period });
}

function judged(entry: Cell, truth: boolean | null): State {
  const setup = setUp(entry, policies[entry.treat_missing_data]);
  const { facts, push } = loneSeries();
  const end = 100 * period;
  const first = end - (entry.datapoints_oldest_first.length - 1) * period;
  for (const [index, point] of entry.datapoints_oldest_first.entries())
    if (point !== '-') push(first + index * period, point === 'X' ? 5 : 0);
  const point = entry.datapoints_oldest_first.at(-2);
  const machine = standing(setup, truth, point === '-' ? null : point === 'X', end);
  machine.tick(facts, end);
  return stateOf(machine, end);
}

function check(entry: Cell): void {
  expect(evaluationRange(entry.N)).toBe(entry.evaluation_range);
  for (const { state, truth } of before) {
    const seen = judged(entry, truth);
    if (entry.expect_not !== undefined) expect(seen).not.toBe(entry.expect_not);
    if (entry.expect !== undefined) expect(seen).toBe(entry.expect === 'RETAIN' ? state : entry.expect);
  }
}

/** A series that is told period by period; late points are told again. */
function told(setup: RuleSetup): { tell: (at: number, value: number) => State; series: LoneSeries } {
  const series = loneSeries();
  const machine = RuleMachine.from(setup);
  return {
    series,
    tell: (at, value) => {
      series.push(at, value);
      machine.step(series.facts, at, newsOf(['m']));
      return stateOf(machine, machine.memory.steppedAt ?? at);
    },
  };
}

describeConformance('cloudwatch/missing_data.json', (data) => {
  const { tables, prose, worked_examples, percentile_low_sample_rule } = schema.parse(data);
  itPassesAll('cloudwatch, few samples', 7, percentile_low_sample_rule, (row) => {
    const needed = samplesNeeded(row.percentile);
    return needed === row.samples_needed ? null : `${row.percentile}: ${needed}`;
  });
  itHasCases('cloudwatch, cells', 40, tables.length);
  itHasCases('cloudwatch, sentences', 6, prose.length);
  itHasCases('cloudwatch, worked examples', 3, worked_examples.length);
  it.each(tables)('$id', check);
  it.each(prose)('$id', check);

  it.each(worked_examples.filter((entry) => entry.breaching_periods))('$id', (entry) => {
    const { tell } = told(setUp({ M: entry.M ?? 0, N: entry.N ?? 0 }, 'unknown'));
    const states = Array.from({ length: 10 }, (_, index) => {
      const breaching = entry.breaching_periods?.includes(index + 1);
      return tell((index + 1) * period, breaching ? entry.threshold + 1 : entry.threshold);
    });
    for (const [at, state] of Object.entries(entry.expect_by_period ?? {}))
      expect(states[Number(at) - 1]).toBe(state);
  });

  it.each(worked_examples.filter((entry) => entry.samples_seen_at_evaluation))('$id', (entry) => {
    const seen = entry.samples_seen_at_evaluation ?? [];
    const average = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    expect(average).toBeCloseTo(entry.value_at_evaluation ?? Number.NaN, 2);
    const setup = loneRule({
      when: `m > ${entry.threshold} for 1 of 1 samples`,
      mode: 'cloudwatch',
      aligned: { period, delay: 0 },
    });
    const { tell } = told(setup);
    expect(tell(period, average)).toBe(entry.expect_at_evaluation);
    // More samples of the same period come in: the point is judged again, and was no breach.
    expect(tell(period, entry.threshold / 2)).toBe('OK');
  });
});

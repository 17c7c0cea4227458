// Gatus: an alert after so many failures in a row, its end after so many successes; and those of its conditions that have a
// counterpart in our language. The others are listed with their reasons: some test what must not be copied (words count as 0).
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Series } from '../../src/domain/series.ts';
import { checkCondition } from '../../src/rules/condition/check.ts';
import { compileCondition, type Facts } from '../../src/rules/condition/compile.ts';
import { parseCondition } from '../../src/rules/condition/parse.ts';
import { newsOf } from '../../src/rules/machine/news.ts';
import { RuleMachine } from '../../src/rules/machine/rule.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';
import { translate, withoutCounterpart } from '../support/gatus.ts';
import { loneRule, loneSeries } from '../support/lone-rule.ts';

const schema = z.object({
  thresholds: z.array(
    z.object({
      id: z.string(),
      failure_threshold: z.number(),
      success_threshold: z.number(),
      triggered: z.boolean(),
      failures_in_a_row: z.number(),
      results: z.array(z.number()),
      expect: z.array(z.object({ triggered: z.boolean() })),
    }),
  ),
  condition_evaluate: z.array(
    z.object({
      id: z.string(),
      condition: z.string(),
      result: z.object({
        ip: z.string().optional(),
        status: z.number().optional(),
        response_time_ms: z.number().optional(),
        certificate_expiration_ms: z.number().optional(),
        connected: z.boolean().optional(),
        body: z.string().optional(),
      }),
      expect: z.boolean(),
    }),
  ),
  condition_validate: z.array(z.object({ condition: z.string(), valid: z.boolean() })),
});
type ConditionCase = z.output<typeof schema>['condition_evaluate'][number];
type Case = z.output<typeof schema>['thresholds'][number];

const step = 15_000;

/** What is wrong with it, or null. */
function run(one: Case): string | null {
  const setup = loneRule({
    when: `m == 0 for ${one.failure_threshold} samples`,
    mode: 'fresh',
    // The end of so many successes in a row lies so many intervals after the first of them.
    hold: (one.success_threshold - 1) * step,
  });
  const series = loneSeries();
  const machine = RuleMachine.from(setup);
  let at = 0;
  const tell = (value: number): boolean => {
    at += step;
    series.push(at, value);
    machine.step(series.facts, at, newsOf(['m']));
    return machine.isOn;
  };
  // What has been triggered has failed that often; then it was nearly resolved, and has failed again.
  if (one.triggered) {
    for (let count = 0; count < one.failure_threshold; count++) tell(0);
    if (one.success_threshold > 1) tell(1);
    for (let count = 0; count < one.failures_in_a_row; count++) tell(0);
  }
  const told = one.results.map(tell).join(' ');
  const expected = one.expect.map(({ triggered }) => triggered).join(' ');
  return told === expected ? null : `${one.id}: ${told} instead of ${expected}`;
}

/** What cannot be told passes nothing: theirs is a plain failure then. */
function evaluate({ id, condition, result, expect: expected }: ConditionCase): string | null {
  const { when, metrics } = translate(condition, result);
  const lookup = {
    metric: (metric: string) => {
      const known = metrics.get(metric);
      return known ? { unit: known.unit, kind: 'any' as const } : null;
    },
    metricIds: [...metrics.keys()],
    units: [],
  };
  const parsed = parseCondition(when, { own: null });
  if (!parsed.ok) return `${id}: ${when}: ${parsed.problems.map(({ message }) => message).join('; ')}`;
  const wrong = checkCondition(parsed.condition, lookup).filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) return `${id}: ${when}: ${wrong.map(({ message }) => message).join('; ')}`;
  const series = new Map<string, Series>();
  for (const [metric, { value }] of metrics) {
    const own = new Series({ keep: Number.POSITIVE_INFINITY });
    if (value !== null) own.push({ at: 0, value });
    series.set(metric, own);
  }
  const facts: Facts = {
    series: (metric) => series.get(metric),
    staleAfter: () => step,
    status: () => null,
    untold: () => false,
    watchedSince: () => 0,
    emptyAt: () => null,
    goneAt: () => null,
    missedAt: () => null,
  };
  const compiled = compileCondition(parsed.condition, lookup);
  const holds = compiled.combine((index) => compiled.leaves[index]?.test(facts, 0) ?? null) === true;
  return holds === expected ? null : `${id}: ${when} is ${holds}, expected ${expected}`;
}

describeConformance('gatus/gatus.json', (data) => {
  const cases = schema.parse(data);
  itPassesAll('gatus thresholds', 4, cases.thresholds, run);

  const reason = ({ condition, result }: ConditionCase): string | null =>
    withoutCounterpart(condition, result);
  const ours = cases.condition_evaluate.filter((one) => reason(one) === null);
  itPassesAll('gatus conditions', 49, ours, evaluate);

  it('leaves the other conditions out, for reasons', () => {
    const left = cases.condition_evaluate.flatMap((one) => reason(one) ?? []);
    for (const why of new Set(left))
      console.info(`not applicable: ${left.filter((one) => one === why).length} × ${why}`);
    expect([cases.condition_evaluate.length, left.length]).toEqual([95, 46]);
  });

  const malformed = cases.condition_validate.filter(({ valid }) => !valid);
  itPassesAll('gatus, what is no condition', 5, malformed, ({ condition }) => {
    const written = condition.replace('[STATUS]', 'status');
    const isRead = parseCondition(written, { own: null }).ok;
    // Blanks around an operator are not asked for here: that one is read, and means what it says.
    return isRead === (written === 'status==201')
      ? null
      : `${written}: ${isRead ? 'is read' : 'is not read'}`;
  });
});

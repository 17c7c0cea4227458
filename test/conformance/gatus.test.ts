// Gatus: an alert after so many failures in a row, its end after so many successes. Its conditions are not run: half of them
// test what must not be copied (words count as 0, fractions are cut off), and DESIGN.md §6 has a grammar of its own.
import { z } from 'zod';
import { freshRuleMemory, newsOf, stepRule } from '../../src/rules/condition/rule-state.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';
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
});
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
  const memory = freshRuleMemory(setup);
  let at = 0;
  const tell = (value: number): boolean => {
    at += step;
    series.push(at, value);
    stepRule(setup, memory, series.facts, at, newsOf(['m']));
    return memory.state === 'firing' || memory.state === 'holding';
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

describeConformance('gatus/gatus.json', (data) => {
  itPassesAll('gatus thresholds', 4, schema.parse(data).thresholds, run);
});

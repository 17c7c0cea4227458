// Flapping as Icinga and Nagios measure it.
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Status } from '../../src/domain/status.ts';
import {
  changeShare,
  freshFlapMemory,
  icingaWeights,
  isFlapping,
  noteResult,
  type FlapMemory,
} from '../../src/rules/evaluate/flapping.ts';
import { describeConformance, itHasCases } from '../support/conformance.ts';

const state = z.enum(['OK', 'WARNING', 'CRITICAL']);
type State = z.output<typeof state>;
const schema = z.object({
  params: z.object({
    slots: z.number(),
    weight_oldest: z.number(),
    weight_step: z.number(),
    high: z.number(),
    low: z.number(),
  }),
  cases: z.array(
    z.object({
      id: z.string(),
      states: z.array(state),
      expect_flapping: z.boolean().optional(),
      expect_flapping_after_each: z.array(z.boolean()).optional(),
      expect_flapping_from_result_n: z.number().optional(),
      expect_value: z.number().optional(),
      expect_value_below: z.number().optional(),
      expect_value_above: z.number().optional(),
      then: z // oxlint-disable-line unicorn/no-thenable -- it is the name in the data
        .object({
          states: z.array(state),
          expect_value_below: z.number(),
          expect_flapping: z.boolean(),
        })
        .optional(),
      then_repeat_until_not_flapping: state.optional(),
      expect_each_value_while_flapping_above: z.number().optional(),
      expect_final_value_below: z.number().optional(),
    }),
  ),
  nagios: z.object({
    params: z.object({ history: z.number(), possible_changes: z.number() }),
    cases: z.array(
      z.object({
        id: z.string(),
        changes_at_t: z.array(z.number()),
        weighted_percent_by_formula: z.number(),
      }),
    ),
  }),
});

const statusOf: Readonly<Record<State, Status>> = { OK: 'green', WARNING: 'amber', CRITICAL: 'red' };

/** In Icinga the state before the first result is UNKNOWN, so that the first one is a change; to us it is none. */
const beforeFirst: FlapMemory = { ...freshFlapMemory, results: ['unknown'] };

function share({ changes }: FlapMemory): number {
  return changeShare(changes, icingaWeights);
}

class Run {
  memory = beforeFirst;
  #at = 0;

  take(states: readonly State[]): FlapMemory[] {
    return states.map((result) => (this.memory = noteResult(this.memory, statusOf[result], this.#at++)));
  }
}

/** 0.75 for the oldest change, 1.25 for the newest. */
const nagiosWeights = { oldest: 0.75, newest: 1.25 };

describeConformance('flap/flapping.json', (data) => {
  const { params, cases, nagios } = schema.parse(data);
  itHasCases('flapping', 7, cases.length + nagios.cases.length);
  it('Icinga’s parameters', () => {
    const { oldest, newest } = icingaWeights;
    expect(oldest).toBe(params.weight_oldest);
    expect((newest - oldest) / (params.slots - 1)).toBeCloseTo(params.weight_step, 10);
    expect([isFlapping(params.high, false), isFlapping(params.high + 0.01, false)]).toEqual([false, true]);
    expect([isFlapping(params.low, true), isFlapping(params.low + 0.01, true)]).toEqual([false, true]);
  });

  it.each(cases)('$id', (entry) => {
    const run = new Run();
    const seen = run.take(entry.states);
    const flapping = seen.map((memory) => memory.flapping);
    if (entry.expect_flapping_after_each) expect(flapping).toEqual(entry.expect_flapping_after_each);
    if (entry.expect_flapping_from_result_n !== undefined)
      expect(flapping.indexOf(true) + 1).toBe(entry.expect_flapping_from_result_n);
    if (entry.expect_flapping_from_result_n !== undefined) expect(flapping.lastIndexOf(false)).toBe(4);
    if (entry.expect_flapping !== undefined) expect(run.memory.flapping).toBe(entry.expect_flapping);
    if (entry.expect_value !== undefined) expect(share(run.memory)).toBeCloseTo(entry.expect_value, 6);
    if (entry.expect_value_below !== undefined)
      expect(share(run.memory)).toBeLessThan(entry.expect_value_below);
    if (entry.expect_value_above !== undefined)
      expect(share(run.memory)).toBeGreaterThan(entry.expect_value_above);
    if (entry.then) {
      run.take(entry.then.states);
      expect(share(run.memory)).toBeLessThan(entry.then.expect_value_below);
      expect(run.memory.flapping).toBe(entry.then.expect_flapping);
    }
    const repeated = entry.then_repeat_until_not_flapping ?? 'OK';
    const above = entry.expect_each_value_while_flapping_above;
    for (let count = 0; count < 100; count++) {
      if (above === undefined || !run.memory.flapping) break;
      expect(share(run.memory)).toBeGreaterThan(above);
      run.take([repeated]);
    }
    if (entry.expect_final_value_below !== undefined) {
      expect(run.memory.flapping).toBe(false);
      expect(share(run.memory)).toBeLessThan(entry.expect_final_value_below);
    }
  });

  it.each(nagios.cases)('$id', ({ changes_at_t, weighted_percent_by_formula }) => {
    const changes = Array.from({ length: nagios.params.possible_changes }, (_, index) =>
      changes_at_t.includes(index + 1),
    );
    expect(changeShare(changes, nagiosWeights)).toBeCloseTo(weighted_percent_by_formula, 4);
  });
});

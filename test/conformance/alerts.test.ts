// Alerts as Prometheus, promtool, its compliance suite and vmalert judge them: our rules in the mode that must agree.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { restoreRule, reviseRule } from '../../src/rules/machine/resume.ts';
import { newsOf } from '../../src/rules/machine/news.ts';
import { RuleMachine } from '../../src/rules/machine/rule.ts';
import type { RuleMemory, RuleSetup } from '../../src/rules/machine/rule-memory.ts';
import { describeConformance, itHasCases } from '../support/conformance.ts';
import { loneRule, loneSeries, type LoneSeries } from '../support/lone-rule.ts';
import { ruleOf } from '../support/plan.ts';

const labels = z.record(z.string(), z.string());
const samples = z.array(z.tuple([z.number(), z.number()]));
const oneSeries = z.object({
  labels,
  samples: samples.optional(),
  active_at_step: z.array(z.boolean()).optional(),
});
const sequence = z.object({
  id: z.string(),
  rule: z.object({
    op: z.string(),
    threshold: z.number().optional(),
    for_ms: z.number(),
    keep_firing_for_ms: z.number(),
    eval_interval_ms: z.number().optional(),
    step_ms: z.number().optional(),
    for_ms_changes: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
  series: z.array(oneSeries),
  evals: z
    .array(
      z.object({
        t_ms: z.number(),
        expect: z.array(z.object({ labels, state: z.string() })).optional(),
        expect_firing: z.array(labels).optional(),
      }),
    )
    .optional(),
  allowed_states: z
    .array(z.object({ state: z.string(), from_ms: z.number(), until_ms: z.number() }))
    .optional(),
});
type Sequence = z.output<typeof sequence>;
const sequences = z.object({ cases: z.array(sequence) });

const nobody = newsOf([]);

/** Prometheus has no word for a rule that is kept: it fires. */
function stateName({ state }: RuleMemory): 'inactive' | 'pending' | 'firing' {
  return state === 'holding' ? 'firing' : state;
}

function conditionOf({ rule }: Sequence, forMs: number): string {
  const op = rule.op === 'present' ? '>' : rule.op;
  const held = forMs === 0 ? '' : ` for ${forMs}ms`;
  return `m ${op} ${rule.threshold ?? 0}${held}`;
}

/** One series under the rule, evaluated whenever it is asked to be. */
class Alert {
  readonly #case: Sequence;
  readonly #series: LoneSeries = loneSeries();
  #forMs: number;
  #machine: RuleMachine;

  constructor(sequence: Sequence, series: Sequence['series'][number]) {
    this.#case = sequence;
    this.#forMs = sequence.rule.for_ms;
    this.#machine = RuleMachine.from(this.#setUp());
    const step = sequence.rule.step_ms ?? 0;
    for (const [at, value] of series.samples ?? []) this.#series.push(at, value);
    for (const [index, active] of (series.active_at_step ?? []).entries())
      this.#series.push(index * step, active ? 1 : 0);
  }

  #setUp(): RuleSetup {
    const hold = this.#case.rule.keep_firing_for_ms;
    return loneRule({ when: conditionOf(this.#case, this.#forMs), mode: 'prometheus', hold });
  }

  evaluate(at: number): ReturnType<typeof stateName> {
    const raised = this.#case.rule.for_ms_changes?.findLast(([from]) => from <= at)?.[1] ?? this.#forMs;
    if (raised !== this.#forMs) {
      const before = ruleOf(conditionOf(this.#case, this.#forMs)).condition;
      this.#forMs = raised;
      const setup = this.#setUp();
      const after = ruleOf(conditionOf(this.#case, raised)).condition;
      const revised = reviseRule(setup, this.#machine.memory, before, after);
      this.#machine = RuleMachine.from(setup, revised ?? undefined);
    }
    this.#machine.step(this.#series.facts, at, nobody);
    return stateName(this.#machine.memory);
  }

  get activeAt(): number | null {
    return this.#machine.memory.leaves[0]?.state.activeAt ?? null;
  }
}

function checkEvaluations(sequence: Sequence): void {
  const alerts = sequence.series.map((series) => ({
    labels: JSON.stringify(series.labels),
    alert: new Alert(sequence, series),
  }));
  const interval = sequence.rule.eval_interval_ms;
  let evaluated = interval === undefined ? 0 : -interval;
  for (const { t_ms, expect: states, expect_firing: firing } of sequence.evals ?? []) {
    if (interval !== undefined)
      for (let at = evaluated + interval; at < t_ms; at += interval)
        for (const { alert } of alerts) alert.evaluate(at);
    evaluated = t_ms;
    const seen = new Map(alerts.map(({ labels, alert }) => [labels, alert.evaluate(t_ms)]));
    for (const [labels, state] of seen) {
      const expected = states?.find((entry) => JSON.stringify(entry.labels) === labels)?.state ?? 'inactive';
      if (states) expect(`${t_ms} ${labels} ${state}`).toBe(`${t_ms} ${labels} ${expected}`);
    }
    if (!firing) continue;
    const fired = [...seen].filter(([, state]) => state === 'firing').map(([labels]) => labels);
    expect(fired).toEqual(firing.map((entry) => JSON.stringify(entry)));
  }
}

/** Where the grid of evaluations may lie against the samples, in milliseconds. */
const phases = [0, 1, 7_500, 14_999, 15_000, 22_500, 29_999];

/** The samples at which the compliance suite's alerts begin: the first activation, and the second one. */
const activations = [8 * 15_000, 89 * 15_000];

function checkTimeline(sequence: Sequence, phase: number): void {
  const interval = sequence.rule.eval_interval_ms ?? 30_000;
  const series = sequence.series[0] ?? { labels: {}, samples: [] };
  const end = (series.samples?.at(-1)?.[0] ?? 0) + 10 * 60_000;
  const alert = new Alert(sequence, series);
  const began = new Set<number>();
  for (let at = phase; at <= end; at += interval) {
    const state = alert.evaluate(at);
    const allowed = (sequence.allowed_states ?? []).filter(
      ({ from_ms, until_ms }) => from_ms <= at && at <= until_ms,
    );
    expect(
      allowed.map((window) => window.state),
      `${sequence.id} at ${at}, phase ${phase}`,
    ).toContain(state);
    if (state !== 'inactive' && alert.activeAt !== null) began.add(alert.activeAt);
  }
  if (sequence.id !== 'compliance-pending-firing-resolved') return;
  for (const [index, activeAt] of [...began].entries()) {
    const late = activeAt - (activations[index] ?? Number.NaN);
    expect(late >= 0 && late < interval).toBe(true);
  }
  expect(began.size).toBe(activations.length);
}

describeConformance('alerts/for_sequences.json', (data) => {
  const { cases } = sequences.parse(data);
  itHasCases('alerts, sequences', 25, cases.length);
  const evaluated = cases.filter((entry) => entry.evals);
  const timelines = cases.filter((entry) => entry.allowed_states);
  it('every case is one or the other', () => {
    expect(evaluated.length + timelines.length).toBe(cases.length);
  });
  it.each(evaluated)('$id', checkEvaluations);
  it.each(timelines.flatMap((entry) => phases.map((phase) => ({ entry, id: entry.id, phase }))))(
    '$id at phase $phase',
    ({ entry, phase }) => {
      checkTimeline(entry, phase);
    },
  );
});

const restores = z.object({
  rule: z.object({ op: z.string(), threshold: z.number(), for_ms: z.number() }),
  outage_tolerance_ms: z.number(),
  for_grace_period_ms: z.number(),
  series: z.array(z.object({ labels, samples })),
  cases: z.array(
    z.object({
      id: z.string(),
      evals_before_crash_ms: z.array(z.number()),
      restart_at_ms: z.number(),
      expect: z.array(z.object({ labels, active_at_ms: z.number() })).optional(),
      expect_remaining_pending_ms: z.number().optional(),
      expect_count: z.number().optional(),
    }),
  ),
});

describeConformance('alerts/for_restore.json', (data) => {
  const { rule, outage_tolerance_ms, for_grace_period_ms, series, cases } = restores.parse(data);
  itHasCases('alerts, restoring', 4, cases.length);
  const setup = loneRule({
    when: `m ${rule.op} ${rule.threshold} for ${rule.for_ms}ms`,
    mode: 'prometheus',
  });
  it.each(cases)('$id', (entry) => {
    const now = entry.restart_at_ms;
    const active = series.flatMap((one) => {
      const { facts, push } = loneSeries();
      for (const [at, value] of one.samples) push(at, value);
      const before = RuleMachine.from(setup);
      for (const at of entry.evals_before_crash_ms) before.step(facts, at, nobody);
      const downAt = entry.evals_before_crash_ms.at(-1) ?? now;
      const outage = {
        downAt,
        now,
        outageTolerance: outage_tolerance_ms,
        grace: for_grace_period_ms,
      };
      // As on disk: the memory is plain data.
      const memory = restoreRule(setup, structuredClone(before.memory), outage);
      RuleMachine.from(setup, memory).step(facts, now, nobody);
      const activeAt = memory.leaves[0]?.state.activeAt ?? null;
      return activeAt === null ? [] : { labels: one.labels, active_at_ms: activeAt };
    });
    if (entry.expect) expect(active).toEqual(entry.expect);
    if (entry.expect_count !== undefined) expect(active).toHaveLength(entry.expect_count);
    for (const { active_at_ms } of entry.expect_remaining_pending_ms === undefined ? [] : active)
      expect(active_at_ms + rule.for_ms - now).toBe(entry.expect_remaining_pending_ms);
  });
});

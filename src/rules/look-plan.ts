// What must be looked at once more before a decision: the sources that it stands on, and which of their metrics must give a value.

import type { Milliseconds } from '../domain/clock.ts';
import { leavesOf, metricsOf, operandsOf, type Condition } from './condition/ast.ts';
import { inputsOf } from './derived.ts';
import type { MetricPlan, Plan, Rule } from './plan.ts';

/** What must be told of a metric. */
interface WantedOfMetric {
  /** A positive "there is none" is an answer as well. */
  readonly orEmpty: boolean;
  /** An answer of this age is none. */
  readonly staleAfter: Milliseconds;
}

/** Of a source, by metric. Of metrics that are not here the look alone counts. */
export type WantedOfSource = ReadonlyMap<string, WantedOfMetric>;

/** By source, in the profile's order. */
export type LookPlan = ReadonlyMap<string, WantedOfSource>;

/** What the gate's required criteria stand on, that no P0 is open among them; through derived metrics and `needs` too. */
export function gateLooks(plan: Plan): LookPlan {
  const search = new Search(plan);
  const required = plan.gate.filter((criterion) => criterion.required);
  for (const { when, runs } of required) {
    search.rule(when);
    for (const metric of [runs?.of, runs?.same]) if (metric) search.metric(metric, true);
  }
  // Without a criterion there is no gate, and none that asks for the incidents.
  if (plan.gate.length > 0)
    for (const incident of plan.incidents) if (incident.class === 'P0') search.rule(incident.when);
  return search.found();
}

/** What the verdict stands on: every metric that is judged. */
export function verdictLooks(plan: Plan): LookPlan {
  const search = new Search(plan);
  for (const { id, target, alert } of plan.metrics)
    if (target !== null || alert !== null) search.metric(id, true, true);
  return search.found();
}

class Search {
  readonly #plan: Plan;
  readonly #metrics: ReadonlyMap<string, MetricPlan>;
  readonly #sources = new Set<string>();
  /** Metrics that must give a value. */
  readonly #valued = new Set<string>();
  /** What has been gone through, so that what needs each other ends. */
  readonly #seen = new Set<string>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#metrics = new Map(plan.metrics.map((metric) => [metric.id, metric]));
  }

  found(): LookPlan {
    const looked = this.#plan.sources.filter(({ id }) => this.#sources.has(id));
    return new Map(
      looked.map(({ id }) => {
        const metrics = this.#plan.metrics.filter((one) => one.source === id && this.#valued.has(one.id));
        const wanted = metrics.map(
          ({ id: metric, missing, staleAfter }): readonly [string, WantedOfMetric] => [
            metric,
            { orEmpty: missing === 'good', staleAfter },
          ],
        );
        return [id, new Map(wanted)];
      }),
    );
  }

  rule(rule: Rule | null): void {
    if (rule !== null) this.#condition(rule.condition);
  }

  #condition(condition: Condition): void {
    for (const leaf of leavesOf(condition))
      for (const { metric } of operandsOf(leaf))
        // That it is absent is told by a look without a value; what it is, by its own rules.
        this.metric(metric, leaf.type !== 'absent', leaf.type === 'status');
  }

  /**
   * @param valued it must give a value.
   * @param judged its own status counts: what its target and its alert look at.
   */
  metric(id: string, valued: boolean, judged = false): void {
    const key = `${id} ${valued} ${judged}`;
    const metric = this.#metrics.get(id);
    if (!metric || this.#seen.has(key)) return;
    this.#seen.add(key);
    if (valued) this.#valued.add(id);
    for (const input of inputsOf(metric)) this.metric(input, valued);
    if (judged)
      for (const rule of [metric.target, metric.alert])
        for (const other of rule ? metricsOf(rule.condition) : []) this.metric(other, valued);
    this.#source(metric.source);
    for (const need of metric.needs) this.#need(need);
  }

  #source(id: string): void {
    const source = this.#plan.sources.find((one) => one.id === id);
    if (!source || this.#sources.has(id)) return;
    this.#sources.add(id);
    for (const need of source.needs) this.#need(need);
  }

  /** Whether it is down is for its look to say. */
  #need(need: string): void {
    if (this.#metrics.has(need)) this.metric(need, false, true);
    else this.#source(need);
  }
}

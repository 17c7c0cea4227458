// What must be looked at once more before a decision: the sources that it stands on, and which of their metrics must give a value.

import type { Milliseconds } from '../../domain/clock.ts';
import { saysGone, saysNone, type GapReason } from '../../domain/gap.ts';
import { leavesOf, operandsOf, type Condition } from '../condition/ast.ts';
import { inputsOf } from './derived.ts';
import type { CriterionPlan, MetricPlan, Plan, Rule } from '../plan.ts';

/** Which words beside a value are an answer: that there is nothing, where missing data are good; any word that it is not there. */
type OrElse = 'empty' | 'gone' | null;

/** What must be told of a metric. */
interface WantedOfMetric {
  readonly orElse: OrElse;
  /** An answer of this age is none. */
  readonly staleAfter: Milliseconds;
}

/** Of a source, by metric. Of metrics that are not here the look alone counts. */
export type WantedOfSource = ReadonlyMap<string, WantedOfMetric>;

/** By source, in the profile's order. */
export type LookPlan = ReadonlyMap<string, WantedOfSource>;

/** Whether a look without a value, for this reason, has told what it was asked for. */
export function isAnswer(reason: GapReason, { orElse }: { readonly orElse: OrElse }): boolean {
  return orElse === 'gone' ? saysGone(reason) : orElse === 'empty' && saysNone(reason);
}

/** What the gate's required criteria stand on, that no P0 is open among them; through derived metrics and `needs` too. */
export function gateLooks(plan: Plan): LookPlan {
  const search = new Search(plan);
  for (const criterion of plan.gate) if (criterion.required) search.criterion(criterion);
  // Without a criterion there is no gate, and none that asks for the incidents.
  if (plan.gate.length > 0) search.incidents();
  return search.found();
}

/** What the verdict and the gate of a board stand on: every metric that is judged, and every criterion. */
export function boardLooks(plan: Plan): LookPlan {
  const search = new Search(plan);
  for (const { id, target, alert } of plan.metrics)
    if (target !== null || alert !== null) search.metric(id, { judged: true });
  for (const criterion of plan.gate) search.criterion(criterion);
  if (plan.gate.length > 0) search.incidents();
  return search.found();
}

/** What one of the gate's criteria stands on, by its id; that no P0 is open is one of them. */
export function criterionLooks(plan: Plan, id: string): LookPlan {
  const search = new Search(plan);
  const criterion = plan.gate.find((one) => one.id === id);
  if (criterion) search.criterion(criterion);
  else search.incidents();
  return search.found();
}

/** What the status of one metric stands on. */
export function statusLooks(plan: Plan, metric: string): LookPlan {
  const search = new Search(plan);
  search.metric(metric, { judged: true });
  return search.found();
}

class Search {
  readonly #plan: Plan;
  readonly #metrics: ReadonlyMap<string, MetricPlan>;
  readonly #sources = new Set<string>();
  /** Metrics that must give a value; and those of which it is asked whether they are there. */
  readonly #valued = new Set<string>();
  readonly #sought = new Set<string>();
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
        const metrics = this.#plan.metrics.filter(
          (one) => one.source === id && (this.#valued.has(one.id) || this.#sought.has(one.id)),
        );
        const wanted = metrics.map((one): readonly [string, WantedOfMetric] => [
          one.id,
          { orElse: this.#orElse(one), staleAfter: one.staleAfter },
        ]);
        return [id, new Map(wanted)];
      }),
    );
  }

  #orElse({ id, missing }: MetricPlan): OrElse {
    // What is kept says the same with and without the value that the word has ended.
    if (this.#sought.has(id) && !(missing === 'keep' && this.#valued.has(id))) return 'gone';
    return missing === 'good' ? 'empty' : null;
  }

  criterion({ when, runs }: CriterionPlan): void {
    this.rule(when);
    for (const metric of [runs?.of, runs?.same]) if (metric) this.metric(metric);
  }

  /** That no P0 is open. */
  incidents(): void {
    for (const incident of this.#plan.incidents) if (incident.class === 'P0') this.rule(incident.when);
  }

  rule(rule: Rule | null): void {
    if (rule !== null) this.#condition(rule.condition);
  }

  #condition(condition: Condition): void {
    for (const leaf of leavesOf(condition))
      for (const { metric } of operandsOf(leaf))
        this.metric(metric, { sought: leaf.type === 'absent', judged: leaf.type === 'status' });
  }

  /**
   * @param sought whether it is there is asked, and not for its value.
   * @param judged its own status counts: what its target and its alert look at.
   */
  metric(id: string, { sought = false, judged = false } = {}): void {
    const key = `${id} ${sought} ${judged}`;
    const metric = this.#metrics.get(id);
    if (!metric || this.#seen.has(key)) return;
    this.#seen.add(key);
    (sought ? this.#sought : this.#valued).add(id);
    for (const input of inputsOf(metric)) this.metric(input, { sought });
    if (judged) for (const rule of [metric.target, metric.alert]) this.rule(rule);
    this.#source(metric.source);
    for (const need of metric.needs) this.#need(need);
  }

  #source(id: string): void {
    const source = this.#plan.sources.find((one) => one.id === id);
    if (!source || this.#sources.has(id)) return;
    this.#sources.add(id);
    for (const need of source.needs) this.#need(need);
  }

  /** Whether a source is down is for its look to say; a metric is not down by its own rules alone, which need its value. */
  #need(need: string): void {
    if (this.#metrics.has(need)) this.metric(need, { judged: true });
    else this.#source(need);
  }
}

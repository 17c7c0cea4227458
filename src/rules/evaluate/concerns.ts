// Which metrics a sample concerns: looked up once, because it is asked for with each sample.

import type { MetricJudge } from './metric.ts';
import type { Plan } from '../plan.ts';
import type { RuleJudge } from './rule.ts';

/** What looks at which metrics. */
export class Concerns<Rule> {
  readonly #rules: readonly Rule[];
  /** By metric, the places of those that look at it, in order. */
  readonly #places = new Map<string, number[]>();

  constructor(rules: readonly Rule[], metricsOf: (rule: Rule) => Iterable<string>) {
    this.#rules = rules;
    for (const [place, rule] of rules.entries())
      for (const metric of new Set(metricsOf(rule))) {
        const known = this.#places.get(metric);
        if (known) known.push(place);
        else this.#places.set(metric, [place]);
      }
  }

  /** All that look at one of these metrics, each once, in their own order: that of the sources must not matter. */
  of(touched: ReadonlySet<string>): readonly Rule[] {
    const places: number[] = [];
    for (const metric of touched) places.push(...(this.#places.get(metric) ?? []));
    const ordered = touched.size === 1 ? places : [...new Set(places)].sort((left, right) => left - right);
    return ordered.flatMap((place) => this.#rules[place] ?? []);
  }
}

/** The metrics that a metric's own rules look at. */
export function metricsOfRules({ rules: { target, alert } }: MetricJudge): readonly string[] {
  return [...(target?.compiled.metrics ?? []), ...(alert?.compiled.metrics ?? [])];
}

/** A rule beside the metrics, and what it is. */
export interface OtherRule {
  readonly kind: 'hint' | 'incident' | 'item';
  readonly id: string;
  readonly rule: RuleJudge;
}

/** All of them, in the order in which they are judged. */
export function otherRules(
  judges: Readonly<Record<`${OtherRule['kind']}s`, ReadonlyMap<string, RuleJudge>>>,
): readonly OtherRule[] {
  return (['hint', 'incident', 'item'] as const).flatMap((kind) =>
    [...judges[`${kind}s`]].map(([id, rule]): OtherRule => ({ kind, id, rule })),
  );
}

/** By metric, the metrics and sources without which it cannot be told. */
export function needsOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const sources = new Map(plan.sources.map((source) => [source.id, source.needs]));
  return new Map(
    plan.metrics.map(({ id, source, needs }) => [
      id,
      [...needs, ...(sources.get(source) ?? [])].filter((need) => need !== id),
    ]),
  );
}

// Which hints and incidents look at a metric.

import { metricsOf } from '../../rules/condition/ast.ts';
import type { Plan } from '../../rules/plan.ts';

export interface RelatedRule {
  readonly id: string;
  /** `P0`, `rollback`, `scale-up`. */
  readonly label: string;
  readonly title: string;
  /** The condition as written. */
  readonly when: string;
}

export function relatedTo(plan: Plan, metric: string): readonly RelatedRule[] {
  const rules = [
    ...plan.incidents.map(({ id, title, when, class: label }) => ({ id, title, when, label })),
    ...plan.hints.map(({ id, title, when, kind: label }) => ({ id, title, when, label })),
  ];
  return rules.flatMap(({ id, title, when, label }) =>
    when !== null && metricsOf(when.condition).includes(metric)
      ? [{ id, label, title, when: when.text }]
      : [],
  );
}

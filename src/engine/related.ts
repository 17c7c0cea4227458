// Which hints and incidents look at a metric.

import { metricsOf } from '../rules/condition/ast.ts';
import type { Plan } from '../rules/plan.ts';
import type { RelatedRule } from './snapshot.ts';

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

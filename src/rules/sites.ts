// The walks over a plan: every line that a launch is held to, and every condition, each with where it stands in the profile; and
// what is found at such a place.

import type { CriterionPlan, ItemPlan, Plan, Rule } from './plan.ts';

/** An item of the timeline or a criterion of the gate. */
export type LineSite = { readonly path: LintPath } & (
  | { readonly type: 'item'; readonly item: ItemPlan }
  | { readonly type: 'criterion'; readonly item: CriterionPlan }
);

/** Every line with where it stands in the document: the phases' in their order, then what is required, what is recommended. */
export function lineSites({ phases, gate }: Plan): readonly LineSite[] {
  const criteria = (required: boolean): readonly LineSite[] =>
    gate
      .filter((criterion) => criterion.required === required)
      .map((item, index) => ({
        type: 'criterion',
        item,
        path: ['gate', required ? 'required' : 'recommended', index],
      }));
  return [
    ...phases.flatMap(({ items }, phase) =>
      items.map((item, index): LineSite => ({ type: 'item', item, path: ['phases', phase, 'items', index] })),
    ),
    ...criteria(true),
    ...criteria(false),
  ];
}

/** The lines themselves. */
export function linesOf({ phases, gate }: Pick<Plan, 'phases' | 'gate'>): readonly ItemPlan[] {
  return [...phases.flatMap(({ items }) => items), ...gate];
}

export interface ConditionSite {
  readonly path: LintPath;
  readonly rule: Rule;
}

/** Every condition of the plan with where it stands in the document. */
export function conditionSites(plan: Plan): readonly ConditionSite[] {
  const site = (rule: Rule | null, ...path: LintPath): readonly ConditionSite[] =>
    rule ? [{ path, rule }] : [];
  return [
    ...plan.metrics.flatMap(({ id, target, alert }) => [
      ...site(target, 'metrics', id, 'target'),
      ...site(alert, 'metrics', id, 'alert'),
    ]),
    ...plan.hints.flatMap(({ id, when }) => site(when, 'hints', id, 'when')),
    ...plan.incidents.flatMap(({ id, when }) => site(when, 'incidents', id, 'when')),
    ...lineSites(plan).flatMap(({ item, path }) => site(item.when, ...path, 'when')),
  ];
}

export type LintPath = readonly (string | number)[];

/** What makes no sense although it can be judged, and the remedy. */
export interface LintFinding {
  /** An error can never work; a warning works differently than it reads. */
  readonly severity: 'error' | 'warning';
  /** Keys and indexes in the profile: `['metrics', 'queue-depth', 'alert']`. */
  readonly path: LintPath;
  /** Where in the text that stands there; null for the whole of it. */
  readonly offset: number | null;
  readonly message: string;
}

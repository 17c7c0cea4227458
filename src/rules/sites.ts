// Every condition of a plan, with where it stands in the profile; and what is found at such a place.

import type { ItemPlan, Plan, Rule } from './plan.ts';

export interface ConditionSite {
  readonly path: LintPath;
  readonly rule: Rule;
}

/** Every condition of the plan with where it stands in the document. */
export function conditionSites(plan: Plan): readonly ConditionSite[] {
  const site = (rule: Rule | null, ...path: LintPath): readonly ConditionSite[] =>
    rule ? [{ path, rule }] : [];
  const items = (entries: readonly ItemPlan[], ...path: LintPath): readonly ConditionSite[] =>
    entries.flatMap(({ when }, index) => site(when, ...path, index, 'when'));
  return [
    ...plan.metrics.flatMap(({ id, target, alert }) => [
      ...site(target, 'metrics', id, 'target'),
      ...site(alert, 'metrics', id, 'alert'),
    ]),
    ...plan.hints.flatMap(({ id, when }) => site(when, 'hints', id, 'when')),
    ...plan.incidents.flatMap(({ id, when }) => site(when, 'incidents', id, 'when')),
    ...plan.phases.flatMap((phase, index) => items(phase.items, 'phases', index, 'items')),
    ...items(
      plan.gate.filter(({ required }) => required),
      'gate',
      'required',
    ),
    ...items(
      plan.gate.filter(({ required }) => !required),
      'gate',
      'recommended',
    ),
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

// Which item or criterion is meant: its id, or a `ref` of its checklist's lines.

import type { CriterionPlan, ItemPlan, Plan } from './plan.ts';

export type MarkTarget =
  | { readonly type: 'item'; readonly item: ItemPlan }
  | { readonly type: 'criterion'; readonly item: CriterionPlan };

/** Every item and criterion with this id, else with this ref. */
export function targetsOf(plan: Plan, wanted: string): readonly MarkTarget[] {
  const all = allTargets(plan);
  const byId = all.filter(({ item }) => item.id === wanted);
  return byId.length > 0 ? byId : all.filter(({ item }) => item.refs.includes(wanted));
}

export function allTargets(plan: Plan): readonly MarkTarget[] {
  return [
    ...plan.phases.flatMap(({ items }) => items.map((item) => ({ type: 'item', item }) as const)),
    ...plan.gate.map((item) => ({ type: 'criterion', item }) as const),
  ];
}

// Which item or criterion is meant: its id, a `ref` of its checklist's lines, or the id that an earlier version gave it.

import type { CriterionPlan, ItemPlan, Plan } from '../plan.ts';

export type MarkTarget =
  | { readonly type: 'item'; readonly item: ItemPlan }
  | { readonly type: 'criterion'; readonly item: CriterionPlan };

/** Every item and criterion with this id, else with this ref, else once with this id. */
export function targetsOf(plan: Plan, wanted: string): readonly MarkTarget[] {
  return named(allTargets(plan), wanted);
}

/** The id of the item, or the criterion, that is meant; null where none is, or more than one. */
export function idOfTarget(plan: Plan, type: MarkTarget['type'], wanted: string): string | null {
  const [only, ...others] = named(
    allTargets(plan).filter((target) => target.type === type),
    wanted,
  );
  return only !== undefined && others.length === 0 ? only.item.id : null;
}

function named(all: readonly MarkTarget[], wanted: string): readonly MarkTarget[] {
  const byId = all.filter(({ item }) => item.id === wanted);
  if (byId.length > 0) return byId;
  const byRef = all.filter(({ item }) => item.refs.includes(wanted));
  return byRef.length > 0 ? byRef : all.filter(({ item }) => item.former?.id === wanted);
}

export function allTargets(plan: Plan): readonly MarkTarget[] {
  return [
    ...plan.phases.flatMap(({ items }) => items.map((item) => ({ type: 'item', item }) as const)),
    ...plan.gate.map((item) => ({ type: 'criterion', item }) as const),
  ];
}

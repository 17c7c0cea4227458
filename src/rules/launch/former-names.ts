// What was said of an item while it had another id: an earlier version named it by its text as it was shown, which is another one
// on each machine where a variable stands in it. Such entries are taken for the item's of today.

import { marksOf, type Entry, type Marks } from './marks.ts';
import type { ItemPlan, Plan } from '../plan.ts';
import { linesOf } from '../sites.ts';

export type FormerNames = ReadonlyMap<string, ItemPlan>;

/** The items by their former ids. What is an item's id now stands for that one. */
export function formerNames(plan: Plan): FormerNames {
  const items = linesOf(plan);
  const taken = new Set(items.map(({ id }) => id));
  const names = new Map<string, ItemPlan>();
  for (const item of items) {
    const before = item.former?.id ?? item.id;
    // The same name with another text: its digest is carried over all the same.
    if (item.former && (before === item.id || !taken.has(before))) names.set(before, item);
  }
  return names;
}

/** What a launch's entries come to for this plan. */
export function marksFor(plan: Plan, entries: readonly Entry[]): Marks {
  const names = formerNames(plan);
  return marksOf(entries.map((entry) => underItsName(entry, names)));
}

/** The entry as it would be said today. */
export function underItsName(entry: Entry, names: FormerNames): Entry {
  const item = names.get(entry.subject);
  if (!item) return entry;
  const named = { ...entry, subject: item.id };
  return 'digest' in named && named.digest === item.former?.digest
    ? { ...named, digest: item.digest }
    : named;
}

// The checklist's tables of metrics, with their column Measured filled in: in the checklist's own order and words, what was to be
// met, what was measured, and when. A value that met its baseline in its phase stays, since idle hours later say nothing of it.

import type { Board, Iso, ItemState, MetricState } from '../board.ts';
import { leavesOf, type Leaf } from '../condition/ast.ts';
import { printRight } from '../condition/print.ts';
import type { ItemPlan, Plan } from '../plan.ts';

export interface Baseline {
  readonly metric: MetricState;
  /** The lines of the checklist that it stands for; none for a reading that the checklist does not name. */
  readonly refs: readonly string[];
  /** What was to be met: `< 10ms`. */
  readonly target: string | null;
  /** As it is shown, with its unit; null where nothing was measured. */
  readonly measured: string | null;
  readonly measuredAt: Iso | null;
  /** Whether it was met in its phase; null where no line of the timeline is about it. */
  readonly met: 'met' | 'not met yet' | 'cannot be told' | null;
}

/** Those that the checklist names first, in its order; the others follow in the profile's. */
export function baselinesOf(board: Board, plan: Plan): readonly Baseline[] {
  const states = new Map(board.phases.flatMap(({ items }) => items).map((item) => [item.id, item]));
  const planned = plan.phases.flatMap(({ items }) => items);
  const rows = board.metrics.map((metric) => {
    const item = planned.find((one) => one.text === metric.title && leafOn(one, metric.id) !== null);
    const own = plan.metrics.find(({ id }) => id === metric.id)?.refs ?? [];
    return item ? heldTo(metric, item, states.get(item.id) ?? null) : liveOnly(metric, own);
  });
  const named = rows.filter(({ refs }) => refs.length > 0);
  const byRef = named.sort((a, b) => compareRefs(a.refs[0] ?? '', b.refs[0] ?? ''));
  return [...byRef, ...rows.filter(({ refs }) => refs.length === 0)];
}

/** `x-9` before `x-10`, whatever the machine's language is. */
function compareRefs(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

/** The comparison of an item's condition that is about this metric itself. */
function leafOn({ when }: ItemPlan, metric: string): Extract<Leaf, { type: 'comparison' }> | null {
  for (const leaf of when ? leavesOf(when.condition) : [])
    if (leaf.type === 'comparison' && leaf.left.metric === metric && leaf.left.call === null) return leaf;
  return null;
}

function liveOnly(metric: MetricState, refs: readonly string[]): Baseline {
  const { target, display, sampledAt } = metric;
  return { metric, refs, target, measured: display, measuredAt: sampledAt, met: null };
}

/** An item that is called as the metric says what the metric has to be, and keeps what it was when it passed. */
function heldTo(metric: MetricState, item: ItemPlan, state: ItemState | null): Baseline {
  const leaf = leafOn(item, metric.id);
  const target = metric.target ?? (leaf ? `${leaf.operator} ${printRight(leaf.right)}` : null);
  const row = { ...liveOnly(metric, item.refs), target };
  const latched = state?.measured.find((read) => read.metric === metric.id)?.display ?? null;
  if (state && latched !== null) return { ...row, measured: latched, measuredAt: state.at, met: 'met' };
  return { ...row, met: state ? wordsOf[state.status] : null };
}

const wordsOf: Readonly<Record<ItemState['status'], Baseline['met']>> = {
  pass: 'met',
  done: 'met',
  fail: 'not met yet',
  todo: 'not met yet',
  skipped: null,
  unknown: 'cannot be told',
};

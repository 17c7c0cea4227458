// A line of the checklist or of the gate in words: what lets it pass, what does not, and what cannot be told.

import { exactDuration } from '../../domain/duration.ts';
import { metricsOf } from '../condition/ast.ts';
import { printCondition } from '../condition/print.ts';
import type { StateLine } from './states.ts';
import type { ItemPlan, Plan, RunsPlan } from '../plan.ts';
import { runsWords } from '../evaluate/runs.ts';
import { lineWarmUp, type WarmUp } from '../lint/warm-up.ts';

type ItemKind = 'item' | 'criterion';

export interface ItemExplanation {
  readonly kind: ItemKind;
  readonly id: string;
  readonly title: string;
  readonly rule: readonly string[];
  readonly states: readonly StateLine[];
  readonly looksAt: readonly string[];
  readonly warmUp: WarmUp | null;
}

/** By its id or one of its refs; null when no line is called so. */
export function explainItem(plan: Plan, id: string): ItemExplanation | null {
  const named = (item: ItemPlan): boolean => item.id === id || item.refs.includes(id);
  const item = plan.phases.flatMap(({ items }) => items).find(named);
  if (item) return explained(plan, 'item', item, []);
  const criterion = plan.gate.find(named);
  return (
    (criterion &&
      explained(plan, 'criterion', criterion, [criterion.required ? 'required for a go' : 'recommended'])) ??
    null
  );
}

function explained(plan: Plan, kind: ItemKind, item: ItemPlan, facts: readonly string[]): ItemExplanation {
  const { id, text, when, manual, runs, refs } = item;
  const judged = when
    ? [`when: ${printCondition(when.condition)}`, ...(runs ? [`runs: ${runsWords(runs)}`] : [])]
    : [`a person ${kind === 'item' ? 'ticks' : 'signs'} it${manual === null ? '' : `: ${manual}`}`];
  const looksAt = when ? metricsOf(when.condition) : [];
  return {
    kind,
    id,
    title: text,
    rule: [...judged, ...facts, ...(refs.length === 0 ? [] : [`refs: ${refs.join(', ')}`])],
    states: when ? (runs ? runsStates(runs) : plainStates(kind)) : [],
    looksAt: [...new Set([...(runs ? [runs.of] : []), ...looksAt, ...(runs?.same ? [runs.same] : [])])],
    warmUp: lineWarmUp(item, plan),
  };
}

function plainStates(kind: ItemKind): readonly StateLine[] {
  const latched = kind === 'item' ? '; kept, with its evidence, once it has passed in its phase' : '';
  return [
    { state: 'pass', when: `the condition holds on fresh data${latched}` },
    { state: 'fail', when: 'the condition does not hold' },
    { state: 'unknown', when: 'a metric has no fresh value, or a "for" may have begun before the watch did' },
  ];
}

function runsStates({ of, count, maxAge, same }: RunsPlan): readonly StateLine[] {
  const last = count === 1 ? `the last look at ${of}` : `each of the last ${count} looks at ${of}`;
  return [
    {
      state: 'pass',
      when: `the condition held at ${last}${same === null ? '' : `, with one ${same} in all of them`}, the newest younger than ${exactDuration(maxAge)}`,
    },
    { state: 'fail', when: count === 1 ? 'it did not hold' : `at one of the last ${count} it did not hold` },
    {
      state: 'unknown',
      when: `there were fewer, one of them gave no reading, or the newest is older than ${exactDuration(maxAge)}`,
    },
  ];
}

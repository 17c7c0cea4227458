// What is told when a hint or an incident changes, when nobody has responded in time, and when what people have said is over.

import { isoInstant, type Instant, clockTime } from '../../domain/clock.ts';
import type { Transition } from '../board.ts';
import type { Plan, IncidentPlan } from '../plan.ts';
import type { RuleJudge } from '../evaluate/rule.ts';
import { span } from '../evaluate/condition-sentence.ts';
import type { ControlBook, Controls } from '../launch/controls.ts';
import type { MetricJudge } from '../evaluate/metric.ts';

interface Change {
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The word that a hint's or an incident's transition uses for its state. */
export function ruleWord(kind: 'hint' | 'incident' | 'item', rule: RuleJudge): string {
  const { state } = rule.memory;
  if (state === 'inactive' || state === 'pending') return state === 'inactive' ? 'ended' : state;
  return kind === 'hint' ? 'active' : 'open';
}

export function ruleTransition(
  plan: Plan,
  kind: 'hint' | 'incident',
  id: string,
  { at, from, to, reason }: Change,
): Transition {
  const known = kind === 'hint' ? plan.hints : plan.incidents;
  const title = known.find((entry) => entry.id === id)?.title ?? id;
  return { at: isoInstant(at), metric: id, title, kind, from, to, new: to !== 'ended', reason };
}

interface Incidents {
  readonly plan: Plan;
  readonly incidents: ReadonlyMap<string, RuleJudge>;
}

/** Until when somebody has to respond; null while it is not open, or where its class names no time. */
export function responseDue(plan: IncidentPlan, rule: RuleJudge): Instant | null {
  const { state, since } = rule.memory;
  const open = state === 'firing' || state === 'holding';
  return open && since !== null && plan.respond !== null ? since + plan.respond : null;
}

/** `overdue: a response was due at 15:46:00 (2m ago)`; empty before that. */
export function overdueWords(due: Instant | null, now: Instant): string {
  if (due === null || now < due) return '';
  return `overdue: a response was due at ${clockTime(due)} (${span(due, now)} ago)`;
}

/** The deadlines that have passed after `before` and not after `now`, each told once. */
export function overdueTransitions(
  { plan, incidents }: Incidents,
  before: Instant,
  now: Instant,
): readonly Transition[] {
  return plan.incidents.flatMap((incident) => {
    const rule = incidents.get(incident.id);
    const due = rule ? responseDue(incident, rule) : null;
    if (due === null || due <= before || due > now) return [];
    const tell = incident.tell === null ? '' : `; tell: ${incident.tell}`;
    return {
      at: isoInstant(due),
      metric: incident.id,
      title: incident.title,
      kind: 'incident' as const,
      from: 'open',
      to: 'overdue',
      new: true,
      reason: `${overdueWords(due, now)}${tell}`,
    };
  });
}

/**
 * An acknowledgement or a mute whose time is over is told: what it held back is said now. What people have said is held
 * against what has been judged by then.
 */
export function controlTransitions(
  book: ControlBook,
  controls: Controls,
  metrics: ReadonlyMap<string, MetricJudge>,
  now: Instant,
): readonly Transition[] {
  return book
    .review(controls, metrics, now)
    .flatMap(({ metric, what, at, reason }): readonly Transition[] => {
      const judge = metrics.get(metric);
      const status = judge?.memory.status;
      if (!judge || !status) return [];
      const { title } = judge.plan;
      // What was held back is told anew.
      return [
        { at: isoInstant(at), metric, title, kind: 'metric', from: what, to: status, new: true, reason },
      ];
    });
}

// The response deadline of an open incident, and what is said once it has passed.

import { clockTime, isoInstant, type Instant } from '../../domain/clock.ts';
import type { Transition } from '../board.ts';
import type { IncidentPlan, Plan } from '../plan.ts';
import type { RuleJudge } from '../evaluate/rule.ts';
import { span } from '../evaluate/sentence.ts';

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

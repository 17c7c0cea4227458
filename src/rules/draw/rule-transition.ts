// What is told when a hint or an incident changes.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { Transition } from '../board.ts';
import type { Plan } from '../plan.ts';

interface Change {
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
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

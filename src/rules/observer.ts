// Are we the ones without a network? Then nothing here can be told, and one banner says so instead of forty alarms.

import { isoInstant, type Instant } from '../domain/clock.ts';
import { isNetworkReason, type Gap } from '../domain/gap.ts';
import type { Transition } from './board.ts';

/** From this many sources on, and this share of them, failing for network reasons at once (RULES.md §8.1). */
const sourcesMin = 3;
const shareMin = 0.8;

/** @param sources all that there are: of those that have not answered yet, nothing is known, and a few that fail first are not most. */
export function observerOffline(
  sources: readonly { readonly polls: number; readonly gap: Gap | null }[],
): boolean {
  const failing = sources.filter(
    ({ polls, gap }) => polls > 0 && gap !== null && isNetworkReason(gap.reason),
  );
  return sources.length >= sourcesMin && failing.length >= sources.length * shareMin;
}

export function observerTransition(offline: boolean, at: Instant): Transition {
  return {
    at: isoInstant(at),
    metric: 'observer',
    title: 'The watcher itself',
    kind: 'metric',
    from: offline ? 'online' : 'offline',
    to: offline ? 'offline' : 'online',
    new: offline,
    reason: offline
      ? 'nearly every source fails for network reasons at once: the fault is here'
      : 'sources answer again',
  };
}

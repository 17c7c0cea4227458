// What must be so of the wall as a whole, on each board.
import type { Violation } from './checks.ts';
import type { Moment } from './world.ts';

/** The wall's verdict is its worst status; what is said of changes agrees with the boards. */
export function wall({ board, before, transitions, offline, isStart }: Moment): readonly Violation[] {
  const found: Violation[] = [];
  const has = (status: string): boolean => board.metrics.some((metric) => metric.status === status);
  const worst = ['red', 'unknown', 'amber', 'green'].find(has) ?? 'unknown';
  if (board.verdict !== worst)
    found.push({ check: 'verdict', what: `${board.verdict}, and the worst is ${worst}` });
  for (const { items } of board.phases)
    for (const [index, { id, live }] of items.entries()) {
      const criterion = board.gate.criteria[index];
      if (criterion?.status !== live)
        found.push({ check: 'item', what: `${id} is ${live}, and ${criterion?.id} ${criterion?.status}` });
    }
  if (board.observer.offline !== offline)
    found.push({
      check: 'observer',
      what: `offline is ${board.observer.offline}, and ought to be ${offline}`,
    });
  if (offline || before === null || before.observer.offline || isStart) return found;
  for (const [index, metric] of board.metrics.entries()) {
    const changed = before.metrics[index]?.status !== metric.status;
    // While it flaps, only what gets worse is told.
    if ([before.metrics[index], metric].some((state) => state?.detail === 'flapping')) continue;
    const told = transitions.findLast(({ kind, metric: id }) => kind === 'metric' && id === metric.id);
    if (told?.to === 'flapping') continue;
    if (changed && told?.to !== metric.status && !(told === undefined && metric.status === 'green'))
      found.push({ check: 'transition', what: `${metric.id} became ${metric.status}, and nobody was told` });
  }
  return found;
}

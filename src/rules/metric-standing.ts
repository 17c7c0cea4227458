// How a metric stood before a restart, and what of it still counts when the first value has come.

import type { Instant } from '../domain/clock.ts';
import type { Series } from '../domain/series.ts';
import type { Status } from '../domain/status.ts';
import type { FlapMemory } from './flapping.ts';
import type { MetricMemory } from './metric-status.ts';
import type { MetricPlan } from './plan.ts';

/** Plain data. */
export interface MetricStanding {
  readonly status: Status;
  readonly since: Instant;
  /** Of the newest value. */
  readonly seenAt: Instant;
  readonly flap: FlapMemory;
  readonly toldFlapping: Status | null;
}

/** A metric as it is judged. */
interface Judged {
  readonly plan: Pick<MetricPlan, 'staleAfter'>;
  readonly memory: MetricMemory;
  readonly values: Series;
  /** How it stood before a restart, until it is known how it stands now. */
  before: MetricStanding | null;
}

/** What is worth keeping of how it stands: red or amber on a value, or flapping. What is at rest begins anew. */
export function standingOf({ memory, values }: Pick<Judged, 'memory' | 'values'>): MetricStanding | null {
  const { status, since, flap, toldFlapping } = memory;
  const seenAt = values.newestValue()?.at;
  if (status === null || status === 'unknown' || seenAt === undefined) return null;
  if (status === 'green' && !flap.flapping) return null;
  return { status, since, seenAt, flap, toldFlapping };
}

/** Goes on after a restart: what flapped, flaps; how it stood counts as soon as a value says that it still does. */
export function resumeStanding(judge: Judged, before: MetricStanding): void {
  if (judge.values.length > 0) return;
  judge.before = before;
  judge.memory.flap = before.flap;
  judge.memory.toldFlapping = before.toldFlapping;
}

/**
 * Since when it has had this status without an unseen time longer than a value counts; null where that began only now.
 * Asked when the first status after a restart is known, and not again.
 */
export function takeUpSince(judge: Judged, status: Status | null): Instant | null {
  const { before } = judge;
  if (status === null || status === 'unknown' || before === null) return null;
  judge.before = null;
  const first = judge.values.newestValue();
  const seen = first !== null && first.at - before.seenAt < judge.plan.staleAfter;
  return seen && before.status === status ? before.since : null;
}

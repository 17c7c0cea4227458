// How a metric stood before a restart: what it was and since when goes on, as it does over any other time that nobody saw.

import type { Instant } from '../../domain/clock.ts';
import type { Series } from '../../domain/series.ts';
import type { Status } from '../../domain/status.ts';
import type { FlapMemory } from './flapping.ts';
import { confirmedAt, type MetricMemory } from './status.ts';

/** Plain data. */
export interface MetricStanding {
  readonly status: Status;
  readonly since: Instant;
  /** Of the newest value that said so. */
  readonly seenAt: Instant;
  readonly flap: FlapMemory;
  readonly toldFlapping: Status | null;
}

/** A metric as it is judged. */
interface Judged {
  readonly memory: MetricMemory;
  readonly values: Series;
}

/** What is worth keeping of how it stands: red or amber, also while that cannot be told, or flapping. What is at rest begins anew. */
export function standingOf({ memory }: Pick<Judged, 'memory'>): MetricStanding | null {
  const { known, flap, toldFlapping } = memory;
  if (known === null || (known.status === 'green' && !flap.flapping)) return null;
  const { status, since } = known;
  return { status, since, seenAt: confirmedAt(memory) ?? since, flap, toldFlapping };
}

/** It is red, also while that is damped. */
export function isRed({ status, flap }: MetricStanding): boolean {
  return status === 'red' || (flap.flapping && flap.results.includes('red'));
}

/**
 * Goes on after a restart.
 * @param lately no more time has passed than what was pending outlives: only then what flapped, flaps.
 */
export function resumeStanding({ values, memory }: Judged, before: MetricStanding, lately: boolean): void {
  const { status, since, seenAt, flap, toldFlapping } = before;
  if (values.length > 0 || status === 'unknown') return;
  memory.known = { status, since, confirmedAt: seenAt };
  if (!lately) return;
  memory.flap = flap;
  memory.toldFlapping = toldFlapping;
}

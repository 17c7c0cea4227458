// How a metric stood before a restart: what it was and since when goes on, as it does over any other time that nobody saw.

import type { Instant } from '../../domain/clock.ts';
import type { Status } from '../../domain/status.ts';
import type { FlapMemory } from './flapping.ts';
import { confirmedAt, type Standing } from './status.ts';

/** Plain data. */
export interface PreviousStatus {
  readonly status: Status;
  readonly since: Instant;
  /** Of the newest value that said so. */
  readonly seenAt: Instant;
  readonly flap: FlapMemory;
  readonly toldFlapping: Status | null;
}

/** What is worth keeping of how it stands: red or amber, also while that cannot be told, or flapping. What is at rest begins anew. */
export function previousStatusOf(metric: Pick<Standing, 'rules' | 'memory'>): PreviousStatus | null {
  const { known, flap, toldFlapping } = metric.memory;
  if (known === null || (known.status === 'green' && !flap.flapping)) return null;
  const { status, since } = known;
  return { status, since, seenAt: confirmedAt(metric) ?? since, flap, toldFlapping };
}

/** It is red, also while that is damped. */
export function isRed({ status, flap }: PreviousStatus): boolean {
  return status === 'red' || (flap.flapping && flap.results.includes('red'));
}

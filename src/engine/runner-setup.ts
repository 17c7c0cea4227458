// What a runner of a source is made from, what all of them share, and a poll that it has begun.

import type { Cancel, Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { Agenda } from './agenda.ts';
import type { PollerEvents } from './poller.ts';
import type { StartGuard } from './start-guard.ts';

export interface RunnerSetup {
  readonly id: string;
  readonly kind: string;
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  readonly metrics: readonly string[];
  /** Consecutive runs are told from its looks: one that could not be made is tried again soon. */
  readonly runs?: boolean;
  /** The hosts on other machines at which it looks. */
  readonly hosts?: readonly string[];
}

/** What all runners of one poller share. */
export interface RunnerShared {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly starts: StartGuard;
  readonly events: PollerEvents;
}

/** A poll that is under way. */
export interface Poll {
  readonly controller: AbortController;
  readonly begunAt: Instant;
  /** Told when it has ended, or has been given up. */
  readonly ended: () => void;
  deadline: Cancel;
  over: boolean;
}

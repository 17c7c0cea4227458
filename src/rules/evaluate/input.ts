// What the judgement is given, and what it gives back.

import type { Instant } from '../../domain/clock.ts';
import type { Board, SourceState, Transition } from '../board.ts';
import type { Evidence } from './evidence.ts';
import type { Entry, Marks } from '../launch/marks.ts';
import type { SourceHealth } from './source-health.ts';

/** What has arrived by an instant. Instants never go back; one that does counts as the newest seen. */
export interface Arrived {
  readonly now: Instant;
  readonly samples: readonly Evidence[];
  readonly sources: readonly SourceHealth[];
}

/** What the judgement is given for a board. */
export interface Advance extends Arrived {
  readonly sources: readonly SourceState[];
  /** The same sources, with where each looks; when it is left out, nothing is known of that. */
  readonly health?: readonly SourceHealth[];
  readonly loopLagMs: number;
  /** What has been said of this launch so far. */
  readonly marks?: Marks;
}

export interface Judged {
  readonly board: Board;
  /** What has changed since the last board, oldest first. */
  readonly transitions: readonly Transition[];
  /** What the judgement itself has to say of the launch: items that have passed, acknowledgements that have ended. */
  readonly said: readonly Entry[];
}

// What a board is drawn from: who tells what was judged, and everything else that is known at its instant.

import type { Instant } from '../../domain/clock.ts';
import type { SourceState } from '../board.ts';
import type { Arrivals } from '../evaluate/arrivals.ts';
import type { Narrator } from '../evaluate/condition-sentence.ts';
import type { MetricJudge } from '../evaluate/metric.ts';
import type { Block } from '../evaluate/blocked.ts';
import type { Observer } from '../evaluate/observer.ts';
import type { ControlBook } from '../launch/controls.ts';
import type { Marks } from '../launch/marks.ts';
import type { IsBlocked } from '../machine/rule.ts';

export interface Drawing {
  readonly now: Instant;
  readonly sources: readonly SourceState[];
  readonly loopLagMs: number;
  readonly observer: Observer;
  readonly narrator: Narrator;
  /** What has been said of this launch. */
  readonly marks: Marks;
  /** What has come since the last board. */
  readonly arrivals: Arrivals;
  /** What has become of acknowledgements and mutes. */
  readonly controls: ControlBook;
  /** Why a metric cannot be told, although values may be there. */
  blocked(judge: MetricJudge): Block | null;
  readonly isBlocked: IsBlocked;
}

/** The same for the lines of lists. */
export function inMinutes(drawing: Drawing): Drawing {
  return { ...drawing, narrator: { ...drawing.narrator, inMinutes: true } };
}

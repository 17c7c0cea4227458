// An acknowledgement or a mute whose time is over is told: what it held back is said now.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { Transition } from '../board.ts';
import type { ControlBook, Controls } from '../launch/controls.ts';
import type { MetricJudge } from '../evaluate/metric.ts';

/** Holds what people have said against what has been judged by now. */
export function controlTransitions(
  book: ControlBook,
  controls: Controls,
  metrics: ReadonlyMap<string, MetricJudge>,
  now: Instant,
): readonly Transition[] {
  return book
    .review(controls, metrics, now)
    .flatMap(({ metric, what, at, reason }): readonly Transition[] => {
      const judge = metrics.get(metric);
      const status = judge?.memory.status;
      if (!judge || !status) return [];
      const { title } = judge.plan;
      // What was held back is told anew.
      return [
        { at: isoInstant(at), metric, title, kind: 'metric', from: what, to: status, new: true, reason },
      ];
    });
}

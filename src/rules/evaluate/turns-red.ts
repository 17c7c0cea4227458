// When a metric that is about to turn red does so.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { MetricJudge } from './metric.ts';

/** A look takes its time: so long after it was expected a reading is not overdue yet. */
const overdueAfter: Milliseconds = 1_000;

/**
 * With the first reading that is expected once its `for` is over, should all go on as it does. Null where that is not told by
 * time, and where such a reading is overdue: it turns red with the next one.
 */
export function turnsRedAt({ rules, values, plan }: MetricJudge, now: Instant): Instant | null {
  const at = rules.alert?.firesAt() ?? null;
  const newest = values.newestValue(now);
  if (at === null || newest === null) return null;
  const readings = Math.max(0, Math.ceil((at - newest.at) / plan.interval));
  const expected = newest.at + readings * plan.interval;
  return now - expected > overdueAfter ? null : expected;
}

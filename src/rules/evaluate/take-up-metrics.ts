// The metrics of a profile that has been loaded again: those that read what they did go on, the others begin anew.

import type { Anew } from '../machine/begin-anew.ts';
import type { Facts } from '../condition/compile.ts';
import { allBehind } from './derived.ts';
import type { MetricPlan } from '../plan.ts';
import type { MetricJudge } from './metric.ts';

type Metrics = ReadonlyMap<string, MetricJudge>;

interface TakingUp {
  /** Whether a metric still reads the same thing from the same place. */
  readonly sameReading: (metric: string) => boolean;
  readonly facts: Facts;
  /** Tells that a metric cannot be told any more; null: that is not told now. */
  readonly settle: ((judge: MetricJudge) => void) | null;
}

/**
 * What was not there, reads something else, or makes something else of it begins anew; and all that is calculated from it.
 * @returns which metrics begin anew.
 */
export function takeUpMetrics(
  mine: Metrics,
  before: Metrics,
  { sameReading, facts, settle }: TakingUp,
): Anew {
  const others = new Set<string>();
  for (const [id, judge] of mine) {
    const old = before.get(id);
    if (!old || !sameReading(id) || meaningOf(judge.plan) !== meaningOf(old.plan)) others.add(id);
  }
  const planOf = (id: string) => mine.get(id)?.plan;
  const begin = [...mine.keys()].filter((id) => allBehind(id, planOf).some((one) => others.has(one.id)));
  const known = new Set(begin);
  const anew: Anew = (metric) => known.has(metric);
  for (const [id, judge] of mine) {
    const old = before.get(id);
    if (old && !anew(id)) judge.takeUp(old, facts, anew);
    else if (old) {
      judge.beginAnew(old, anew, { isTold: settle !== null });
      settle?.(judge);
    }
  }
  return anew;
}

/** Samples of two versions of a metric mean the same where this is the same. */
function meaningOf({ unit, scale, use, exact, derived }: MetricPlan): string {
  return [derived?.text, unit, scale?.numerator, scale?.denominator, use?.name, use?.window, exact].join(' ');
}

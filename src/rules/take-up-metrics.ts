// The metrics of a profile that has been loaded again: those that read what they did go on, the others begin anew.

import type { Anew } from './condition/begin-anew.ts';
import type { Facts } from './condition/compile.ts';
import { allBehind } from './derived.ts';
import type { MetricJudge } from './metric-judge.ts';

type Metrics = ReadonlyMap<string, MetricJudge>;

/**
 * What was not there, reads something else, or makes something else of it begins anew; and all that is calculated from it.
 * @param sameReading whether a metric still reads the same thing from the same place.
 * @returns which metrics begin anew.
 */
export function takeUpMetrics(
  mine: Metrics,
  before: Metrics,
  sameReading: (metric: string) => boolean,
  facts: Facts,
): Anew {
  const others = new Set<string>();
  for (const [id, judge] of mine) {
    const old = before.get(id);
    if (!old || !sameReading(id) || !judge.canTakeUp(old)) others.add(id);
  }
  const planOf = (id: string) => mine.get(id)?.plan;
  const begin = [...mine.keys()].filter((id) => allBehind(id, planOf).some((one) => others.has(one.id)));
  const known = new Set(begin);
  const anew: Anew = (metric) => known.has(metric);
  for (const [id, judge] of mine) {
    const old = before.get(id);
    if (old && anew(id)) judge.beginAnew(old, anew);
    else if (old) judge.takeUp(old, facts, anew);
  }
  return anew;
}

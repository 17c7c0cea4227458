// The series of a metric: what its source said, and what is judged.

import type { Milliseconds } from '../domain/clock.ts';
import { Series } from '../domain/series.ts';
import { staysPositive } from './condition/windows.ts';
import type { MetricPlan } from './plan.ts';
import { trendPhase } from './trend-phase.ts';

export interface SeriesKept {
  readonly keep: Milliseconds;
  /** Windows count as seen whole from the first sample on. */
  readonly seenWhole: boolean;
}

/** The same one twice, unless the metric has a `use`. */
export function seriesOf(
  plan: MetricPlan,
  { keep, seenWhole }: SeriesKept,
): { readonly readings: Series; readonly values: Series } {
  const { id, interval, staleAfter, minSeen, neverNegative, use } = plan;
  const phase = trendPhase(id);
  const series = (positive: boolean): Series => {
    const pace = { interval, staleAfter, minSeen, neverNegative: positive };
    return new Series(seenWhole ? { keep, phase } : { keep, phase, pace });
  };
  const readings = series(neverNegative);
  return { readings, values: use === null ? readings : series(staysPositive(use, neverNegative)) };
}

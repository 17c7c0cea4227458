// The series of a metric: what its source said, and what is judged.

import type { Milliseconds } from '../../domain/clock.ts';
import { Series } from '../../domain/series.ts';
import { staysPositive } from '../condition/windows.ts';
import type { MetricPlan } from '../plan.ts';
import { trendPhase } from './trend-phase.ts';

export interface SeriesKept {
  readonly keep: Milliseconds;
  /** Windows count as seen whole from the first sample on. */
  readonly seenWhole: boolean;
}

/** A series for the metric's judged values. */
export function valuesOf(plan: MetricPlan, kept: SeriesKept): Series {
  const { use, neverNegative } = plan;
  return newSeries(
    plan,
    kept,
    use === null ? neverNegative : staysPositive(use, { ofPositive: neverNegative }),
  );
}

/** The same one twice, unless the metric has a `use`. */
export function seriesOf(
  plan: MetricPlan,
  kept: SeriesKept,
): { readonly readings: Series; readonly values: Series } {
  const values = valuesOf(plan, kept);
  return { readings: plan.use === null ? values : newSeries(plan, kept, plan.neverNegative), values };
}

function newSeries(
  { id, interval, staleAfter, minSeen }: MetricPlan,
  { keep, seenWhole }: SeriesKept,
  neverNegative: boolean,
): Series {
  const phase = trendPhase(id);
  const pace = { interval, staleAfter, minSeen, neverNegative };
  return new Series(seenWhole ? { keep, phase } : { keep, phase, pace });
}

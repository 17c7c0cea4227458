// What a view draws beside the board: a metric's last points, the lines of its thresholds, and who looks at it.

import { displayReading } from '../domain/display.ts';
import { findUnit } from '../domain/unit.ts';
import { exactText, plotNumber } from '../domain/value.ts';
import type { Approach } from '../domain/approach.ts';
import { approachOf } from '../rules/evaluate/approach.ts';
import type { Past } from './past.ts';
import { thresholdNumbers } from '../rules/condition/threshold-numbers.ts';
import type { Judge } from '../rules/judge.ts';
import type { MetricPlan, Plan } from '../rules/plan.ts';
import { relatedTo } from './related.ts';
import type { Point, Threshold, WallSnapshot } from './snapshot.ts';

export function lookUps(
  judge: Judge,
  plan: Plan,
  past: Past,
): Pick<WallSnapshot, 'points' | 'history' | 'approach' | 'related' | 'thresholds'> {
  return {
    points: (metric, count) => pointsOf(judge, metric, count),
    history: (metric, span, cells) => past.buckets(metric, judge.series(metric), span, cells),
    approach: (metric) => knownApproach(judge, metric),
    related: (metric) => relatedTo(plan, metric),
    thresholds: (metric) => thresholdsOf(plan, metric),
  };
}

/** A plan never changes, and its approaches are asked for with each frame. */
const approaches = new WeakMap<MetricPlan, { readonly approach: Approach | null }>();

function knownApproach(judge: Judge, metric: string): Approach | null {
  const plan = judge.metrics.get(metric)?.plan;
  if (!plan) return null;
  let known = approaches.get(plan);
  if (!known) approaches.set(plan, (known = { approach: approachOf(plan) }));
  return known.approach;
}

function pointsOf(judge: Judge, metric: string, count: number): readonly Point[] {
  const plan = judge.metrics.get(metric)?.plan;
  const series = judge.series(metric);
  if (!plan || !series) return [];
  return series.last(count).map((sample) =>
    sample.gap
      ? { at: sample.at, value: null, text: sample.gap.message }
      : {
          at: sample.at,
          value: typeof sample.value === 'string' ? sample.value : plotNumber(sample.value),
          text: plan.exact ? exactText(sample.value) : displayReading(sample.value, plan),
        },
  );
}

function thresholdsOf(plan: Plan, metric: string): readonly Threshold[] {
  const found = plan.metrics.find((candidate) => candidate.id === metric);
  const unit = found && findUnit(found.unit ?? '', plan.units);
  if (!found || !unit) return [];
  return (['target', 'alert'] as const).flatMap((kind) => {
    const rule = found[kind];
    return rule
      ? thresholdNumbers(rule.condition, unit, plan.units).map((value) => ({ kind, value, text: rule.text }))
      : [];
  });
}

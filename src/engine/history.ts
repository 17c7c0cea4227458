// What a view draws beside the board: a metric's last points, and the lines of its thresholds.

import { displayReading } from '../domain/display.ts';
import { findUnit } from '../domain/unit.ts';
import { exactText, plotNumber } from '../domain/value.ts';
import { thresholdNumbers } from '../rules/condition/compile.ts';
import type { Judge } from '../rules/judge.ts';
import type { Plan } from '../rules/plan.ts';

import type { Point, Threshold } from './snapshot.ts';

export function pointsOf(judge: Judge, metric: string, count: number): readonly Point[] {
  const plan = judge.metrics.get(metric)?.plan;
  const series = judge.series(metric);
  if (!plan || !series) return [];
  return series.last(count).map((sample) =>
    sample.gap
      ? { at: sample.at, value: null, text: sample.gap.message }
      : {
          at: sample.at,
          value: plotNumber(sample.value),
          text: plan.exact ? exactText(sample.value) : displayReading(sample.value, plan),
        },
  );
}

export function thresholdsOf(plan: Plan, metric: string): readonly Threshold[] {
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

// A reading in the unit of its metric.

import type { ValueSample } from '../../domain/sample.ts';
import { scaleValue } from '../../domain/unit.ts';
import { scaledPart } from '../condition/windows.ts';
import type { MetricPlan } from '../plan.ts';

/** As it is where a function stands between the reading and the value: that has the unit then. */
export function inOwnUnit(sample: ValueSample, { use, scale }: MetricPlan): ValueSample {
  if (use !== null || !scale) return sample;
  const value = scaleValue(sample.value, scale);
  return sample.part ? { ...sample, value, part: scaledPart(sample.part, scale) } : { ...sample, value };
}

// What comes from a source is held against the metric before it counts: NaN, the future, inexact money, words for numbers are gaps.

import type { Instant } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import { fromFuture } from '../../domain/future.ts';
import type { Sample } from '../../domain/sample.ts';
import type { MetricPlan } from '../plan.ts';
import { wrongType } from './reading-type.ts';

/**
 * The sample, or the gap that a reading from the future amounts to. Asked when a reading arrives, by the clock of then: a
 * machine that sleeps before it judges would find that the future has come.
 */
export function refuseFuture(sample: Sample, now: Instant): Sample {
  const problem = sample.gap ? null : fromFuture(sample.at, now);
  return problem === null ? sample : { at: now, gap: problem };
}

/** The sample as it is judged: itself, or the gap that it amounts to. */
export function admit(metric: MetricPlan, sample: Sample, now: Instant): Sample {
  if (sample.gap) return sample.at > now ? { at: now, gap: sample.gap } : sample;
  if (!Number.isFinite(sample.at)) return { at: now, gap: gap('parse', 'the reading has no instant') };
  const present = refuseFuture(sample, now);
  if (present !== sample) return present;
  if (typeof sample.value === 'number' && Number.isNaN(sample.value))
    return { at: Math.min(sample.at, now), gap: gap('nan', 'the reading is not a number (NaN)') };
  if (metric.exact && typeof sample.value === 'number')
    return {
      at: Math.min(sample.at, now),
      gap: gap('parse', 'a measured number where an exact one is demanded'),
    };
  const problem = wrongType(metric, sample.value);
  if (problem) return { at: Math.min(sample.at, now), gap: problem };
  return sample.at > now ? { ...sample, at: now } : sample;
}

// One reading of one metric at one instant: a value, or a gap with the reason why there is none.

import type { Instant } from './clock.ts';
import type { Gap } from './gap.ts';
import type { Value } from './value.ts';

export interface ValueSample {
  /** The source's own time if it has one (the end of a CloudWatch period), else the instant the answer arrived. */
  readonly at: Instant;
  readonly value: Value;
  readonly gap?: undefined;
}

export interface GapSample {
  readonly at: Instant;
  readonly gap: Gap;
  readonly value?: undefined;
}

export type Sample = ValueSample | GapSample;

export function isValueSample(sample: Sample): sample is ValueSample {
  return sample.gap === undefined;
}

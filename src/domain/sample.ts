// One reading of one metric at one instant: a value, or a gap with the reason why there is none.

import type { Instant, Milliseconds } from './clock.ts';
import type { Gap } from './gap.ts';
import type { Numeric, Value } from './value.ts';

export interface ValueSample {
  /** The source's own time if it has one (the end of a CloudWatch period), else the instant the answer arrived. */
  readonly at: Instant;
  readonly value: Value;
  readonly gap?: undefined;
  /** Set where the value is that of a window of which a part was not seen. */
  readonly part?: Part;
  /** When the counter, or its process, began, where the source says so. */
  readonly begunAt?: Instant;
  /** Which run of its process the counter belongs to, where the source says so: the same text, the same run. */
  readonly run?: string;
}

export interface GapSample {
  readonly at: Instant;
  readonly gap: Gap;
  readonly value?: undefined;
}

export type Sample = ValueSample | GapSample;

/**
 * What the value of a window rests on that was not seen whole (docs/conditions.md §8.3). An infinite bound is none. Of what only grows
 * with what is seen the estimate is the bounds; of a rate, a share, a quantile it is the value of the part that was seen.
 */
export interface Part {
  readonly windowMs: Milliseconds;
  readonly seenMs: Milliseconds;
  /** Looks that it rests on. */
  readonly looks: number;
  /** What the value of the whole window lies between, whatever the unseen part held. */
  readonly atLeast: Numeric;
  readonly atMost: Numeric;
  /** What it is taken for once enough of the window has been seen. */
  readonly from: Numeric;
  readonly to: Numeric;
  /** Enough has been seen for that. */
  readonly told: boolean;
  /** Of what was seen, too, not all is known: what came between two looks may not lie in the window, or have been there before. */
  readonly born?: true;
  /** The newest look in the window before which such a thing came: as long as it lies in there, the bounds stay apart, however much was seen. */
  readonly bornAt?: Instant;
}

export function isValueSample(sample: Sample): sample is ValueSample {
  return sample.gap === undefined;
}

// Aligned periods: how a source with a rhythm of its own tells values, and what has been judged of each period.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Truth } from '../condition/compare.ts';

export interface Aligned {
  /** Periods begin at whole multiples of it since the epoch. */
  readonly period: Milliseconds;
  /** How long after the end of a period its point is known, or will not come. */
  readonly delay: Milliseconds;
}

export interface PeriodForm extends Aligned {
  readonly needed: number;
  readonly of: number;
  /** As CloudWatch does it: its premature alarm is an alarm, and nothing is too old. */
  readonly exact: boolean;
}

/** Plain data. `at` is the end of the period. */
export interface JudgedPeriod {
  readonly at: Instant;
  readonly truth: Truth;
  readonly raw: Truth;
  readonly matured: Truth;
}

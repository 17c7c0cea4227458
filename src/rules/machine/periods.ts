// M of N over aligned periods, as CloudWatch judges them (docs/rules-research.md §2.1, docs/conditions.md §8.5): one look at one evaluation range. Pure.

import type { Truth } from '../condition/compare.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';

/** What a period without a point counts as. */
export type MissingTreatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/**
 * `premature` is the alarm that CloudWatch raises on fewer than M breaching points, because the oldest of them is about
 * to leave the range; `keep` is "whatever it was".
 */
export type PeriodVerdict = 'alarm' | 'ok' | 'insufficient' | 'keep' | 'premature';

/** How many periods are looked at: more than N, so that a hole or two do not matter. CloudWatch tells only 5 for N = 3. */
export function evaluationRange(of: number): number {
  return of + Math.max(2, Math.floor(of / 3));
}

const nothingThere: Readonly<Record<MissingTreatment, PeriodVerdict>> = {
  missing: 'insufficient',
  ignore: 'keep',
  breaching: 'alarm',
  notBreaching: 'ok',
};

/**
 * @param points the whole evaluation range, oldest first: breaching, not breaching, or missing (null).
 * @param needed M: how many of the newest `of` (N) points must breach.
 */
export function judgePeriods(
  points: readonly Truth[],
  needed: number,
  of: number,
  treatment: MissingTreatment,
): PeriodVerdict {
  const real = points.filter((point) => point !== null);
  if (real.length === 0) return nothingThere[treatment];
  const enough = (breaching: number): PeriodVerdict => (breaching >= needed ? 'alarm' : 'ok');
  // Holes are passed over as long as there are N points; what they would count as does not matter then.
  if (real.length >= of) return enough(breaches(real.slice(-of)));
  if (treatment === 'breaching') return enough(breaches(real) + of - real.length);
  if (treatment === 'notBreaching') return enough(breaches(real));
  if (breaches(real) >= needed) return 'alarm';
  if (real.includes(false)) return 'ok';
  const age = points.length - points.indexOf(true);
  if (treatment === 'ignore') return 'keep';
  return age >= needed ? 'premature' : 'insufficient';
}

function breaches(points: readonly boolean[]): number {
  return points.filter(Boolean).length;
}

/** How a source with a rhythm of its own tells values. */
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

/** What has been judged of a period. Plain data. `at` is the end of the period. */
export interface JudgedPeriod {
  readonly at: Instant;
  readonly truth: Truth;
  readonly raw: Truth;
  readonly matured: Truth;
}

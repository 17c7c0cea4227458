// What comes from a source is held against the metric before it counts: NaN, the future, inexact money, words for numbers are gaps.

import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { fromFuture } from '../../domain/future.ts';
import type { Sample } from '../../domain/sample.ts';
import type { MetricPlan, Rule } from '../plan.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { leavesOf, type Right } from '../condition/ast.ts';

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

const shownMax = 40;

/** The rule that compares a metric's readings with a number; else the one that compares them with a truth. */
interface Comparing {
  readonly number: Rule | null;
  readonly truth: Rule | null;
}

/** By metric: a plan never changes, and it is asked with each reading. */
const comparing = new WeakMap<MetricPlan, Comparing>();

/** A word or a truth where the metric's target or alert wants a number, or a number where it wants a truth; null when the reading can be judged. */
export function wrongType(metric: MetricPlan, value: Value): Gap | null {
  let known = comparing.get(metric);
  if (!known) comparing.set(metric, (known = comparingOf(metric)));
  if (typeof value !== 'string' && typeof value !== 'boolean')
    return known.truth && gap('wrong_type', `a number is neither true nor false: ${known.truth.text}`);
  if (known.number === null) return null;
  const shown = typeof value === 'string' ? `"${plainText(value, shownMax)}"` : String(value);
  return gap('wrong_type', `${shown} is no number, and ${known.number.text} compares one`);
}

function comparingOf({ target, alert, use }: MetricPlan): Comparing {
  const find = (...types: readonly Right['type'][]): Rule | null =>
    // A function may read words and truths, and give a number.
    (use === null ? [target, alert] : []).find((rule) => rule !== null && compares(rule, types)) ?? null;
  const number = find('quantity', 'range');
  // Where one is wanted too, a number may be judged: `== false or < 5`.
  return { number, truth: number === null ? find('boolean') : null };
}

function compares({ condition }: Rule, types: readonly Right['type'][]): boolean {
  return leavesOf(condition).some(
    (leaf) =>
      leaf.type === 'comparison' &&
      leaf.left.implicit &&
      leaf.left.call === null &&
      types.includes(leaf.right.type),
  );
}

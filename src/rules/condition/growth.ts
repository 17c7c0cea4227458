// By what a counter has grown over a window, and what of that is known: from its values, and from what is known of it besides.

import { addAmounts, subtractAmounts, zero, type Amount } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Coverage } from '../../domain/coverage.ts';
import type { Series } from '../../domain/series.ts';
import { compareNumeric, isAmount, isNumeric, toAmount, type Numeric } from '../../domain/value.ts';

export interface Growth {
  /** What was seen of it. */
  readonly least: Amount;
  /** What it may have been more: where a counter came to be between two looks, or a long step reaches over the window's beginning. */
  readonly more: Amount;
  /** The newest look at which one came to be, or that ends such a step. */
  readonly bornAt: Instant | null;
  /** What it has grown by between looks that are known to belong together, and in how long a time. */
  readonly known: Amount;
  readonly knownMs: Milliseconds;
  readonly seenMs: Milliseconds;
  /** More is known of it than its values tell: they are not to be extrapolated. */
  readonly exact: boolean;
}

/** Null without a number in (at − length, at]. */
export function growthOf(
  series: Series,
  coverage: Coverage,
  at: Instant,
  length: Milliseconds,
): Growth | null {
  const after = at - length;
  const window = series.window(length, at);
  const { first, last, increase } = window;
  if (first === null || last === null || increase === null) return null;
  let [least, known, more]: [Amount, Amount, Amount] = [increase, increase, zero];
  let seenMs = coverage.seenOfCounter(after, at);
  let exact = false;
  let bornAt: Instant | null = null;
  /** From where on its growth is known. */
  let from = first.at;
  /** What the step to a look has been counted as, where that is not what its values say. */
  const counted = new Map<Instant, Amount>();
  for (const event of coverage.events(after, at)) {
    const value = numberAt(series, event.at);
    if (value === null || (event.kind === 'begun' && event.notBefore < after)) continue;
    const before = numberBefore(series, event.at, after);
    const growth = event.kind === 'begun' ? toAmount(value) : zero;
    const change = subtractAmounts(growth, stepOf(before, value));
    least = addAmounts(least, change);
    known = addAmounts(known, change);
    counted.set(event.at, growth);
    exact = true;
    if (event.kind === 'born') {
      more = addAmounts(more, toAmount(value));
      bornAt = Math.max(bornAt ?? event.at, event.at);
    } else if (event.first) seenMs += event.at - after;
    if (before === null && event.at === first.at) from = Math.max(after, event.since);
  }
  const long = stepOver(series, coverage, after, first.at);
  if (long !== null) {
    exact = true;
    if (long.growth === null) seenMs -= first.at - after;
    else {
      from = after;
      if (long.isInside) {
        least = addAmounts(least, long.growth);
        known = addAmounts(known, long.growth);
      } else if (long.growth.numerator !== 0n) {
        more = addAmounts(more, long.growth);
        bornAt = Math.max(bornAt ?? first.at, first.at);
      }
    }
  }
  for (const hole of coverage.counterHoles(after, at)) {
    const value = numberAt(series, hole.to);
    if (value === null) continue;
    const before = numberBefore(series, hole.to, after);
    if (before !== null) known = subtractAmounts(known, counted.get(hole.to) ?? stepOf(before, value));
  }
  const knownMs = coverage.seenOfCounter(first.at, last.at) + first.at - from;
  return { least, more, bornAt, known, knownMs, seenMs, exact };
}

/**
 * A long step that reaches over the window's beginning and ends with its first look: how much of its growth lies in the window is not
 * known, unless it begins there. Its growth is null where the value before it is not kept.
 */
function stepOver(
  series: Series,
  coverage: Coverage,
  after: Instant,
  first: Instant,
): { readonly growth: Amount | null; readonly isInside: boolean } | null {
  const step = coverage.longStepOver(after);
  if (step === null || step.to !== first) return null;
  const [before, value] = [series.newestValue(step.to - 1), numberAt(series, first)];
  // What came late lies in it, and it is no such step any more.
  if (before !== null && before.at > step.from) return null;
  const known = before !== null && before.at === step.from && isNumeric(before.value) ? before.value : null;
  const growth = known === null || value === null ? null : stepOf(known, value);
  return { growth, isInside: step.from === after };
}

/** By what a counter grows from one value to the next: one that is less has begun again at zero. */
function stepOf(before: Numeric | null, value: Numeric): Amount {
  if (before === null) return zero;
  return compareNumeric(value, before) < 0
    ? toAmount(value)
    : subtractAmounts(toAmount(value), toAmount(before));
}

function numberAt(series: Series, at: Instant): Numeric | null {
  const value = series.valueAt(at);
  return value !== null && isNumeric(value) && (isAmount(value) || Number.isFinite(value)) ? value : null;
}

function numberBefore(series: Series, at: Instant, after: Instant): Numeric | null {
  const before = series.newestValue(at - 1);
  return before !== null && before.at > after && isNumeric(before.value) ? before.value : null;
}

// What a function tells of a window that was seen in part (docs/conditions.md §8.3): bounds where it grows with what is seen, an
// estimate over the part that was seen where it estimates, and each of the others by its own rule.

import { addAmounts, amount, subtractAmounts, type Amount } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Coverage, PartsTold } from '../../domain/coverage.ts';
import type { Part } from '../../domain/sample.ts';
import type { Series } from '../../domain/series.ts';
import type { SlidingWindow } from '../../domain/sliding-window.ts';
import { scaleValue } from '../../domain/unit.ts';
import {
  compareNumeric,
  isAmount,
  isNumeric,
  toAmount,
  toNumber,
  type Numeric,
  type Value,
} from '../../domain/value.ts';
import type { Call, WindowFunctionName } from './ast.ts';
import { drop, windowValue } from './functions.ts';
import { growthOf } from './growth.ts';
import { isEnough, isTold, minSeenOf } from './seen.ts';

/** A window's value, and what it rests on; `part` is null where it was seen whole. */
export interface WindowReading {
  /** For people; null while there is none. */
  readonly value: Value | null;
  readonly part: Part | null;
}

/** A plain value rests on nothing but itself. */
export function asReading(read: Value | WindowReading | null): WindowReading {
  return read !== null && typeof read === 'object' && 'part' in read ? read : { value: read, part: null };
}

const unbounded = { atLeast: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY } as const;
const infinite = Number.POSITIVE_INFINITY;

/**
 * The function's value over (at − length, at], seen whole or in part.
 * @param minSeen what is written for it; null: the default.
 * @returns null when nothing can be told of it.
 */
export function windowReading(
  name: WindowFunctionName,
  series: Series,
  at: Instant,
  length: Milliseconds,
  minSeen: Milliseconds | null = null,
): WindowReading | null {
  const { coverage } = series;
  if (coverage === null) return whole(windowValue(name, series, at, length));
  const partsTold = coverage.partsTold(at - length, at);
  const asked: Asked = { series, coverage, at, length, name, minSeen };
  if (partsTold !== null) return overParts(asked, partsTold);
  switch (name) {
    case 'rate':
    case 'increase':
      return growth(name, asked);
    case 'count':
      return countOf(asked);
    case 'delta':
      return whole(deltaOf(asked));
    case 'drop':
      return dropOf(asked);
    case 'max':
    case 'min':
    case 'sum':
    case 'resets':
    case 'changes':
      return growing(name, asked);
    default:
      return estimate(name, asked);
  }
}

interface Asked {
  readonly series: Series;
  readonly coverage: Coverage;
  readonly at: Instant;
  readonly length: Milliseconds;
  readonly minSeen: Milliseconds | null;
  readonly name: WindowFunctionName;
}

function whole(value: Value | null): WindowReading | null {
  return value === null ? null : { value, part: null };
}

/** Of values that rest on windows of their own which were seen in part, it is an estimate at best. */
function overParts(asked: Asked, told: PartsTold): WindowReading | null {
  const { name, series, coverage, at, length } = asked;
  const value = windowValue(name, series, at, length);
  if (value === null || !isNumeric(value)) return null;
  const seenMs = Math.min(length - 1, coverage.seen(at - length, at));
  // What only has bounds makes no estimate.
  if (told === 'open') return { value, part: partOf(asked, seenMs, openBounds(name, series, at, length)) };
  const part = partOf(asked, seenMs, unbounded, { from: value, to: value });
  return { value, part: { ...part, told: part.told && told === 'told' } };
}

/** The most of values that are at least something is at least the most of those; the least of such as are at most something is at most that. */
function openBounds(name: WindowFunctionName, series: Series, at: Instant, length: Milliseconds): Bounded {
  if (name !== 'max' && name !== 'min') return unbounded;
  const isMax = name === 'max';
  const ends = series.valuesBetween(at - length, at).flatMap(({ value, part }) => {
    const end = part ? (isMax ? part.atLeast : part.atMost) : value;
    return isNumeric(end) ? [end] : [];
  });
  const [first, ...others] = ends;
  if (first === undefined) return unbounded;
  const end = others.reduce<Numeric>(
    (most, one) => (compareNumeric(one, most) > 0 === isMax ? one : most),
    first,
  );
  return isMax ? { ...unbounded, atLeast: end } : { ...unbounded, atMost: end };
}

/** What only grows, or only falls, with what is seen. */
function growing(name: 'max' | 'min' | 'sum' | 'resets' | 'changes', asked: Asked): WindowReading | null {
  const { series, coverage, at, length } = asked;
  const value = windowValue(name, series, at, length);
  if (value === null || !isNumeric(value)) return null;
  const seenMs = coverage.seen(at - length, at);
  if (seenMs >= length) return { value, part: null };
  if (name === 'sum' && !coverage.pace.neverNegative)
    return { value, part: partOf(asked, seenMs, unbounded) };
  const [atLeast, atMost] = name === 'min' ? [-infinite, value] : [value, infinite];
  return { value, part: partOf(asked, seenMs, { atLeast, atMost }) };
}

function estimate(name: WindowFunctionName, asked: Asked): WindowReading | null {
  const { series, coverage, at, length } = asked;
  const value = windowValue(name, series, at, length);
  if (value === null || !isNumeric(value)) return null;
  const seenMs = coverage.seen(at - length, at);
  if (seenMs >= length) return { value, part: null };
  const window = series.window(length, at);
  const unseen = Math.ceil((length - seenMs) / coverage.pace.interval);
  const bounds =
    name === 'success'
      ? shareBounds(window, unseen)
      : name === 'avg' && coverage.pace.neverNegative
        ? { atLeast: scaled(value, window.count, window.count + unseen), atMost: infinite }
        : unbounded;
  return { value, part: partOf(asked, seenMs, bounds, { from: value, to: value }) };
}

/** If all the looks that were not made had been good, and if none of them had. */
function shareBounds({ counts, count }: SlidingWindow, unseen: number): Bounded {
  return {
    atLeast: amount(counts.good * 100, count + unseen),
    atMost: amount((counts.good + unseen) * 100, count + unseen),
  };
}

function scaled(value: Numeric, numerator: number, denominator: number): Numeric {
  if (!isAmount(value)) return (value * numerator) / denominator;
  return amount(value.numerator * BigInt(numerator), value.denominator * BigInt(denominator));
}

/** An outage is a time without readings, and counts as seen: only what we did not look at is not known. */
function countOf(asked: Asked): WindowReading {
  const { series, coverage, at, length } = asked;
  const { count } = series.window(length, at);
  const polledMs = coverage.polled(at - length, at);
  const value = amount(count);
  if (polledMs >= length) return { value, part: null };
  const atMost = amount(count + Math.ceil((length - polledMs) / coverage.pace.interval));
  return { value, part: partOf(asked, polledMs, { atLeast: value, atMost }) };
}

/** It needs its two edges, not what lies between them: the value of the window's beginning, and a fresh one. */
function deltaOf({ series, coverage, at, length }: Asked): Value | null {
  const after = at - length;
  const near = coverage.pace.staleAfter;
  const window = series.window(length, at);
  const before = series.newestValue(after);
  const isReached = before !== null && after - before.at <= near;
  const { first, last } = window;
  if (first === null || last === null) return null;
  if (first.at - after <= near && (window.count > 1 || !isReached))
    return windowValue('delta', series, at, length);
  if (!isReached || !isNumeric(before.value) || !isNumeric(last.value)) return null;
  if (isAmount(before.value) && isAmount(last.value)) return subtractAmounts(last.value, before.value);
  const difference = toNumber(last.value) - toNumber(before.value);
  return Number.isNaN(difference) ? null : difference;
}

interface Bounded {
  readonly atLeast: Numeric;
  readonly atMost: Numeric;
}

/** @param taken what the window is taken for once it is told; its bounds where that is left out. */
function partOf(
  asked: Asked,
  seenMs: Milliseconds,
  { atLeast, atMost }: Bounded,
  taken: { readonly from: Numeric; readonly to: Numeric } = { from: atLeast, to: atMost },
): Part {
  const { series, length, at } = asked;
  const looks = series.window(length, at).count + asked.coverage.nothings(at - length, at);
  return { windowMs: length, seenMs, looks, atLeast, atMost, ...taken, told: isWindowTold(asked, at) };
}

function looksBetween({ series, coverage, length }: Asked, until: Instant): number {
  return series.countBetween(until - length, until) + coverage.nothings(until - length, until);
}

/** Enough of the window that ends at `until` has been seen. */
function isWindowTold(asked: Asked, until: Instant): boolean {
  const { series, coverage, length, minSeen, name } = asked;
  const isCounter = name === 'rate' || name === 'increase';
  const seen = (to: Instant): Milliseconds =>
    isCounter ? coverage.seenOfCounter(to - length, to) : coverage.seen(to - length, to);
  const looks = (to: Instant): number => looksBetween(asked, to);
  const min = minSeenOf(length, coverage.pace.interval, minSeen);
  const looksAfter = (after: Instant, to: Instant, count: number): readonly Instant[] =>
    series.instantsAt(after, to, count);
  return isTold({ coverage, min, looks, seen, looksAfter }, until);
}

/**
 * The window, and each of the earlier ones that it is compared with, must have been seen enough. Where it can be told from
 * windows that were seen whole, it is told from these alone.
 */
function dropOf(asked: Asked): WindowReading | null {
  const { series, coverage, at, length, minSeen } = asked;
  const seen = (until: Instant): Milliseconds => coverage.seen(until - length, until);
  const isWhole = (until: Instant): boolean => seen(until) >= length;
  const exact = isWhole(at) ? drop(series, at, length, isWhole) : null;
  if (exact !== null) return whole(exact);
  const min = minSeenOf(length, coverage.pace.interval, minSeen);
  const isUsable = (until: Instant): boolean =>
    isWhole(until) || isEnough(seen(until), looksBetween(asked, until), min);
  const value = isUsable(at) ? drop(series, at, length, isUsable) : null;
  if (value === null) return null;
  const seenMs = Math.min(length - 1, seen(at));
  const part = partOf(asked, seenMs, unbounded, { from: value, to: value });
  return { value, part: { ...part, told: true } };
}

/** By what a counter has grown, a second or at all. */
function growth(name: 'rate' | 'increase', asked: Asked): WindowReading | null {
  const { series, at, length, coverage } = asked;
  const grown = growthOf(series, coverage, at, length);
  if (grown === null) return null;
  const { least, more, bornAt, known, knownMs, seenMs, exact } = grown;
  const isWhole = seenMs >= length;
  if (isWhole && !exact) {
    const value = windowValue(name, series, at, length);
    return value === null ? null : { value, part: null };
  }
  const perSecond = (value: Numeric, ms: Milliseconds): number => (toNumber(value) / ms) * 1_000;
  if (isWhole && more.numerator === 0n) return whole(name === 'increase' ? least : perSecond(least, length));
  const extrapolated = windowValue('increase', series, at, length);
  const shown = isMore(extrapolated, least) ? extrapolated : least;
  const most = isWhole ? addAmounts(toAmount(shown), more) : infinite;
  const births = more.numerator === 0n || bornAt === null ? {} : { bornAt };
  if (name === 'increase') {
    const part = partOf(asked, seenMs, { atLeast: least, atMost: most });
    return { value: shown, part: { ...withBirths(part, more), ...births } };
  }
  if (knownMs <= 0) return null;
  const from = perSecond(known, knownMs);
  const bounds = { atLeast: perSecond(least, length), atMost: isWhole ? perSecond(most, length) : infinite };
  const to = perSecond(addAmounts(known, more), knownMs);
  return { value: from, part: { ...partOf(asked, seenMs, bounds, { from, to }), ...births } };
}

function withBirths(part: Part, more: Amount): Part {
  return more.numerator === 0n ? part : { ...part, born: true };
}

function isMore(value: Value | null, than: Numeric): value is Numeric {
  return value !== null && isNumeric(value) && compareNumeric(value, than) > 0;
}

/** In another unit. */
export function scaledPart(part: Part, factor: Amount | null): Part {
  if (factor === null) return part;
  const scaled = (value: Numeric): Numeric => {
    const result = scaleValue(value, factor);
    return isNumeric(result) ? result : value;
  };
  const { atLeast, atMost, from, to } = part;
  return { ...part, atLeast: scaled(atLeast), atMost: scaled(atMost), from: scaled(from), to: scaled(to) };
}

const signed: readonly WindowFunctionName[] = ['delta', 'drop'];
const asItsReadings: readonly WindowFunctionName[] = ['avg', 'min', 'max', 'sum', 'p50', 'p90', 'p95', 'p99'];

/** Whether the function's values are never below zero. @param ofPositive whether its readings are not. */
export function staysPositive({ name }: Call, { ofPositive }: { readonly ofPositive: boolean }): boolean {
  const isWindow = (one: WindowFunctionName): boolean => one === name;
  return asItsReadings.some(isWindow) ? ofPositive : !signed.some(isWindow);
}

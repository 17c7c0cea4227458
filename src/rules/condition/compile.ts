// Turns a condition into something that can be tested at an instant: thresholds are converted to the operand's unit once.

import { amount, multiplyAmounts, type Amount } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { quantityIn, type Quantity } from '../../domain/quantity.ts';
import { Bounds } from '../../domain/bounds.ts';
import type { Series } from '../../domain/series.ts';
import type { Status } from '../../domain/status.ts';
import { conversionFactor, scaleValue, type Unit } from '../../domain/unit.ts';
import { hiddenMark } from '../../domain/redact.ts';
import { isNumeric, type Value } from '../../domain/value.ts';
import type { AbsentTest, ComparisonOperator, Condition, Leaf, Operand, Right } from './ast.ts';
import { leavesOf, operandsOf } from './ast.ts';
import { badTruths } from './bad-truths.ts';
import { both, compareValues, type Told, type Truth } from './compare.ts';
import { forecast } from './forecast.ts';
import { operandUnit, type ConditionLookup } from './operand-type.ts';
import { onTheWall, taken, writtenFor, type Asker } from './asker.ts';
import { windowReading, type WindowReading } from './windows.ts';

/** What a condition may look at. */
export interface Facts {
  /** The judged values of a metric. */
  series(metric: string): Series | undefined;
  /** For how long a value of this metric is fresh. */
  staleAfter(metric: string): Milliseconds;
  /** Whether a derived metric has no value now, although it had one: an input is missing, or a division by zero. */
  untold(metric: string): boolean;
  status(metric: string): Status | null;
  /** Since when this metric is watched. */
  watchedSince(metric: string): Instant;
  /** The first look at it in this watch that gave no value; null where all did. */
  missedAt(metric: string): Instant | null;
  /** When the newest look at this metric said that there is nothing; null when it said anything else. */
  emptyAt(metric: string): Instant | null;
  /** When the newest look at this metric said that the thing is not there; null when it said anything else. */
  goneAt(metric: string): Instant | null;
}

export interface CompiledLeaf {
  readonly leaf: Leaf;
  readonly metrics: readonly string[];
  /** Its truth changes with the time itself, without a new sample: `age`, `absent`, `is`. */
  readonly timed: boolean;
  /** Silence says nothing to it: that something is absent would speak for the launch. */
  readonly needsWord: boolean;
  test(facts: Facts, at: Instant): Truth;
  /** Whether the way out (`until`) holds; null where the leaf has none. */
  readonly exit: ((facts: Facts, at: Instant) => Truth) | null;
}

export interface CompiledCondition {
  readonly leaves: readonly CompiledLeaf[];
  readonly metrics: readonly string[];
  readonly timed: boolean;
  /** Kleene's three-valued logic over the leaves' truths, given by their index. */
  combine(truth: (leaf: number) => Truth): Truth;
}

/** @param asker how windows that were seen in part are taken: on the wall, unless something else is said. */
export function compileCondition(
  condition: Condition,
  lookup: ConditionLookup,
  asker: Asker = onTheWall,
): CompiledCondition {
  const isLine = asker.by === 'line' || asker.by === 'target';
  const bad = badTruths(condition, isLine ? 'pass' : 'breach');
  const leaves = leavesOf(condition).map((leaf, index) =>
    leaf.type === 'absent'
      ? absentLeaf(leaf, isLine || bad[index] === false)
      : compileLeaf(leaf, lookup, asker),
  );
  return {
    leaves,
    metrics: [...new Set(leaves.flatMap((leaf) => leaf.metrics))],
    timed: leaves.some((leaf) => leaf.timed),
    combine: combiner(condition, { next: 0 }),
  };
}

function combiner(
  condition: Condition,
  counter: { next: number },
): (truth: (leaf: number) => Truth) => Truth {
  switch (condition.type) {
    case 'and': {
      const parts = condition.parts.map((part) => combiner(part, counter));
      return (truth) => kleene(parts, truth, false);
    }
    case 'or': {
      const parts = condition.parts.map((part) => combiner(part, counter));
      return (truth) => kleene(parts, truth, true);
    }
    case 'not': {
      const part = combiner(condition.part, counter);
      return (truth) => {
        const inner = part(truth);
        return inner === null ? null : !inner;
      };
    }
    default: {
      const index = counter.next++;
      return (truth) => truth(index);
    }
  }
}

/** `and` is decided by one false, `or` by one true; else one unknown makes it unknown. */
function kleene(
  parts: readonly ((truth: (leaf: number) => Truth) => Truth)[],
  truth: (leaf: number) => Truth,
  decisive: boolean,
): Truth {
  let result: Truth = !decisive;
  for (const part of parts) {
    const value = part(truth);
    if (value === decisive) return decisive;
    if (value === null) result = null;
  }
  return result;
}

/** @param needsWord only a look that says so can let it pass; silence is told as nothing. */
function absentLeaf(leaf: AbsentTest, needsWord: boolean): CompiledLeaf {
  const { metric } = leaf.left;
  const test = needsWord ? isSaidAbsent : isAbsent;
  return {
    leaf,
    metrics: [metric],
    exit: null,
    timed: true,
    needsWord,
    test: (facts, at) => test(facts, metric, at),
  };
}

function compileLeaf(leaf: Exclude<Leaf, AbsentTest>, lookup: ConditionLookup, asker: Asker): CompiledLeaf {
  const metrics = [...new Set(operandsOf(leaf).map((operand) => operand.metric))];
  const base = { leaf, metrics, exit: null, needsWord: false };
  const { left } = leaf;
  if (leaf.type === 'status')
    return { ...base, timed: true, test: (facts) => statusTruth(facts.status(left.metric), leaf.status) };
  const unit = operandUnit(left, lookup);
  if (!unit) throw new LaunchwallError('internal', `a condition over an unchecked metric: ${left.metric}`);
  const bound = operandBound(left, lookup);
  const read = (facts: Facts, at: Instant): Told => operandTold(left, bound, facts, at, asker);
  const right = compileRight(leaf.right, leaf.operator, unit, lookup, asker);
  const { until } = leaf;
  const exitRight = until && compileRight(until.right, until.operator, unit, lookup, asker);
  return {
    ...base,
    timed: operandsOf(leaf).some((operand) => operand.call?.name === 'age'),
    test: (facts, at) => right(read(facts, at), facts, at),
    exit: exitRight && ((facts, at) => exitRight(read(facts, at), facts, at)),
  };
}

/** A status that is not known is not green, and not "not red" either: only `is unknown` can be told of it. */
function statusTruth(status: Status | null, wanted: Status): Truth {
  if (status === wanted) return true;
  if (status === null || (status === 'unknown' && wanted !== 'unknown')) return null;
  return false;
}

/** Before there was a value in this watch, a look that gave none, or time for one, nobody can tell that there is none. */
function isAbsent(facts: Facts, metric: string, at: Instant): Truth {
  if (isFresh(facts, metric, at)) return false;
  const since = facts.watchedSince(metric);
  const wasThere = (facts.series(metric)?.newestValue(at)?.at ?? Number.NEGATIVE_INFINITY) >= since;
  const missedAt = facts.missedAt(metric);
  const isTold = wasThere || (missedAt !== null && missedAt <= at);
  return isTold || at - since >= facts.staleAfter(metric) ? true : null;
}

/** A look that was read well says that the thing is not there; any other silence may hide that it is. */
function isSaidAbsent(facts: Facts, metric: string, at: Instant): Truth {
  if (isFresh(facts, metric, at)) return false;
  const goneAt = facts.goneAt(metric);
  return goneAt !== null && goneAt <= at && at - goneAt < facts.staleAfter(metric) ? true : null;
}

type Test = (left: Told, facts: Facts, at: Instant) => Truth;

function compileRight(
  right: Right,
  operator: ComparisonOperator,
  unit: Unit,
  lookup: ConditionLookup,
  asker: Asker,
): Test {
  switch (right.type) {
    case 'quantity': {
      const threshold = resolved(right.quantity, unit, lookup);
      return (left) => compareValues(left, operator, threshold);
    }
    case 'text':
      return (left) =>
        // A reading that held a secret has lost it before it came here: whether it was this one nobody can tell.
        right.shown !== undefined && typeof left === 'string' && left.includes(hiddenMark)
          ? null
          : compareValues(left, operator, right.text);
    case 'boolean':
      return (left) => compareValues(left, operator, right.value);
    case 'range': {
      const low = resolved(right.low, unit, lookup);
      const high = resolved(right.high, unit, lookup);
      return (left) => both(compareValues(left, '>=', low), compareValues(left, '<=', high));
    }
    case 'operand':
    case 'share': {
      const operand = right.type === 'share' ? right.of : right;
      const other = operandUnit(operand, lookup);
      const factor = other && conversionFactor(other, unit);
      if (!factor) throw new LaunchwallError('internal', `an unchecked comparison with ${operand.metric}`);
      const share =
        right.type === 'share' ? multiplyAmounts(right.percent.amount, amount(1, 100)) : amount(1);
      const bound = operandBound(operand, lookup);
      const scale = multiplyAmounts(factor, share);
      return (left, facts, at) => {
        const value = operandTold(operand, bound, facts, at, asker);
        return value === null ? null : compareValues(left, operator, scaledTold(value, scale));
      };
    }
  }
}

function resolved(quantity: Quantity, unit: Unit, lookup: ConditionLookup): Amount {
  const value = quantityIn(quantity, unit, lookup.units);
  if (!value) throw new LaunchwallError('internal', `an unchecked unit: ${quantity.unit}`);
  return value;
}

/** The bound of `until(m, bound)` in the metric's own unit. */
export function operandBound(operand: Operand, lookup: ConditionLookup): Amount | null {
  const literal = operand.call?.bound;
  if (!literal || literal.type !== 'quantity') return null;
  const unit = operandUnit({ ...operand, call: null }, lookup);
  return unit && resolved(literal.quantity, unit, lookup);
}

/** Fresh: there is a value, it is younger than the metric's `staleAfter` (strictly), and no look has said since that there is none. */
export function isFresh(facts: Facts, metric: string, at: Instant): boolean {
  const series = facts.series(metric);
  const newest = series?.newestValue(at);
  if (!series || !newest || facts.untold(metric) || series.overAt(at) !== null) return false;
  return at - newest.at < facts.staleAfter(metric);
}

/** What the operand is taken for at this instant by what asks for it. */
export function operandTold(
  operand: Operand,
  bound: Amount | null,
  facts: Facts,
  at: Instant,
  asker: Asker,
): Told {
  const written = writtenFor(asker, operand, facts.series(operand.metric)?.coverage?.pace ?? null);
  const read = operandReading(operand, bound, facts, at, written);
  if (read === null || typeof read !== 'object' || !('part' in read)) return read;
  const { value, part } = read;
  return part === null ? value : taken({ value, part, isOwn: operand.call !== null }, asker, written);
}

/** A value as it is, or a window's that was seen in part with what it rests on. */
export function operandReading(
  operand: Operand,
  bound: Amount | null,
  facts: Facts,
  at: Instant,
  minSeen: Milliseconds | null,
): Value | WindowReading | null {
  const series = facts.series(operand.metric);
  const newest = series?.newestValue(at);
  if (!series || !newest) return null;
  if (operand.call?.name === 'age') return amount(Math.max(0, at - newest.at));
  if (!isFresh(facts, operand.metric, at)) return null;
  if (operand.call === null) return newest.part ? { value: newest.value, part: newest.part } : newest.value;
  if (operand.call.name === 'until') {
    const likely = bound && forecast(series, at, bound)?.likely;
    return likely === null || likely === undefined ? null : finiteOr(likely);
  }
  const read = windowReading(operand.call.name, series, at, operand.call.window, minSeen);
  return read?.part ? read : (read?.value ?? null);
}

function finiteOr(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : value;
}

function scaledTold(value: Value | Bounds, scale: Amount): Value | Bounds {
  if (!(value instanceof Bounds)) return scaleValue(value, scale);
  const [low, high] = [scaleValue(value.low, scale), scaleValue(value.high, scale)];
  return isNumeric(low) && isNumeric(high) ? new Bounds(low, high) : value;
}

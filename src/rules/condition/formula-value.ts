// The value of a formula at an instant: exact where its inputs are, and none where one of them is not freshly known.

import {
  addAmounts,
  amount,
  amountToNumber,
  divideAmounts,
  multiplyAmounts,
  subtractAmounts,
  type Amount,
} from '../../domain/amount.ts';
import { between, calculate, highOf, lowOf, type Bounds } from '../../domain/bounds.ts';
import type { Instant } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Part, Sample } from '../../domain/sample.ts';
import { findUnit } from '../../domain/unit.ts';
import { isNumeric, toAmount, toNumber, type Numeric, type Value } from '../../domain/value.ts';
import type { Operand } from './ast.ts';
import { isFresh, operandBound, operandReading, type Facts } from './compile.ts';
import { formulaMetrics, formulaOperands, type ArithmeticOperator, type Formula } from './formula.ts';
import { formulaType, fromBase, toBase } from './formula-type.ts';
import { operandUnit, type ConditionLookup } from './operand-type.ts';
import { printOperand } from './print.ts';
import { asReading, type WindowReading } from './windows.ts';

/** Calculates with numbers: exactly, with doubles where one of them is infinite, or with what they lie between. */
interface Arithmetics<T> {
  number(value: Amount): T;
  apply(operator: ArithmeticOperator, left: T, right: T): T | null;
}

type Evaluate = <T>(read: (operand: Operand) => T, by: Arithmetics<T>) => T | null;

/** One metric's formula, ready to be calculated. */
export interface CompiledFormula {
  readonly metrics: readonly string[];
  /** The gap for the first input without a fresh value; null when all have one. */
  missing(facts: Facts, at: Instant): Gap | null;
  /** A sample of the instant of its oldest input, or the gap that stands for it, seen at `at`. */
  sample(facts: Facts, at: Instant): Sample;
}

/**
 * @param unit in which the value is given; null for a plain count.
 * @param isRatio both sides of its division grow, over one window of one source: what they were in the part that was seen is an
 *   estimate of the whole.
 */
export function compileFormula(
  formula: Formula,
  unit: string | null,
  lookup: ConditionLookup,
  { isRatio = false }: { readonly isRatio?: boolean } = {},
): CompiledFormula {
  const type = formulaType(formula, lookup, []);
  const target = findUnit(unit ?? '', lookup.units);
  const scale = type && target && fromBase(type, target);
  if (!scale) throw new LaunchwallError('internal', 'a formula that was not checked');
  const metrics = formulaMetrics(formula);
  const evaluate = evaluator(formula, lookup);
  const missing = (facts: Facts, at: Instant): Gap | null => {
    const stale = metrics.find((metric) => !isFresh(facts, metric, at));
    return stale === undefined ? null : gap('needs', `needs ${stale}, which has no fresh value`);
  };
  return {
    metrics,
    missing,
    sample: (facts, at) => {
      const without = missing(facts, at);
      if (without) return { at, gap: without };
      const result = calculated(formula, evaluate, scale, facts, at, lookup, isRatio);
      const oldest = Math.min(
        ...metrics.map((metric) => facts.series(metric)?.newestValue(at)?.at ?? Number.POSITIVE_INFINITY),
      );
      const from = Number.isFinite(oldest) ? oldest : at;
      return 'gap' in result ? { at: from, gap: result.gap } : { at: from, ...result };
    },
  };
}

/** What an operand of the formula is, and what it rests on where that was not seen whole. */
interface Input {
  readonly value: Numeric;
  readonly part: Part | null;
}

function calculated(
  formula: Formula,
  evaluate: Evaluate,
  scale: Amount,
  facts: Facts,
  at: Instant,
  lookup: ConditionLookup,
  isRatio: boolean,
): { readonly value: Value; readonly part?: Part } | { readonly gap: Gap } {
  const inputs = new Map<Operand, Input>();
  for (const operand of formulaOperands(formula)) {
    const input = inputOf(operandReading(operand, operandBound(operand, lookup), facts, at, null));
    if ('why' in input) return { gap: gap('unsettled', `${printOperand(operand)} ${input.why}`) };
    inputs.set(operand, input);
  }
  const all = [...inputs.values()];
  const isFinite = all.every(({ value }) => typeof value === 'object' || Number.isFinite(value));
  const by = isFinite ? exactly : inDoubles;
  const base = evaluate((operand) => inputs.get(operand)?.value ?? 0, by);
  const result = base === null ? null : by.apply('*', base, by.number(scale));
  const untold = [...inputs].find(([, { part }]) => part?.told === false);
  if (untold && (result === null || Number.isNaN(result)))
    return { gap: gap('unsettled', `${printOperand(untold[0])} cannot be told yet`) };
  if (result === null || Number.isNaN(result))
    return { gap: gap('nan', 'the formula divides by zero, or has no value for these inputs') };
  const isMeasured = all.some(({ value }) => typeof value === 'number');
  const value = isMeasured ? toNumber(result) : result;
  const parts = all.flatMap(({ part }) => part ?? []);
  if (parts.length === 0) return { value };
  return { value, part: partOf(inputs, parts, evaluate, scale, isRatio) };
}

function inputOf(read: Value | WindowReading | null): Input | { readonly why: string } {
  const reading = asReading(read);
  if (reading.value === null) return { why: 'cannot be told yet' };
  return isNumeric(reading.value) ? { value: reading.value, part: reading.part } : { why: 'is no number' };
}

/** A calculated value rests on the least seen of what it is calculated from. */
function partOf(
  inputs: ReadonlyMap<Operand, Input>,
  parts: readonly Part[],
  evaluate: Evaluate,
  scale: Amount,
  isRatio: boolean,
): Part {
  const within = (
    ends: (part: Part, value: Numeric) => readonly [Numeric, Numeric],
  ): readonly [Numeric, Numeric] => {
    const base = evaluate<Numeric | Bounds>((operand) => {
      const input = inputs.get(operand);
      if (!input) return 0;
      return input.part === null ? input.value : between(...ends(input.part, input.value));
    }, inBounds);
    const result = base === null ? null : calculate('*', base, scale);
    return result === null ? everything : [lowOf(result), highOf(result)];
  };
  const [atLeast, atMost] = within((part) => [part.atLeast, part.atMost]);
  const told = parts.every((part) => part.told);
  const isBorn = parts.some(({ born }) => born === true);
  // What came between two looks is in one of the two growths alone: then they are no estimate of their ratio.
  const isEstimate = isRatio && !isBorn;
  const [from, to] = within((part, value) => (isEstimate ? [value, value] : [part.from, part.to]));
  const least = parts.reduce((one, other) =>
    one.seenMs / one.windowMs <= other.seenMs / other.windowMs ? one : other,
  );
  const { windowMs, seenMs } = least;
  const looks = Math.min(...parts.map((part) => part.looks));
  const births = parts.flatMap(({ bornAt }) => bornAt ?? []);
  return {
    windowMs,
    seenMs,
    looks,
    atLeast,
    atMost,
    from,
    to,
    told,
    ...(isBorn && { born: true }),
    ...(births.length > 0 && { bornAt: Math.max(...births) }),
  };
}

const everything: readonly [Numeric, Numeric] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** In base units, so that milliseconds and seconds may stand beside each other. */
function evaluator(formula: Formula, lookup: ConditionLookup): Evaluate {
  switch (formula.type) {
    case 'operand': {
      const unit = operandUnit(formula, lookup);
      const factor = unit ? toBase(unit) : amount(1);
      return (read, by) => by.apply('*', read(formula), by.number(factor));
    }
    case 'number': {
      const unit = findUnit(formula.quantity.unit, lookup.units);
      const value = multiplyAmounts(formula.quantity.amount, unit ? toBase(unit) : amount(1));
      return (_, by) => by.number(value);
    }
    case 'negative': {
      const of = evaluator(formula.of, lookup);
      return (read, by) => {
        const value = of(read, by);
        return value === null ? null : by.apply('*', value, by.number(amount(-1)));
      };
    }
    case 'arithmetic': {
      const left = evaluator(formula.left, lookup);
      const right = evaluator(formula.right, lookup);
      return (read, by) => {
        const [from, to] = [left(read, by), right(read, by)];
        return from === null || to === null ? null : by.apply(formula.operator, from, to);
      };
    }
  }
}

const exactly: Arithmetics<Numeric> = {
  number: (value) => value,
  apply: (operator, left, right) => {
    const [from, to] = [toAmount(left), toAmount(right)];
    switch (operator) {
      case '+':
        return addAmounts(from, to);
      case '-':
        return subtractAmounts(from, to);
      case '*':
        return multiplyAmounts(from, to);
      case '/':
        return divideAmounts(from, to);
    }
  },
};

const inDoubles: Arithmetics<Numeric> = {
  number: amountToNumber,
  apply: (operator, left, right) => {
    const [from, to] = [toNumber(left), toNumber(right)];
    switch (operator) {
      case '+':
        return from + to;
      case '-':
        return from - to;
      case '*':
        return from * to;
      case '/':
        return to === 0 ? null : from / to;
    }
  },
};

const inBounds: Arithmetics<Numeric | Bounds> = { number: (value) => value, apply: calculate };

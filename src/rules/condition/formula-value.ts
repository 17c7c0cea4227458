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
import type { Instant } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { findUnit } from '../../domain/unit.ts';
import { isNumeric, toAmount, toNumber, type Numeric, type Value } from '../../domain/value.ts';
import type { Operand } from './ast.ts';
import { isFresh, operandBound, operandValue, type Facts } from './compile.ts';
import { formulaMetrics, formulaOperands, type ArithmeticOperator, type Formula } from './formula.ts';
import { formulaType, fromBase, toBase } from './formula-type.ts';
import { operandUnit, type ConditionLookup } from './operand-type.ts';
import { printOperand } from './print.ts';

/** Calculates with numbers, exactly, or with doubles where one of them is infinite. */
interface Arithmetics {
  number(value: Amount): Numeric;
  apply(operator: ArithmeticOperator, left: Numeric, right: Numeric): Numeric | null;
}

type Evaluate = (read: (operand: Operand) => Numeric, by: Arithmetics) => Numeric | null;

/** One metric's formula, ready to be calculated. */
export interface CompiledFormula {
  readonly metrics: readonly string[];
  /** The gap for the first input without a fresh value; null when all have one. */
  missing(facts: Facts, at: Instant): Gap | null;
  /** A sample of the instant of its oldest input, or the gap that stands for it, seen at `at`. */
  sample(facts: Facts, at: Instant): Sample;
}

/** @param unit in which the value is given; null for a plain count. */
export function compileFormula(
  formula: Formula,
  unit: string | null,
  lookup: ConditionLookup,
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
      const result = calculated(formula, evaluate, scale, facts, at, lookup);
      const oldest = Math.min(
        ...metrics.map((metric) => facts.series(metric)?.newestValue(at)?.at ?? Number.POSITIVE_INFINITY),
      );
      const from = Number.isFinite(oldest) ? oldest : at;
      return 'gap' in result ? { at: from, gap: result.gap } : { at: from, value: result.value };
    },
  };
}

function calculated(
  formula: Formula,
  evaluate: Evaluate,
  scale: Amount,
  facts: Facts,
  at: Instant,
  lookup: ConditionLookup,
): { readonly value: Value } | { readonly gap: Gap } {
  const values = new Map<Operand, Numeric>();
  for (const operand of formulaOperands(formula)) {
    const value = operandValue(operand, operandBound(operand, lookup), facts, at);
    if (value === null || !isNumeric(value)) {
      const why = value === null ? 'cannot be told yet' : 'is no number';
      return { gap: gap('unsettled', `${printOperand(operand)} ${why}`) };
    }
    values.set(operand, value);
  }
  const inputs = [...values.values()];
  const isFinite = inputs.every((value) => typeof value === 'object' || Number.isFinite(value));
  const by = isFinite ? exactly : inDoubles;
  const base = evaluate((operand) => values.get(operand) ?? 0, by);
  const result = base === null ? null : by.apply('*', base, by.number(scale));
  if (result === null || Number.isNaN(result))
    return { gap: gap('nan', 'the formula divides by zero, or has no value for these inputs') };
  const isMeasured = inputs.some((value) => typeof value === 'number');
  return { value: isMeasured ? toNumber(result) : result };
}

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

const exactly: Arithmetics = {
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

const inDoubles: Arithmetics = {
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

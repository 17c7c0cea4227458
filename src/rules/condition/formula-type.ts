// What a formula measures: its dimensions follow from those of its parts, and what does not fit is a finding.

import { amount, compareAmounts, divideAmounts, multiplyAmounts, type Amount } from '../../domain/amount.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { findUnit, unitSymbols, type Unit } from '../../domain/unit.ts';
import type { Operand, Span } from './ast.ts';
import { checkOperand, unitWords, type Finding } from './check.ts';
import type { Arithmetic, Formula } from './formula.ts';
import { kindAfterCall, operandUnit, type ConditionLookup } from './operand-type.ts';

/** Powers of the base dimensions, zero left out: bytes a second is { bytes: 1, time: −1 }; a plain number is {}. */
type Powers = Readonly<Record<string, number>>;

export interface FormulaType {
  readonly powers: Powers;
  /**
   * Of a plain number: a share is one thing in another (a ratio, a percentage), a constant stands in the formula itself.
   */
  readonly sort: 'share' | 'count' | 'constant';
  /** A bare 100 has been multiplied in: a share of it is a number of percent already. */
  readonly times100: boolean;
  /** The unit of the part that gave the dimension; null when it came of several. */
  readonly unit: Unit | null;
}

/** Null where something in it is not known; the findings say what. */
export function formulaType(
  formula: Formula,
  lookup: ConditionLookup,
  findings: Finding[],
): FormulaType | null {
  switch (formula.type) {
    case 'operand':
      return operandType(formula, lookup, findings);
    case 'negative':
      return formulaType(formula.of, lookup, findings);
    case 'number': {
      const { amount: value, unit: symbol } = formula.quantity;
      const unit = findUnit(symbol, lookup.units);
      if (unit === null) {
        const known = [...unitSymbols, ...lookup.units];
        findings.push(error(formula.span, `"${symbol}" is no unit${didYouMean(symbol, known)}`));
        return null;
      }
      if (symbol !== '') return typeOfUnit(unit);
      const times100 = compareAmounts(value, amount(100)) === 0;
      return { powers: {}, sort: 'constant', times100, unit: null };
    }
    case 'arithmetic': {
      const left = formulaType(formula.left, lookup, findings);
      const right = formulaType(formula.right, lookup, findings);
      if (!left || !right) return null;
      return formula.operator === '+' || formula.operator === '-'
        ? sumType(formula, left, right, findings)
        : productType(formula, left, right);
    }
  }
}

function operandType(operand: Operand, lookup: ConditionLookup, findings: Finding[]): FormulaType | null {
  const wrong = checkOperand(operand, lookup);
  findings.push(...wrong.map((finding) => withBlanks(finding, operand, lookup)));
  const facts = lookup.metric(operand.metric);
  const unit = operandUnit(operand, lookup);
  if (wrong.length > 0 || !facts || !unit) return null;
  const kind = kindAfterCall(operand.call, facts.kind);
  if (kind === 'numeric' || kind === 'any') return typeOfUnit(unit);
  findings.push(error(operand.span, `${operand.metric} is no number: it cannot be calculated with`));
  return null;
}

/** `a-b` is one id; two metrics were meant. */
function withBlanks(finding: Finding, { metric }: Operand, lookup: ConditionLookup): Finding {
  const split = [...metric.matchAll(/-/g)].find(
    ({ index }) =>
      lookup.metricIds.includes(metric.slice(0, index)) && lookup.metricIds.includes(metric.slice(index + 1)),
  );
  if (!split) return finding;
  const meant = `${metric.slice(0, split.index)} - ${metric.slice(split.index + 1)}`;
  return { ...finding, message: `there is no metric "${metric}": with blanks, ${meant} is a difference` };
}

function error(span: Span, message: string): Finding {
  return { severity: 'error', message, span };
}

function typeOfUnit(unit: Unit): FormulaType {
  const powers = powersOf(unit);
  const isShare = unit.dimension === 'percent';
  return {
    powers,
    sort: isShare ? 'share' : 'count',
    times100: false,
    unit: unit.symbol === '' ? null : unit,
  };
}

function powersOf(unit: Unit): Powers {
  const [base = '', ...times] = unit.dimension.split('/');
  const isPlain = base === 'count' || base === 'percent';
  return product(isPlain ? {} : { [base]: 1 }, times.length === 0 ? {} : { time: -times.length }, 1);
}

function product(left: Powers, right: Powers, sign: 1 | -1): Powers {
  const powers: Record<string, number> = { ...left };
  for (const [dimension, power] of Object.entries(right)) {
    const sum = (powers[dimension] ?? 0) + sign * power;
    if (sum === 0) delete powers[dimension];
    else powers[dimension] = sum;
  }
  return powers;
}

function samePowers(left: Powers, right: Powers): boolean {
  return Object.keys(product(left, right, -1)).length === 0;
}

function isPlain({ powers }: FormulaType): boolean {
  return Object.keys(powers).length === 0;
}

function sumType(
  { span, operator }: Arithmetic,
  left: FormulaType,
  right: FormulaType,
  findings: Finding[],
): FormulaType | null {
  const wrong = (message: string): null => {
    findings.push(error(span, message));
    return null;
  };
  const words = operator === '+' ? 'added to' : 'taken from';
  if (!samePowers(left.powers, right.powers))
    return wrong(`${measures(right)} cannot be ${words} ${measures(left)}`);
  if (!isPlain(left)) return { ...left, unit: left.unit ?? right.unit };
  // A bare number beside a share is one: 1 - errors / requests.
  if (left.sort === 'constant') return right.sort === 'constant' ? left : right;
  if (right.sort === 'constant') return left;
  if (left.sort !== right.sort || (left.sort === 'share' && left.times100 !== right.times100))
    return wrong(`${measures(right)} cannot be ${words} ${measures(left)}`);
  return { ...left, unit: left.unit ?? right.unit };
}

function productType({ operator }: Arithmetic, left: FormulaType, right: FormulaType): FormulaType {
  const powers = product(left.powers, right.powers, operator === '*' ? 1 : -1);
  const times100 = operator === '*' ? left.times100 || right.times100 : left.times100 && !right.times100;
  const sort = productSort(operator === '/', left, right, powers);
  // Scaled by a plain number it is still in the unit that it was in.
  const unit = isPlain(right) ? left.unit : isPlain(left) && operator === '*' ? right.unit : null;
  return { powers, sort, times100, unit: Object.keys(powers).length === 0 && sort !== 'share' ? null : unit };
}

function productSort(
  divides: boolean,
  left: FormulaType,
  right: FormulaType,
  powers: Powers,
): FormulaType['sort'] {
  if (Object.keys(powers).length > 0) return 'count';
  if (left.sort === 'constant' && right.sort === 'constant') return 'constant';
  if (right.sort === 'constant') return left.sort;
  if (left.sort === 'constant') return divides ? 'count' : right.sort;
  if (divides) return left.sort === right.sort ? 'share' : 'count';
  return left.sort === 'share' && right.sort === 'share' ? 'share' : 'count';
}

/** What it measures, in words. */
export function measures(type: FormulaType): string {
  if (type.unit) return `what is ${unitWords(type.unit)}`;
  if (!isPlain(type)) {
    const words = Object.entries(type.powers).map(
      ([dimension, power]) => `${dimension.replace(/^own:/, '')}${power === 1 ? '' : `^${power}`}`,
    );
    return words.join('·');
  }
  if (type.sort === 'share') return type.times100 ? 'a ratio times 100' : 'a ratio';
  return 'a plain count';
}

/** By what a value in this unit is multiplied to be in base units: seconds, bytes, ether; a ratio for percent. */
export function toBase(unit: Unit): Amount {
  const base = unit.dimension.split('/')[0];
  if (base === 'time') return multiplyAmounts(unit.factor, amount(1, 1_000));
  return base === 'percent' ? multiplyAmounts(unit.factor, amount(1, 100)) : unit.factor;
}

/** The unit that a formula's value is in when nobody names one; null when there is none for it. */
export function ownUnit(type: FormulaType, units: readonly string[]): Unit | null {
  if (type.unit && samePowers(powersOf(type.unit), type.powers)) return type.unit;
  if (isPlain(type)) return findUnit('');
  const known = ['s', 'B', 'ETH', ...units, '/s', 'B/s', 'ETH/s', ...units.map((unit) => `${unit}/s`)];
  return (
    known
      .flatMap((symbol) => findUnit(symbol, units) ?? [])
      .find((unit) => samePowers(powersOf(unit), type.powers)) ?? null
  );
}

/** By what a value in base units is multiplied to be in `unit`; null when that measures something else. */
export function fromBase(type: FormulaType, unit: Unit): Amount | null {
  if (!samePowers(powersOf(unit), type.powers)) return null;
  if (!isPlain(type)) return divideAmounts(amount(1), toBase(unit));
  if (unit.dimension === 'count') return amount(1);
  if (type.sort !== 'share') return null;
  return type.times100 ? amount(1) : divideAmounts(amount(1), toBase(unit));
}

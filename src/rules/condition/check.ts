// Does a well-formed condition mean anything? Metrics, kinds of values and units are held against each other.

import { compareAmounts } from '../../domain/amount.ts';
import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import { printQuantity, quantityIn, type Quantity } from '../../domain/quantity.ts';
import { conversionFactor, findUnit, rateSuffixes, unitSymbols, type Unit } from '../../domain/unit.ts';
import type { Comparison, Condition, Leaf, Operand, Right, Span } from './ast.ts';
import { leavesOf, operandsOf } from './ast.ts';
import { kindAfterCall, operandUnit, type ConditionLookup, type ValueKind } from './operand-type.ts';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly span: Span;
  /** It speaks of something that is not there, and would be right if it were. */
  readonly isAbsent?: true;
}

/** Everything that is wrong or doubtful with the condition; empty when it can be judged. */
export function checkCondition(condition: Condition, lookup: ConditionLookup): readonly Finding[] {
  const findings: Finding[] = [];
  for (const leaf of leavesOf(condition)) {
    const unknown = operandsOf(leaf).flatMap((operand) => [
      ...(checkWord(operand, leaf, lookup) ?? checkOperand(operand, lookup)),
    ]);
    findings.push(...unknown);
    if (leaf.type !== 'comparison') continue;
    findings.push(...(unknown.length === 0 ? checkComparison(leaf, lookup) : checkUnitWords(leaf, lookup)));
  }
  return findings;
}

/** What stands to the right of == or != and is no metric was meant as a word; null where it may be one that is misspelt. */
function checkWord(operand: Operand, leaf: Leaf, lookup: ConditionLookup): readonly Finding[] | null {
  if (leaf.type !== 'comparison' || leaf.right !== operand || operand.call !== null) return null;
  const { metric, span } = operand;
  const { operator } = leaf;
  const isEqual = operator === '==' || operator === '!=';
  if (!isEqual || lookup.metric(metric) || nearestWord(metric, lookup.metricIds) !== null) return null;
  const isProbe = lookup.metric(leaf.left.metric)?.kind === 'boolean';
  const says = isProbe
    ? `${named(leaf.left)} is compared with true or false`
    : `a word to compare with stands in quotes: ${operator} "${metric}"`;
  const near = didYouMean(metric, ['true', 'false']);
  return [absent(span, `there is no metric "${metric}"${near === '' ? `; ${says}` : near}`)];
}

function error(span: Span, message: string): Finding {
  return { severity: 'error', message, span };
}

function absent(span: Span, message: string): Finding {
  return { ...error(span, message), isAbsent: true };
}

/** The metric is there, and the function takes what it gives. */
export function checkOperand(operand: Operand, lookup: ConditionLookup): readonly Finding[] {
  const facts = lookup.metric(operand.metric);
  if (!facts) {
    const { metric, span } = operand;
    const quoted = /^[A-Z_]+$/.test(metric) ? `; a word to compare with stands in quotes: "${metric}"` : '';
    return [absent(span, `there is no metric "${metric}"${didYouMean(metric, lookup.metricIds)}${quoted}`)];
  }
  const { call } = operand;
  if (call === null || call.name === 'count' || call.name === 'age' || facts.kind === 'any') return [];
  if (call.name === 'success')
    return facts.kind === 'boolean'
      ? []
      : [
          error(
            operand.span,
            `success() counts good probes, and ${operand.metric} is no probe (true or false)`,
          ),
        ];
  if (facts.kind === 'numeric') {
    if (call.bound === null) return [];
    if (call.bound.type !== 'quantity')
      return [
        error(operand.span, `${call.name}() needs a quantity as its bound: until(relayer-balance, 0.1 ETH)`),
      ];
    const unit = operandUnit({ ...operand, call: null }, lookup);
    return unit ? checkQuantity(call.bound.quantity, unit, operand, operand.span, lookup) : [];
  }
  return [
    error(operand.span, `${call.name}() needs numbers, and ${operand.metric} is ${kindWords[facts.kind]}`),
  ];
}

const kindWords: Readonly<Record<ValueKind, string>> = {
  numeric: 'a number',
  text: 'a word',
  boolean: 'true or false',
  any: 'anything',
};

function checkComparison(leaf: Comparison, lookup: ConditionLookup): readonly Finding[] {
  const kind = kindAfterCall(leaf.left.call, lookup.metric(leaf.left.metric)?.kind ?? 'any');
  const { right, operator, span } = leaf;
  const ordering = operator !== '==' && operator !== '!=';
  if (kind !== 'any' && kind !== 'numeric' && ordering)
    return [
      error(
        span,
        `"${operator}" compares numbers, and ${leaf.left.metric} is ${kindWords[kind]}: use == or !=`,
      ),
    ];
  if (right.type === 'text' || right.type === 'boolean') {
    const wanted: ValueKind = right.type;
    if (ordering)
      return [error(span, `"${operator}" compares numbers, not ${kindWords[wanted]}: use == or !=`)];
    return kind === wanted || kind === 'any'
      ? []
      : [error(span, `${leaf.left.metric} is ${kindWords[kind]} and can never be ${kindWords[wanted]}`)];
  }
  if (kind === 'text' || kind === 'boolean')
    return [
      error(
        span,
        `${leaf.left.metric} is ${kindWords[kind]}: compare it with ${kind === 'text' ? 'a "text"' : 'true or false'}`,
      ),
    ];
  const unit = operandUnit(leaf.left, lookup);
  return unit
    ? [...checkRight(right, unit, leaf, lookup), ...checkUntil(leaf, unit, lookup)]
    : checkUnitWords(leaf, lookup);
}

function checkRight(right: Right, unit: Unit, leaf: Comparison, lookup: ConditionLookup): readonly Finding[] {
  switch (right.type) {
    case 'quantity':
      return checkQuantity(right.quantity, unit, leaf.left, leaf.span, lookup);
    case 'range':
      return [right.low, right.high]
        .flatMap((end) => checkQuantity(end, unit, leaf.left, leaf.span, lookup))
        .slice(0, 1);
    case 'operand':
    case 'share': {
      const operand = right.type === 'share' ? right.of : right;
      const other = operandUnit(operand, lookup);
      if (!other || conversionFactor(other, unit) !== null) return [];
      return [
        error(
          operand.span,
          `${named(operand)} is ${unitWords(other)}, ${named(leaf.left)} is ${unitWords(unit)}: they cannot be compared`,
        ),
      ];
    }
    default:
      return [];
  }
}

/** A unit that does not fit is an error, never a silent zero; a number without one is taken in the metric's, with a warning. */
function checkQuantity(
  quantity: Quantity,
  unit: Unit,
  operand: Operand,
  span: Span,
  lookup: ConditionLookup,
): readonly Finding[] {
  if (quantity.unit === '') {
    if (unit.symbol === '' || quantity.amount.numerator === 0n) return [];
    const fitting = printQuantity({ ...quantity, unit: unit.symbol });
    return [
      {
        severity: 'warning',
        span,
        message: `${printQuantity(quantity)} has no unit and is taken as ${fitting}: write the unit`,
      },
    ];
  }
  const noUnit = checkUnitWord(quantity, span, lookup);
  if (noUnit.length > 0) return noUnit;
  if (quantityIn(quantity, unit, lookup.units) !== null) return [];
  return [error(span, `"${quantity.unit}" does not fit ${named(operand)}, which is ${unitWords(unit)}`)];
}

function checkUnitWord({ unit }: Quantity, span: Span, { units }: ConditionLookup): readonly Finding[] {
  if (unit === '' || findUnit(unit, units) !== null) return [];
  const known = [...unitSymbols, ...units];
  return [
    absent(
      span,
      `"${unit}" is no unit${didYouMean(unit, known)}; there are ${known.join(', ')}, and rates such as 100${rateSuffixes[2] ?? '/min'}; own units are listed under "units"`,
    ),
  ];
}

/** What is known where the metric or its unit is not: whether the words for units are any. */
function checkUnitWords({ right, until, span }: Comparison, lookup: ConditionLookup): readonly Finding[] {
  const ends =
    right.type === 'quantity' ? [right.quantity] : right.type === 'range' ? [right.low, right.high] : [];
  return [...ends, ...(until ? [until.right.quantity] : [])]
    .flatMap((quantity) => checkUnitWord(quantity, span, lookup))
    .slice(0, 1);
}

/** The way out must lie on the other side of the threshold, or the red would end the moment it begins. */
function checkUntil(leaf: Comparison, unit: Unit, lookup: ConditionLookup): readonly Finding[] {
  if (leaf.until === null) return [];
  const units = checkQuantity(leaf.until.right.quantity, unit, leaf.left, leaf.span, lookup);
  if (units.some((finding) => finding.severity === 'error')) return units;
  if (leaf.right.type !== 'quantity') return units;
  const enter = quantityIn(leaf.right.quantity, unit, lookup.units);
  const exit = quantityIn(leaf.until.right.quantity, unit, lookup.units);
  if (!enter || !exit) return units;
  const above = leaf.operator === '>' || leaf.operator === '>=';
  const below = leaf.operator === '<' || leaf.operator === '<=';
  const order = compareAmounts(exit, enter);
  const wrong =
    (above && (order > 0 || !['<', '<='].includes(leaf.until.operator))) ||
    (below && (order < 0 || !['>', '>='].includes(leaf.until.operator)));
  if (!wrong) return units;
  const side = above
    ? `until < ${printQuantity(leaf.right.quantity)} or less`
    : `until > ${printQuantity(leaf.right.quantity)} or more`;
  return [
    ...units,
    error(leaf.span, `the way out is on the wrong side of ${printQuantity(leaf.right.quantity)}: ${side}`),
  ];
}

function named(operand: Operand): string {
  const name = operand.metric === '' ? 'the metric' : operand.metric;
  return operand.call === null ? name : `${operand.call.name}(${name})`;
}

export function unitWords(unit: Unit): string {
  return unit.symbol === '' ? 'a plain count' : `in ${unit.symbol}`;
}

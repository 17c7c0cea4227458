// Thresholds that make no sense: what can never hold, what always holds, an alert that is looser than its target.

import { amount, amountToDecimal, zero, type Amount } from '../../domain/amount.ts';
import { printQuantity } from '../../domain/quantity.ts';
import type { Unit } from '../../domain/unit.ts';
import type { Call, Comparison, Condition, Operand } from '../condition/ast.ts';
import { operandUnit, type ConditionLookup } from '../condition/operand-type.ts';
import { printCondition, printLeaf, printOperand } from '../condition/print.ts';
import type { LintFinding, LintPath } from '../sites.ts';
import type { MetricPlan } from '../plan.ts';
import { common, interval, intervalWords, outsideOf, regionOf, type Interval } from './regions.ts';

export interface ThresholdContext {
  readonly lookup: ConditionLookup;
  metric(id: string): MetricPlan | undefined;
}

/** What values there can be: for certain by what the function computes, or as a rule by the unit. */
interface Possible {
  readonly values: Interval;
  readonly certain: boolean;
  readonly words: string;
}

const hundred = amount(100);
const share = { values: interval(zero, hundred), words: 'from 0% to 100%' };
const notNegative = { values: interval(zero, null), words: 'never below 0' };

export function lintComparison(
  leaf: Comparison,
  path: LintPath,
  context: ThresholdContext,
): readonly LintFinding[] {
  const unit = operandUnit(leaf.left, context.lookup);
  const possible = possibleValues(leaf.left, context);
  const region = unit && regionOf(leaf, unit, context.lookup.units);
  if (!unit || !region || !possible) return [];
  const at = { path, offset: leaf.span.start };
  const subject = `${printOperand({ ...leaf.left, implicit: false })} is ${possible.certain ? '' : 'as a rule '}${possible.words}`;
  const text = printLeaf({ ...leaf, held: null, until: null });
  // A negative threshold was written by somebody who knows that there are such values.
  const isDeliberate =
    !possible.certain && region.some(({ low, high }) => isNegative(low) || isNegative(high));
  if (isDeliberate) return [];
  if (common(region, [possible.values]).length === 0)
    return [
      {
        ...at,
        severity: possible.certain ? 'error' : 'warning',
        message: `"${text}" can never hold: ${subject}; correct the threshold`,
      },
    ];
  const outside = outsideOf(leaf, unit, context.lookup.units);
  if (outside === null || common(outside, [possible.values]).length > 0) return [];
  return [
    {
      ...at,
      severity: 'warning',
      message: `"${text}" always holds: ${subject}; correct the threshold or leave it out`,
    },
  ];
}

function isNegative(end: Interval['low']): boolean {
  return end !== null && end.value.numerator < 0n;
}

function possibleValues({ metric: id, call }: Operand, context: ThresholdContext): Possible | null {
  const metric = context.metric(id);
  if (!metric) return null;
  const ofMetric = metric.use ? ofCall(metric.use, ofUnit(metric)) : ofUnit(metric);
  return call ? ofCall(call, ofMetric) : ofMetric;
}

function ofCall({ name }: Call, inner: Possible | null): Possible | null {
  switch (name) {
    case 'success':
      return { ...share, certain: true };
    case 'drop':
      return { values: interval(null, hundred), certain: true, words: 'at most 100%' };
    case 'count':
    case 'age':
    case 'until':
    case 'rate':
    case 'increase':
    case 'resets':
    case 'changes':
    case 'stddev':
      return { ...notNegative, certain: true };
    case 'delta':
      return null;
    case 'sum':
      return inner && inner.values.low ? { ...notNegative, certain: inner.certain } : null;
    default:
      return inner;
  }
}

function ofUnit({ unit }: MetricPlan): Possible | null {
  if (unit === '%') return { ...share, certain: false };
  if (unit !== null && /^(us|ms|s|m|h|d|[kKMGT]?i?B)$/.test(unit)) return { ...notNegative, certain: false };
  return null;
}

/** What both the target and the alert hold for: a value that would be fine and red at once. */
export function lintCuts(metric: MetricPlan, context: ThresholdContext): readonly LintFinding[] {
  const target = onlyComparison(metric.target?.condition);
  const alert = onlyComparison(metric.alert?.condition);
  if (!target || !alert || !sameOperand(target.left, alert.left)) return [];
  const shared = sharedValues(target, alert, context);
  if (shared === null) return [];
  const message = `a value (${shared}) meets the target "${printLeaf(target)}" and raises the alert "${printLeaf(alert)}": let the alert begin where the target has been missed`;
  return [{ severity: 'error', path: ['metrics', metric.id, 'alert'], offset: alert.span.start, message }];
}

function sharedValues(target: Comparison, alert: Comparison, { lookup }: ThresholdContext): string | null {
  const unit = operandUnit(target.left, lookup);
  const met = unit && regionOf(target, unit, lookup.units);
  const raised = unit && regionOf(alert, unit, lookup.units);
  if (unit && met && raised) {
    const [both] = common(met, raised);
    return both ? intervalWords(both, shownIn(unit)) : null;
  }
  const word = literal(target);
  const same = word !== null && word === literal(alert) && target.operator === alert.operator;
  return same ? word : null;
}

function literal({ right }: Comparison): string | null {
  return right.type === 'text'
    ? `"${right.shown ?? right.text}"`
    : right.type === 'boolean'
      ? String(right.value)
      : null;
}

function shownIn({ symbol }: Unit): (value: Amount) => string {
  return (value) => (amountToDecimal(value) === '0' ? '0' : printQuantity({ amount: value, unit: symbol }));
}

function onlyComparison(condition: Condition | undefined): Comparison | null {
  return condition?.type === 'comparison' ? condition : null;
}

function sameOperand(left: Operand, right: Operand): boolean {
  return left.metric === right.metric && printOperand(left) === printOperand(right);
}

/** Parts of an `and` over one and the same operand that leave no value. */
export function lintTogether(
  condition: Condition,
  path: LintPath,
  { lookup }: ThresholdContext,
): readonly LintFinding[] {
  if (condition.type === 'or')
    return condition.parts.flatMap((part) => lintTogether(part, path, { lookup, metric: () => undefined }));
  if (condition.type !== 'and') return [];
  const left = new Map<string, readonly Interval[]>();
  for (const part of condition.parts) {
    if (part.type !== 'comparison') continue;
    const unit = operandUnit(part.left, lookup);
    const region = unit && regionOf(part, unit, lookup.units);
    if (!region) continue;
    const name = `${part.left.metric} ${printOperand(part.left)}`;
    const before = left.get(name);
    const both = before ? common(before, region) : region;
    if (both.length === 0)
      return [
        {
          severity: 'error',
          path,
          offset: part.span.start,
          message: `"${printCondition(condition)}" can never hold: its comparisons of ${part.left.metric} exclude each other; write "or", or correct one`,
        },
      ];
    left.set(name, both);
  }
  return [];
}

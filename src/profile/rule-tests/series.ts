// What a rule test says of one metric, as looks: a value, a gap, or none at all; checked against the metric.

import { addAmounts, amount, divideAmounts, multiplyAmounts, type Amount } from '../../domain/amount.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { printQuantity, quantityIn, type Quantity } from '../../domain/quantity.ts';
import { countUnit, findUnit, type Unit } from '../../domain/unit.ts';
import type { Value } from '../../domain/value.ts';
import type { Call } from '../../rules/condition/ast.ts';
import type { MetricPlan } from '../../rules/plan.ts';
import { parseNotation, type NotationProblem, type SeriesItem } from './notation.ts';

/** One look at a metric: what it read, or why it read nothing; null where nobody looked. */
export type Look = { readonly value: Value } | { readonly gap: Gap } | null;

export interface SeriesReading {
  readonly looks: readonly Look[];
  readonly problems: readonly NotationProblem[];
}

/** Functions whose result is in the unit of the readings; the others read plain numbers, or true and false. */
const sameUnit: readonly string[] = [
  'avg',
  'min',
  'max',
  'sum',
  'p50',
  'p90',
  'p95',
  'p99',
  'delta',
  'stddev',
  'increase',
];

export function readSeries(text: string, metric: MetricPlan, ownUnits: readonly string[]): SeriesReading {
  const notation = parseNotation(text);
  const problems = [...notation.problems];
  const looks: Look[] = [];
  for (const item of notation.items) {
    const expanded = looksOf(item, metric, ownUnits);
    if (typeof expanded === 'string') problems.push({ offset: item.offset, message: expanded });
    else for (const look of expanded) looks.push(look);
  }
  return { looks, problems };
}

function looksOf(
  { what, count }: SeriesItem,
  metric: MetricPlan,
  ownUnits: readonly string[],
): readonly Look[] | string {
  const all = (look: Look): Look[] => Array.from({ length: count }, () => look);
  switch (what.type) {
    case 'missing':
      return all(null);
    case 'gap':
      return all({ gap: gap(what.reason, 'no answer (the test says stale)') });
    case 'boolean':
      return wantsProbe(metric) || metric.unit === null
        ? all({ value: what.value })
        : `${metric.id} is in ${metric.unit}: true and false are no samples of it`;
    case 'text':
      return wantsProbe(metric) || metric.unit !== null
        ? `${metric.id} ${wantsProbe(metric) ? 'counts probes: write true or false' : `is in ${metric.unit}: a word is no sample of it`}`
        : all({ value: what.text });
    case 'float':
      return wantsProbe(metric) ? probeProblem(metric) : all({ value: what.value });
    case 'number': {
      if (wantsProbe(metric)) return probeProblem(metric);
      const start = reading(what.start, metric, ownUnits);
      const step = what.step && reading(what.step, metric, ownUnits);
      if (typeof start === 'string') return start;
      if (typeof step === 'string') return step;
      return Array.from({ length: count }, (_, index) => ({
        value: step ? addAmounts(start, multiplyAmounts(step, amount(index))) : start,
      }));
    }
  }
}

function wantsProbe({ use }: MetricPlan): boolean {
  return use?.name === 'success';
}

function probeProblem(metric: MetricPlan): string {
  return `${metric.id} counts probes with success(): its samples are true and false`;
}

/**
 * The amount as the source would have read it: a sample is written in the metric's own unit, which is what its source
 * gives times its scale. Below a function that changes the unit, a sample is the plain number that is read.
 */
function reading(quantity: Quantity, metric: MetricPlan, ownUnits: readonly string[]): Amount | string {
  const { use, scale } = metric;
  if (!inMetricUnit(use))
    return quantity.unit === ''
      ? quantity.amount
      : `${metric.id} takes ${use?.name ?? ''}() over its readings: write them without a unit`;
  const unit: Unit | null = metric.unit === null ? countUnit : findUnit(metric.unit, ownUnits);
  const value = unit && quantityIn(quantity, unit, ownUnits);
  if (!value) return `${printQuantity(quantity)} does not fit ${metric.id}, which is ${unitWords(metric)}`;
  return (scale && divideAmounts(value, scale)) ?? value;
}

function inMetricUnit(use: Call | null): boolean {
  return use === null || sameUnit.includes(use.name);
}

function unitWords({ unit }: MetricPlan): string {
  return unit === null ? 'a plain count' : `in ${unit}`;
}

// Evaluates the few forms of PromQL that the conformance cases use, with the program's own series and functions.

import { amountFromNumber } from '../../src/domain/amount.ts';
import { gap } from '../../src/domain/gap.ts';
import { histogramFraction, histogramQuantile, type Bucket } from '../../src/domain/histogram.ts';
import { isValueSample } from '../../src/domain/sample.ts';
import { Series } from '../../src/domain/series.ts';
import { medianDeviation } from '../../src/domain/trend.ts';
import { isNumeric, toNumber, type Value } from '../../src/domain/value.ts';
import type { WindowFunctionName } from '../../src/rules/condition/ast.ts';
import { quantileOver, windowValue } from '../../src/rules/condition/functions.ts';

export type PromNumber = number | 'NaN' | '+Inf' | '-Inf';

export interface PromExpression {
  op: string;
  metric?: string;
  range_ms?: number;
  phi?: PromNumber;
  lower?: PromNumber;
  upper?: PromNumber;
  by?: string[];
  arg?: PromExpression;
}

export interface PromCase {
  id: string;
  query: string;
  expr: PromExpression;
  eval_t_ms: number;
  series: { labels: Record<string, string>; samples: [number, PromNumber | 'stale'][] }[];
  expect: { labels: Record<string, string>; value: PromNumber }[];
}

export interface Element {
  labels: Record<string, string>;
  value: number;
}

const lookback = 300_000;

/** PromQL's functions by their names here. */
const ours: Readonly<Record<string, WindowFunctionName>> = {
  avg_over_time: 'avg',
  sum_over_time: 'sum',
  min_over_time: 'min',
  max_over_time: 'max',
  count_over_time: 'count',
  stddev_over_time: 'stddev',
  rate: 'rate',
  increase: 'increase',
  resets: 'resets',
  changes: 'changes',
};

/** What conditions have no function for, and why. */
export const notApplicable: Readonly<Record<string, string>> = {
  deriv: 'least squares: one glitch bends it; Theil–Sen stands in its place (docs/rules-research.md §4)',
  predict_linear:
    'least squares: one glitch bends it; Theil–Sen stands in its place (docs/rules-research.md §4)',
  double_exponential_smoothing: 'experimental, to be avoided (docs/rules-research.md §4)',
  irate: 'two samples are no window; rate() is',
  idelta: 'two samples are no window; delta() is',
  delta: 'ours is the exact difference of two readings, never extrapolated; tested as such',
};

export function promNumber(value: PromNumber): number {
  return value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value);
}

export function evaluate(expression: PromExpression, given: PromCase): Element[] {
  const { op, arg } = expression;
  if (arg && (op === 'histogram_quantile' || op === 'histogram_fraction'))
    return overHistograms(evaluate(arg, given), (buckets) =>
      op === 'histogram_quantile'
        ? histogramQuantile(promNumber(expression.phi ?? 0), buckets)
        : histogramFraction(promNumber(expression.lower ?? 0), promNumber(expression.upper ?? 0), buckets),
    );
  if (arg) return aggregated(op, expression.by ?? [], evaluate(arg, given));
  return given.series.flatMap(({ labels, samples }) => {
    const value = overSeries(expression, seriesOf(samples), given.eval_t_ms);
    return value === null ? [] : [{ labels, value }];
  });
}

function seriesOf(samples: PromCase['series'][number]['samples']): Series {
  const series = new Series({ keep: Infinity });
  for (const [at, value] of samples)
    series.push(
      value === 'stale' ? { at, gap: gap('empty', 'stale') } : { at, value: readValue(promNumber(value)) },
    );
  return series;
}

/** Whole numbers are exact here, as a counter's are; all others are measured. */
function readValue(value: number): Value {
  return Number.isSafeInteger(value) ? amountFromNumber(value) : value;
}

function overSeries({ op, range_ms: range = 0, phi }: PromExpression, series: Series, at: number) {
  if (op === 'instant') {
    const newest = series.between(at - lookback, at).at(-1);
    return newest && isValueSample(newest) ? numberOf(newest.value) : null;
  }
  const window = series.window(range, at);
  if (window.count === 0) return null;
  switch (op) {
    case 'present_over_time':
      return 1;
    case 'stdvar_over_time':
      return numberOf(windowValue('stddev', series, at, range)) ** 2;
    case 'quantile_over_time':
      return numberOf(quantileOver(window, amountFromNumber(promNumber(phi ?? 0))));
    case 'mad_over_time':
      return window.counts.nan > 0
        ? NaN
        : medianDeviation(series.valuesBetween(at - range, at).map(({ value }) => numberOf(value)));
    default: {
      const name = ours[op];
      if (name === undefined) throw new Error(op);
      if ((name === 'rate' || name === 'increase') && window.count < 2) return null;
      return numberOf(windowValue(name, series, at, range));
    }
  }
}

function numberOf(value: Value | null): number {
  return value !== null && isNumeric(value) ? toNumber(value) : NaN;
}

function without(labels: Record<string, string>, left: string): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== left));
}

export function labelsKey(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function grouped(elements: Element[], labelsOf: (element: Element) => Record<string, string>) {
  const groups = new Map<string, { labels: Record<string, string>; members: Element[] }>();
  for (const element of elements) {
    const labels = labelsOf(element);
    const group = groups.get(labelsKey(labels)) ?? { labels, members: [] };
    group.members.push(element);
    groups.set(labelsKey(labels), group);
  }
  return [...groups.values()];
}

function aggregated(op: string, by: string[], elements: Element[]): Element[] {
  const kept = ({ labels }: Element) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => by.includes(name)));
  return grouped(elements, kept).map(({ labels, members }) => {
    const sum = members.reduce((total, { value }) => total + value, 0);
    return { labels, value: op === 'avg' ? sum / members.length : sum };
  });
}

function overHistograms(elements: Element[], compute: (buckets: Bucket[]) => number): Element[] {
  const readable = elements.filter(({ labels }) => !Number.isNaN(boundOf(labels)));
  return grouped(readable, ({ labels }) => without(labels, 'le')).map(({ labels, members }) => ({
    labels,
    value: compute(members.map(({ labels, value }) => ({ upperBound: boundOf(labels), count: value }))),
  }));
}

function boundOf({ le }: Record<string, string>): number {
  if (le === undefined || le === '') return NaN;
  return le === '+Inf' ? Infinity : Number(le);
}

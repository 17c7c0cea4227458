// At this pace: when a metric that is heading for its alert will be there, as a range.

import type { Amount } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { printQuantity, quantityIn, type Quantity } from '../../domain/quantity.ts';
import type { Series } from '../../domain/series.ts';
import { findUnit } from '../../domain/unit.ts';
import { compareNumeric, isNumeric } from '../../domain/value.ts';
import { forecast } from '../condition/forecast.ts';
import type { MetricPlan } from '../plan.ts';

const minute: Milliseconds = 60_000;
const hour: Milliseconds = 60 * minute;
/** Further ahead than this nothing is said. */
const horizon: Milliseconds = 7 * 24 * hour;

/** A span of time within which something is expected, in milliseconds from now. */
export interface PaceRange {
  readonly earliest: Milliseconds;
  readonly likely: Milliseconds;
  readonly latest: Milliseconds;
}

/** The bound of an alert that is one plain comparison. */
export interface AlertBound {
  readonly quantity: Quantity;
  /** In the metric's own unit; null when it measures something else. */
  readonly amount: Amount | null;
  readonly above: boolean;
}

/** A plan never changes, and its bound is asked for with each board. */
const bounds = new WeakMap<MetricPlan, { readonly bound: AlertBound | null }>();

/** The bound of a metric's own alert where that is one plain comparison: `< 0.1 ETH`, `> 500 for 10m`. */
export function alertBound(metric: MetricPlan): AlertBound | null {
  let known = bounds.get(metric);
  if (!known) bounds.set(metric, (known = { bound: boundOf(metric) }));
  return known.bound;
}

function boundOf(metric: MetricPlan): AlertBound | null {
  const { alert } = metric;
  const condition = alert?.condition;
  if (condition?.type !== 'comparison' || condition.right.type !== 'quantity') return null;
  const { left, operator, right } = condition;
  if (!left.implicit || left.call !== null || !/^[<>]=?$/.test(operator)) return null;
  return {
    quantity: right.quantity,
    amount: inMetricUnit(right.quantity, metric),
    above: operator.startsWith('>'),
  };
}

/** The quantity in the metric's own unit; null when it measures something else. */
export function inMetricUnit(quantity: Quantity, { unit }: MetricPlan): Amount | null {
  const target = findUnit(unit ?? '', unit === null ? [] : [unit]);
  return target && quantityIn(quantity, target, unit === null ? [] : [unit]);
}

/**
 * When the metric crosses its alert's bound: by the 10th to the 90th percentile of its slopes. Null unless all of them
 * head there within a week, and when it is there already.
 */
function paceToAlert(metric: MetricPlan, values: Series, at: Instant): PaceRange | null {
  const alert = alertBound(metric);
  const bound = alert?.amount;
  const newest = values.newestValue(at)?.value;
  if (!alert || !bound || newest === undefined || !isNumeric(newest)) return null;
  const order = compareNumeric(newest, bound);
  if (alert.above ? order >= 0 : order <= 0) return null;
  const range = forecast(values, at, bound);
  return range && range.latest <= horizon ? range : null;
}

/** `at this pace 0.1 ETH in 2h10m–3h`; nothing while it is not heading there. */
export function paceSentence(metric: MetricPlan, values: Series, at: Instant): string {
  const alert = alertBound(metric);
  const range = alert && paceToAlert(metric, values, at);
  if (!alert || !range) return '';
  const [from, to] = [shownSpan(range.earliest, 'down'), shownSpan(range.latest, 'up')];
  return `at this pace ${printQuantity(alert.quantity)} in ${from === to ? from : `${from}–${to}`}`;
}

/** Coarse enough that it does not change with each look: to a minute, ten minutes, an hour. */
function shownSpan(span: Milliseconds, direction: 'down' | 'up'): string {
  const step = span < hour ? minute : span < 10 * hour ? 10 * minute : hour;
  const steps = span / step;
  // Slopes are measured: what is a whole number of steps but for the last digits is that number.
  const rounded = direction === 'down' ? Math.floor(steps + 1e-6) : Math.ceil(steps - 1e-6);
  return rounded === 0 ? 'less than 1m' : formatDuration(rounded * step);
}

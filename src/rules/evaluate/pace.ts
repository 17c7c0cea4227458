// At this pace: when a metric that is heading for its alert will be there, as a range.

import type { Amount } from '../../domain/amount.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { printQuantity, quantityIn, type Quantity } from '../../domain/quantity.ts';
import type { Series } from '../../domain/series.ts';
import { findUnit } from '../../domain/unit.ts';
import { compareNumeric, isNumeric } from '../../domain/value.ts';
import { forecast } from '../condition/forecast.ts';
import type { MetricPlan, Rule } from '../plan.ts';

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

/** The bound of a rule that is one plain comparison. */
export interface Bound {
  readonly quantity: Quantity;
  /** In the metric's own unit; null when it measures something else. */
  readonly amount: Amount | null;
  readonly above: boolean;
}

/** A plan never changes, and its bounds are asked for with each board. */
const bounds = new WeakMap<MetricPlan, { readonly alert: Bound | null; readonly target: Bound | null }>();

/** The bound of a metric's own alert where that is one plain comparison: `< 0.1 ETH`, `> 500 for 10m`. */
export function alertBound(metric: MetricPlan): Bound | null {
  return boundsOf(metric).alert;
}

function boundsOf(metric: MetricPlan): { readonly alert: Bound | null; readonly target: Bound | null } {
  let known = bounds.get(metric);
  if (!known)
    bounds.set(
      metric,
      (known = { alert: boundOf(metric.alert, metric), target: boundOf(metric.target, metric) }),
    );
  return known;
}

function boundOf(rule: Rule | null, metric: MetricPlan): Bound | null {
  const condition = rule?.condition;
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
 * When the metric crosses the bound: by the 10th to the 90th percentile of its slopes. Null unless all of them
 * head there within a week, and when it is there already.
 */
function paceTo({ amount, above }: Bound, values: Series, at: Instant): PaceRange | null {
  const newest = values.newestValue(at)?.value;
  if (!amount || newest === undefined || !isNumeric(newest)) return null;
  const order = compareNumeric(newest, amount);
  if (above ? order >= 0 : order <= 0) return null;
  const range = forecast(values, at, amount);
  return range && range.latest <= horizon ? range : null;
}

/** `at this pace 0.1 ETH in 2h10m–3h`; nothing while it is not heading there. */
export function paceSentence(metric: MetricPlan, values: Series, at: Instant): string {
  const alert = alertBound(metric);
  const range = alert && paceTo(alert, values, at);
  if (!alert || !range) return '';
  const [from, to] = [shownSpan(range.earliest, 'down'), shownSpan(range.latest, 'up')];
  return `at this pace ${printQuantity(alert.quantity)} in ${from === to ? from : `${from}–${to}`}`;
}

export interface Forecast {
  readonly to: 'target' | 'alert';
  /** `0.1 ETH`. */
  readonly bound: string;
  /** By the fastest and the slowest of its slopes, in milliseconds from now. */
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
}

/** Which bound it crosses next if it goes on like this, and when; null while it heads for none. */
export function forecastOf(metric: MetricPlan, values: Series, at: Instant): Forecast | null {
  const { target, alert } = boundsOf(metric);
  // A target is what holds: it is missed beyond its bound, where an alert begins.
  const missed = target && { ...target, above: !target.above };
  for (const [to, bound] of [
    ['target', missed],
    ['alert', alert],
  ] as const) {
    const range = bound && paceTo(bound, values, at);
    if (!bound || !range) continue;
    const [fromMs, toMs] = [Math.round(range.earliest), Math.round(range.latest)];
    return { to, bound: printQuantity(bound.quantity), fromMs, toMs };
  }
  return null;
}

/** Coarse enough that it does not change with each look: to a minute, ten minutes, an hour. */
function shownSpan(span: Milliseconds, direction: 'down' | 'up'): string {
  const step = span < hour ? minute : span < 10 * hour ? 10 * minute : hour;
  const steps = span / step;
  // Slopes are measured: what is a whole number of steps but for the last digits is that number.
  const rounded = direction === 'down' ? Math.floor(steps + 1e-6) : Math.ceil(steps - 1e-6);
  return rounded === 0 ? 'less than 1m' : formatDuration(rounded * step);
}

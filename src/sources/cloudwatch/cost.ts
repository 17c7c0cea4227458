// What the polling costs: shown, so that nobody learns it from the bill.

import type { Milliseconds } from '../../domain/clock.ts';

/** US dollars for 1,000 metrics requested by GetMetricData. */
const dollarsAThousandMetrics = 0.01;

/**
 * US dollars an hour for asking `metrics` metrics every `every` milliseconds: metrics × polls an hour × $0.01 / 1,000.
 * Metric math costs nothing by itself, the metrics that it takes in do. Source: docs/rules-research.md §2.5, the public price of
 * GetMetricData in most regions (from secondary sources); the free million of API calls does not cover it.
 */
export function dollarsAnHour(metrics: number, every: Milliseconds): number {
  return (metrics * (3_600_000 / every) * dollarsAThousandMetrics) / 1_000;
}

/** US dollars for 1,000 requests of any other operation; the first million of a month is free. */
const dollarsAThousandRequests = 0.01;

/**
 * US dollars an hour for `requests` calls of DescribeAlarms or GetDashboard every `every` milliseconds, once the free million of
 * the month is used up: an upper bound.
 */
export function requestDollarsAnHour(requests: number, every: Milliseconds): number {
  return (requests * (3_600_000 / every) * dollarsAThousandRequests) / 1_000;
}

/** `$0.0036`, `$0.29`, `$12.50`: two significant digits below a dollar, cents above. */
export function dollarText(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars >= 0.095) return `$${dollars.toFixed(2)}`;
  return `$${dollars.toFixed(1 - Math.floor(Math.log10(dollars)))}`;
}

// GetMetricData over the tracks: periods aligned to the epoch, statistics over what a period has so far, paging.

import * as z from 'zod';
import type { Instant } from '../../domain/clock.ts';
import type { CloudWatchService } from '../scenario-schema.ts';
import type { World } from '../world.ts';
import { AwsError, fromPageToken, pageToken } from './cloudwatch-error.ts';
import { evaluateMath, type Points } from './cloudwatch-math.ts';

export interface CloudWatchView {
  readonly service: CloudWatchService;
  readonly world: World;
  readonly at: Instant;
}

/** AWS's own limits. */
const queriesMax = 500;
const datapointsMax = 100_800;
/** The track is looked at this often in a period. */
const looksPerPeriod = 6;

const dimensionSchema = z.strictObject({ Name: z.string().min(1), Value: z.string().min(1) });
const querySchema = z.strictObject({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: z.string().min(1),
        MetricName: z.string().min(1),
        Dimensions: z.array(dimensionSchema).max(30).default([]),
      }),
      Period: z
        .int()
        .refine((period) => [1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0), {
          error: 'a period is 1, 5, 10, 20, 30 or a multiple of 60 seconds',
        }),
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().min(1).max(2_048).optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
  Period: z.int().positive().optional(),
  AccountId: z.string().optional(),
});
type Query = z.output<typeof querySchema>;

const inputSchema = z.strictObject({
  MetricDataQueries: z.array(querySchema).min(1).max(queriesMax),
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: z.int().min(1).max(datapointsMax).default(datapointsMax),
  LabelOptions: z.unknown().optional(),
});

export function getMetricData(raw: unknown, view: CloudWatchView): unknown {
  const input = inputSchema.parse(raw);
  if (input.EndTime <= input.StartTime)
    throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const byId = new Map(input.MetricDataQueries.map((query) => [query.Id, query]));
  if (byId.size < input.MetricDataQueries.length) throw invalid('The values for Id must be unique.');
  const series = new Map<string, Points>();
  for (const query of input.MetricDataQueries)
    if (query.MetricStat) series.set(query.Id, statSeries(query, input.StartTime, input.EndTime, view));
  for (const query of input.MetricDataQueries) if (!query.MetricStat) mathSeries(query, byId, series);
  const returned = input.MetricDataQueries.filter((query) => query.ReturnData).map((query) => {
    const points = [...(series.get(query.Id) ?? [])].sort(([a], [b]) => a - b);
    return { query, points: input.ScanBy === 'TimestampDescending' ? points.reverse() : points };
  });
  return page(returned, input.MaxDatapoints, input.NextToken);
}

function statSeries(query: Query, start: number, end: number, view: CloudWatchView): Points {
  const points = new Map<number, number>();
  const stat = query.MetricStat;
  if (stat === undefined || query.Expression !== undefined)
    throw invalid(`Query ${query.Id} must have either MetricStat or Expression.`);
  const { Namespace, MetricName, Dimensions } = stat.Metric;
  const wanted = new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const metric = view.service.metrics.find(
    ({ namespace, metric, dimensions }) =>
      namespace === Namespace && metric === MetricName && sameDimensions(dimensions, wanted),
  );
  const first = Math.floor(start / stat.Period) * stat.Period;
  if ((end - first) / stat.Period > datapointsMax)
    throw invalid(`more than ${datapointsMax} datapoints asked for`);
  // A metric that is not there has no data: CloudWatch does not tell it from a silent one.
  if (metric === undefined) return points;
  const visible = view.at - view.service.publishDelay;
  for (let at = first; at < end; at += stat.Period) {
    const values: number[] = [];
    for (let look = 0; look < looksPerPeriod; look++) {
      const instant = Math.round((at + (look * stat.Period) / looksPerPeriod) * 1_000);
      if (instant <= visible) values.push(view.world.number(metric.value, instant));
    }
    if (values.length > 0) points.set(at, statistic(stat.Stat, values));
  }
  return points;
}

/** CloudWatch matches the whole set of dimensions, never a part of it. */
function sameDimensions(own: Readonly<Record<string, string>>, wanted: ReadonlyMap<string, string>): boolean {
  const entries = Object.entries(own);
  return entries.length === wanted.size && entries.every(([name, value]) => wanted.get(name) === value);
}

function statistic(name: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'Average':
      return sum / values.length;
    case 'Sum':
      return sum;
    case 'SampleCount':
      return values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default: {
      const percent = Number(/^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(percent))
        throw invalid(`The value ${name.slice(0, 64)} for parameter Stat is not supported.`);
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
    }
  }
}

/** An expression may look at other expressions; a circle is an error. */
function mathSeries(
  query: Query,
  byId: ReadonlyMap<string, Query>,
  series: Map<string, Points>,
  above: readonly string[] = [],
): Points {
  const known = series.get(query.Id);
  if (known) return known;
  if (query.Expression === undefined)
    throw invalid(`Query ${query.Id} must have either MetricStat or Expression.`);
  if (above.includes(query.Id)) throw invalid(`Query ${query.Id} refers to itself.`);
  const points = evaluateMath(query.Expression, (id) => {
    const other = byId.get(id);
    if (other === undefined)
      throw invalid(`The expression of ${query.Id} refers to ${id}, which is not there.`);
    return series.get(id) ?? mathSeries(other, byId, series, [...above, query.Id]);
  });
  series.set(query.Id, points);
  return points;
}

interface Returned {
  readonly query: Query;
  readonly points: readonly (readonly [number, number])[];
}

/** At most `max` datapoints; a result that is cut is PartialData and goes on behind the token. */
function page(returned: readonly Returned[], max: number, token: string | undefined): unknown {
  const [firstQuery = 0, firstPoint = 0] = token === undefined ? [] : fromPageToken(token, 2);
  const results: unknown[] = [];
  let room = max;
  let next: string | undefined;
  for (const [index, { query, points }] of returned.entries()) {
    if (index < firstQuery) continue;
    if (room === 0) {
      next = pageToken([index, 0]);
      break;
    }
    const from = index === firstQuery ? firstPoint : 0;
    const part = points.slice(from, from + room);
    room -= part.length;
    const complete = from + part.length >= points.length;
    results.push({
      Id: query.Id,
      Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
      Timestamps: part.map(([at]) => at),
      Values: part.map(([, value]) => value),
      StatusCode: complete ? 'Complete' : 'PartialData',
    });
    if (complete) continue;
    next = pageToken([index, from + part.length]);
    break;
  }
  return { MetricDataResults: results, Messages: [], ...(next === undefined ? {} : { NextToken: next }) };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', 'ValidationError', 400, message);
}

// From what the metrics read to the queries of GetMetricData: ids, packing into calls, metrics asked for only once.

import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Milliseconds } from '../../domain/clock.ts';
import { assert } from '../../domain/errors.ts';
import type { MetricRead } from '../source.ts';
import { isInsightsQuery, needsOwnCall, queryIdPattern, renameInExpression } from './expression.ts';
import type { ExpressionRead, MetricStatRead } from './options.ts';

/** Most queries that CloudWatch takes in one call. */
export const queriesMax = 500;

export type DataRead = MetricRead<MetricStatRead | ExpressionRead>;

/** The queries of one call, and which of their results is which metric's. All have the same period. */
export interface Batch {
  readonly period: Milliseconds;
  readonly reads: readonly DataRead[];
  readonly queries: readonly MetricDataQuery[];
  readonly targets: readonly Target[];
}

export interface Target {
  readonly metric: string;
  readonly queryId: string;
  /** What is read, for sentences: `AWS/ECS CPUUtilization`, `m1/m2*100`. */
  readonly subject: string;
}

/** Packs the reads into as few calls as CloudWatch's limit and the periods allow. */
export function planBatches(reads: readonly DataRead[]): Batch[] {
  const batches: Batch[] = [];
  const byPeriod = Map.groupBy(reads, ({ read }) => read.period);
  for (const samePeriod of byPeriod.values()) {
    let open: DataRead[] = [];
    let size = 0;
    for (const entry of samePeriod) {
      if (isAlone(entry)) {
        batches.push(makeBatch([entry]));
        continue;
      }
      const needed = querySize(entry);
      if (size + needed > queriesMax) {
        batches.push(makeBatch(open));
        open = [];
        size = 0;
      }
      open.push(entry);
      size += needed;
    }
    if (open.length > 0) batches.push(makeBatch(open));
  }
  return batches;
}

/** The batch cut in two, to find which of its reads CloudWatch refuses; null when there is only one. */
export function splitBatch({ reads }: Batch): [Batch, Batch] | null {
  if (reads.length < 2) return null;
  const middle = Math.ceil(reads.length / 2);
  return [makeBatch(reads.slice(0, middle)), makeBatch(reads.slice(middle))];
}

/** How many metrics the batch asks CloudWatch for: what is paid for. */
export function metricsRequested({ queries }: Batch): number {
  return queries.filter(
    ({ MetricStat, Expression }) => MetricStat !== undefined || isInsightsQuery(Expression ?? ''),
  ).length;
}

function isAlone({ read }: DataRead): boolean {
  return 'expression' in read && needsOwnCall(read.expression);
}

function querySize({ read }: DataRead): number {
  return 'expression' in read ? Object.keys(read.metrics).length + 1 : 1;
}

function makeBatch(reads: readonly DataRead[]): Batch {
  const [first] = reads;
  assert(first, 'a batch has at least one read');
  const builder = new BatchBuilder(first.read.period);
  const targets = reads.map(({ metric, read }) => ({ metric, ...builder.add(read) }));
  const { queries } = builder;
  const ids = new Set(queries.map(({ Id }) => Id));
  assert(
    ids.size === queries.length && queries.every(({ Id }) => queryIdPattern.test(Id ?? '')),
    'query ids are well formed and unique',
  );
  assert(queries.length <= queriesMax, `a call has at most ${queriesMax} queries`);
  return { period: first.read.period, reads, queries, targets };
}

class BatchBuilder {
  readonly queries: MetricDataQuery[] = [];
  readonly #periodSeconds: number;
  /** The queries for plain metrics by all that tells them apart, so that each is asked for, and paid for, once. */
  readonly #byMetric = new Map<string, MetricDataQuery & { Id: string }>();

  constructor(period: Milliseconds) {
    this.#periodSeconds = period / 1_000;
  }

  add(read: MetricStatRead | ExpressionRead): Omit<Target, 'metric'> {
    if ('expression' in read) return { queryId: this.#addExpression(read), subject: read.expression };
    const query = this.#metricQuery(read, null);
    query.ReturnData = true;
    return { queryId: query.Id, subject: `${read.namespace} ${read.metric}` };
  }

  #addExpression({ expression, metrics }: ExpressionRead): string {
    // METRICS("x") picks metrics by their ids, so an expression in a call of its own keeps the names it was written with.
    const keepNames = needsOwnCall(expression);
    const names = new Map<string, string>();
    for (const [name, stat] of Object.entries(metrics))
      names.set(name, this.#metricQuery(stat, keepNames ? name : null).Id);
    let id = `e${this.queries.length}`;
    while (names.has(id)) id += '_';
    this.queries.push({
      Id: id,
      Expression: keepNames ? expression : renameInExpression(expression, names),
      Period: this.#periodSeconds,
      ReturnData: true,
    });
    return id;
  }

  /** @param ownId the id that it must have; null to take one that is free, or the query that is there already. */
  #metricQuery(
    { namespace, metric, dimensions, stat, unit }: Omit<MetricStatRead, 'period'>,
    ownId: string | null,
  ): MetricDataQuery & { Id: string } {
    const pairs = Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1));
    const key = JSON.stringify([ownId, namespace, metric, pairs, stat, unit ?? null]);
    const known = this.#byMetric.get(key);
    if (known) return known;
    const query = {
      Id: ownId ?? `m${this.queries.length}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })),
        },
        Period: this.#periodSeconds,
        Stat: stat,
        ...(unit === undefined ? {} : { Unit: unit }),
      },
      ReturnData: false,
    };
    this.#byMetric.set(key, query);
    this.queries.push(query);
    return query;
  }
}

// One poll's GetMetricData: every batch, page by page, and what happens when CloudWatch refuses one query of many.

import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { gapsFor, type MetricSample } from '../source.ts';
import type { FailureKind } from './failure.ts';
import { metricsRequested, planBatches, splitBatch, type Batch, type DataRead } from './queries.ts';
import { Collector, samplesOf } from './results.ts';
import type { Session } from './session.ts';
import { windowAt } from './window.ts';

/** Most pages of one answer that are read; CloudWatch puts 100,800 data points on one. */
const pagesMax = 20;

/** Most batches that one poll cuts in two to find a query that CloudWatch refuses. The next poll goes on with it. */
const splitsMax = 24;

/** What one part of a poll brought. `failure` is set when nothing could be read. */
export interface Outcome {
  readonly samples: readonly MetricSample[];
  readonly failure: { readonly kind: FailureKind; readonly gap: Gap } | null;
  /** What an on-call should know beside the samples. */
  readonly remarks: readonly string[];
}

interface ReaderInput {
  readonly session: Session;
  readonly clock: Clock;
  readonly settle: Milliseconds;
  readonly history: Milliseconds | null;
}

export class MetricDataReader {
  readonly #input: ReaderInput;
  #batches: Batch[];
  /** The end of the last complete look at each batch. */
  readonly #filledUntil = new WeakMap<Batch, Instant>();
  #splitsLeft = 0;

  constructor(reads: readonly DataRead[], input: ReaderInput) {
    this.#input = input;
    this.#batches = planBatches(reads);
  }

  /** Metrics that one poll requests, and pays for. */
  get metricsRequested(): number {
    return this.#batches.reduce((sum, batch) => sum + metricsRequested(batch), 0);
  }

  async read(signal: AbortSignal): Promise<Outcome[]> {
    this.#splitsLeft = splitsMax;
    const read = await Promise.all(this.#batches.map((batch) => this.#readOrSplit(batch, signal)));
    this.#batches = read.flatMap(({ batches }) => batches);
    return read.flatMap(({ outcomes }) => outcomes);
  }

  /** CloudWatch refuses a whole call for one wrong query: the call is cut in two until only the wrong ones fail. */
  async #readOrSplit(
    batch: Batch,
    signal: AbortSignal,
  ): Promise<{ batches: readonly Batch[]; outcomes: readonly Outcome[] }> {
    const outcome = await this.#readBatch(batch, signal);
    const halves = outcome.failure?.kind === 'invalid' && this.#splitsLeft > 0 ? splitBatch(batch) : null;
    if (!halves) return { batches: [batch], outcomes: [outcome] };
    this.#splitsLeft--;
    const parts = await Promise.all(halves.map((half) => this.#readOrSplit(half, signal)));
    return {
      batches: parts.flatMap(({ batches }) => batches),
      outcomes: parts.flatMap(({ outcomes }) => outcomes),
    };
  }

  async #readBatch(batch: Batch, signal: AbortSignal): Promise<Outcome> {
    const { clock, history, session, settle } = this.#input;
    const filledUntil = this.#filledUntil.get(batch) ?? null;
    const window = windowAt(clock.now(), batch.period, settle, history, filledUntil);
    const collector = new Collector();
    const tokens = new Set<string>();
    let token: string | undefined;
    let cut: string | null = null;
    for (let page = 1; ; page++) {
      const reply = await session.getMetricData(
        {
          MetricDataQueries: [...batch.queries],
          StartTime: new Date(window.start),
          EndTime: new Date(window.end),
          ScanBy: 'TimestampAscending',
          ...(token === undefined ? {} : { NextToken: token }),
        },
        signal,
      );
      if (reply.failure) return failed(batch, clock.now(), reply.failure);
      if (!collector.add(reply.output) && page === 1)
        return failed(batch, clock.now(), {
          kind: 'other',
          gap: gap('parse', 'CloudWatch answered without any results'),
        });
      token = reply.output.NextToken;
      if (token === undefined || token === '') break;
      if (page >= pagesMax) cut = `answer cut after ${pagesMax} pages`;
      else if (tokens.has(token)) cut = 'answer cut: CloudWatch repeats a page';
      if (cut !== null) break;
      tokens.add(token);
    }
    // A cut answer would be cut again: the next look starts over from what is recent.
    if (collector.complete || cut !== null) this.#filledUntil.set(batch, window.end);
    const look = { window, period: batch.period, settle, now: clock.now() };
    return {
      samples: batch.targets.flatMap((target) =>
        samplesOf(target, collector.get(target.queryId), look).map((sample) => ({
          metric: target.metric,
          sample,
        })),
      ),
      failure: null,
      remarks: [...collector.messages, ...(cut === null ? [] : [cut])],
    };
  }
}

function failed(batch: Batch, at: Instant, failure: NonNullable<Outcome['failure']>): Outcome {
  const metrics = batch.targets.map(({ metric }) => metric);
  return { samples: gapsFor(metrics, at, failure.gap), failure, remarks: [] };
}

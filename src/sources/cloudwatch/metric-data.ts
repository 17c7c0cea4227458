// One poll's GetMetricData: every batch, page by page, and what happens when one query of many is refused, or breaks the call.

import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import { gapsFor, type MetricSample } from '../source.ts';
import type { Failure } from './failure.ts';
import { metricsRequested, planBatches, splitBatch, type Batch, type DataRead } from './queries.ts';
import { Collector, samplesOf } from './results.ts';
import type { Session } from './session.ts';
import { windowAt } from './window.ts';

/** Most pages of one answer that are read; CloudWatch puts 100,800 data points on one. */
const pagesMax = 20;

/** Most batches that one poll cuts in two to find a query that CloudWatch refuses. The next poll goes on with it. */
const splitsMax = 24;

/** While nothing is answered, after so many broken calls it is CloudWatch that is broken, and no query. */
const brokenMax = 4;

/** What one part of a poll brought. `failure` is set when nothing could be read. */
export interface Outcome {
  readonly samples: readonly MetricSample[];
  readonly failure: Failure | null;
  /** What an on-call should know beside the samples. */
  readonly remarks: readonly string[];
}

interface ReaderInput {
  readonly session: Session;
  readonly clock: Clock;
  readonly settle: Milliseconds;
  readonly history: Milliseconds | null;
}

interface BatchOutcome {
  readonly batch: Batch;
  readonly outcome: Outcome;
}

export class MetricDataReader {
  readonly #input: ReaderInput;
  readonly #planned: readonly Batch[];
  /** What is asked: the planned ones, cut while one of their queries fails. */
  #batches: readonly Batch[];
  /** The end of the last complete look at each batch. */
  readonly #filledUntil = new WeakMap<Batch, Instant>();

  constructor(reads: readonly DataRead[], input: ReaderInput) {
    this.#input = input;
    this.#planned = planBatches(reads);
    this.#batches = this.#planned;
  }

  /** Metrics that one poll requests, and pays for. */
  get metricsRequested(): number {
    return this.#batches.reduce((sum, batch) => sum + metricsRequested(batch), 0);
  }

  /** One wrong query fails its whole call: the call is cut in two, and again, until only the wrong ones fail. */
  async read(signal: AbortSignal): Promise<Outcome[]> {
    const done: BatchOutcome[] = [];
    let asked = this.#batches;
    let splitsLeft = splitsMax;
    let broken = 0;
    let answered = false;
    while (asked.length > 0) {
      const round = await Promise.all(
        asked.map(async (batch) => ({ batch, outcome: await this.#readBatch(batch, signal) })),
      );
      answered ||= round.some(({ outcome }) => outcome.failure === null);
      broken += round.filter(({ outcome }) => outcome.failure?.kind === 'broken').length;
      const halves: Batch[] = [];
      for (const one of round) {
        const kind = one.outcome.failure?.kind;
        const isOfQuery = kind === 'invalid' || (kind === 'broken' && (answered || broken < brokenMax));
        const parts = isOfQuery && splitsLeft > 0 ? splitBatch(one.batch) : null;
        if (parts) {
          splitsLeft--;
          halves.push(...parts);
        } else done.push(one);
      }
      asked = halves;
    }
    // What nobody answers is not worth more calls at the next look, and what has passed needs them no longer.
    const isOfQuery = answered || done.some(({ outcome }) => outcome.failure?.kind === 'invalid');
    const isLasting = isOfQuery && done.some(({ outcome }) => outcome.failure !== null);
    this.#batches = isLasting ? done.map(({ batch }) => batch) : this.#planned;
    return done.map(({ outcome }) => outcome);
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
      if (reply.gap) return failed(batch, clock.now(), reply);
      if (!collector.add(reply.value) && page === 1)
        return failed(batch, clock.now(), {
          kind: 'other',
          gap: gap('parse', 'CloudWatch answered without any results'),
        });
      token = reply.value.NextToken;
      if (token === undefined || token === '') break;
      if (page >= pagesMax) cut = `answer cut after ${pagesMax} pages`;
      else if (tokens.has(token)) cut = 'answer cut: CloudWatch repeats a page';
      if (cut !== null) break;
      tokens.add(token);
    }
    // A cut answer would be cut again: the next look starts over from what is recent.
    if (collector.complete || cut !== null) this.#filledUntil.set(batch, window.end);
    const { messages } = collector;
    const look = { window, period: batch.period, settle, now: clock.now(), isCut: cut !== null, messages };
    return {
      samples: batch.targets.flatMap((target) =>
        samplesOf(target, collector.get(target.queryId), look).map((sample) => ({
          metric: target.metric,
          sample,
        })),
      ),
      failure: null,
      remarks: [...messages, ...(cut === null ? [] : [cut])],
    };
  }
}

function failed(batch: Batch, at: Instant, failure: Failure): Outcome {
  const metrics = batch.targets.map(({ metric }) => metric);
  return { samples: gapsFor(metrics, at, failure.gap), failure, remarks: [] };
}

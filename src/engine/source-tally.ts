// What is known of one source from its polls: counts, the newest outcome, and samples that are fit to be shown.

import { isoInstant, type Instant } from '../domain/clock.ts';
import { gap, gapState, hushed, ofNothing, type Gap } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';
import type { Iso, SourceState } from '../rules/board.ts';
import { gapsFor, type MetricSample, type PollResult } from '../sources/source.ts';

interface Tallied {
  readonly id: string;
  readonly kind: string;
  readonly metrics: readonly string[];
}

export class SourceTally {
  readonly #of: Tallied;
  readonly #redact: (text: string) => string;
  #polls = 0;
  #gaps = 0;
  #ok = false;
  #gap: Gap | null = null;
  #latencyMs: number | null = null;
  #lookedAt: Instant | null = null;
  #lastOkAt: Instant | null = null;
  #note: string | null = null;
  #warning: string | null = null;

  constructor(of: Tallied, redact: (text: string) => string) {
    this.#of = of;
    this.#redact = redact;
  }

  get polls(): number {
    return this.#polls;
  }

  get gap(): Gap | null {
    return this.#gap;
  }

  /** When the newest poll that has ended began. */
  get lookedAt(): Iso | null {
    return this.#lookedAt === null ? null : isoInstant(this.#lookedAt);
  }

  state(skipped: number, nextAt: Instant | null): SourceState {
    const { id, kind } = this.#of;
    return {
      id,
      kind,
      ok: this.#ok,
      latencyMs: this.#latencyMs,
      polls: this.#polls,
      gaps: this.#gaps,
      skipped,
      gap: this.#gap && gapState(this.#gap),
      lookedAt: this.lookedAt,
      lastOkAt: this.#lastOkAt === null ? null : isoInstant(this.#lastOkAt),
      nextAt: nextAt === null ? null : isoInstant(nextAt),
      note: this.#note,
      warning: this.#warning,
    };
  }

  /** Takes in a poll that has ended; @returns its samples, one or more for each metric. */
  take(result: PollResult, began: Instant, now: Instant): readonly MetricSample[] {
    const resultGap = result.gap && this.#cleanGap(result.gap);
    const samples = result.samples.map((sample) => this.#cleanSample(sample));
    const unread = missingIn(samples, this.#of.metrics);
    if (unread.length > 0) samples.push(...gapsFor(unread, now, unreadGap(resultGap)));
    this.#ok = resultGap === null;
    this.#latencyMs = result.latencyMs;
    this.#polls++;
    this.#lookedAt = began;
    if (resultGap === null) this.#lastOkAt = now;
    else this.#gaps++;
    this.#gap = resultGap;
    this.#note = result.note === null ? null : this.#clean(result.note);
    this.#warning = result.warning === undefined ? null : this.#clean(result.warning);
    return samples;
  }

  #cleanSample(read: MetricSample): MetricSample {
    const { metric, sample } = read;
    if (sample.gap) return { metric, sample: { at: sample.at, gap: this.#cleanGap(sample.gap) } };
    const { value } = sample;
    return typeof value === 'string'
      ? { metric, sample: { at: sample.at, value: this.#clean(value) } }
      : read;
  }

  #cleanGap(problem: Gap): Gap {
    return hushed(problem, (text) => this.#clean(text));
  }

  #clean(text: string): string {
    return plainText(this.#redact(text));
  }
}

/** What a look says of metrics that it has not read: nothing, whatever its own trouble is called. */
function unreadGap(ofSource: Gap | null): Gap {
  return ofSource ? ofNothing(ofSource) : gap('partial_data', 'the source answered without this reading');
}

/** Which of the metrics have no sample here. */
function missingIn(samples: readonly MetricSample[], metrics: readonly string[]): readonly string[] {
  // As a source gives them nearly always: one each, in order.
  if (
    samples.length === metrics.length &&
    metrics.every((metric, index) => samples[index]?.metric === metric)
  )
    return [];
  const given = new Set(samples.map(({ metric }) => metric));
  return metrics.filter((metric) => !given.has(metric));
}

// Of which metrics a look has arrived since the last board: what only time has brought about is no evidence that is kept.

import { isValueSample } from '../../domain/sample.ts';
import type { Instant } from '../../domain/clock.ts';
import { saysGone } from '../../domain/gap.ts';
import { metricsOf } from '../condition/ast.ts';
import { readBehind } from './derived.ts';
import type { Evidence } from './input.ts';
import type { ItemPlan, MetricPlan, Plan } from '../plan.ts';

export class Arrivals {
  readonly #metrics: ReadonlyMap<string, MetricPlan>;
  /** The metrics that were looked at since the last board, whatever that gave. */
  readonly #looked = new Set<string>();
  /** When the newest look came that gave a value, or said that there is none. */
  readonly #answered = new Map<string, Instant>();
  /** Those of them that were since the last board. */
  readonly #news = new Set<string>();

  /** Somebody may ask. */
  readonly #isAsked: boolean;

  constructor({ metrics, phases }: Pick<Plan, 'metrics' | 'phases'>) {
    this.#metrics = new Map(metrics.map((metric) => [metric.id, metric]));
    this.#isAsked = phases.some(({ items }) => items.some(({ when }) => when !== null));
  }

  note(evidence: readonly Evidence[], now: Instant): void {
    if (!this.#isAsked) return;
    for (const { metric, sample, seenAt = now } of evidence) {
      this.#looked.add(metric);
      if (!isValueSample(sample) && !saysGone(sample.gap.reason)) continue;
      this.#answered.set(metric, Math.min(seenAt, now));
      this.#news.add(metric);
    }
  }

  /** A board has been drawn: what comes from now on is new. */
  clear(): void {
    this.#looked.clear();
    this.#news.clear();
  }

  /** Whether something has just been seen that an item's condition can rest on. */
  concern({ when, runs }: ItemPlan): boolean {
    if (runs !== null && this.#isAmong(this.#looked, runs.of)) return true;
    return metricsOf(when?.condition ?? { type: 'and', parts: [] }).some((id) =>
      this.#isAmong(this.#news, id),
    );
  }

  /** Whether this metric, or all that it is calculated from, has answered at or after `since`. */
  isSeenSince(id: string, since: Instant): boolean {
    return this.#readBehind(id).every(
      (read) => (this.#answered.get(read) ?? Number.NEGATIVE_INFINITY) >= since,
    );
  }

  #isAmong(metrics: ReadonlySet<string>, id: string): boolean {
    return this.#readBehind(id).some((read) => metrics.has(read));
  }

  #readBehind(id: string): readonly string[] {
    return readBehind(id, (metric) => this.#metrics.get(metric)).map((metric) => metric.id);
  }
}

// Of which metrics a look has arrived since the last board: what only time has brought about is no evidence that is kept.

import { saysGone, saysNone } from '../domain/gap.ts';
import { isValueSample } from '../domain/sample.ts';
import type { Instant } from '../domain/clock.ts';
import { leavesOf, operandsOf } from './condition/ast.ts';
import { inputsOf } from './derived.ts';
import type { Evidence } from './evidence.ts';
import type { ItemPlan, MetricPlan, Plan } from './plan.ts';

export class Arrivals {
  readonly #metrics: ReadonlyMap<string, MetricPlan>;
  /** When the newest look of a metric came, whatever it said; and when the newest that gave a value, or said that there is none. */
  readonly #looked = new Map<string, Instant>();
  readonly #answered = new Map<string, Instant>();
  /** When the newest came that said whether it is there at all. */
  readonly #said = new Map<string, Instant>();

  /** Somebody may ask. */
  readonly #isAsked: boolean;

  constructor({ metrics, phases }: Pick<Plan, 'metrics' | 'phases'>) {
    this.#metrics = new Map(metrics.map((metric) => [metric.id, metric]));
    this.#isAsked = phases.some(({ items }) => items.some(({ when }) => when !== null));
  }

  note(evidence: readonly Evidence[], now: Instant): void {
    if (!this.#isAsked) return;
    for (const { metric, sample } of evidence) {
      this.#looked.set(metric, now);
      if (isValueSample(sample) || saysNone(sample.gap.reason)) this.#answered.set(metric, now);
      if (isValueSample(sample) || saysGone(sample.gap.reason)) this.#said.set(metric, now);
    }
  }

  /** A board has been drawn: what comes from now on is new. */
  clear(): void {
    this.#looked.clear();
    this.#answered.clear();
    this.#said.clear();
  }

  /** Whether something has been seen, from `since` on, that an item's condition can rest on. */
  concern({ when, runs }: ItemPlan, since: Instant): boolean {
    if (runs !== null && this.#hasCome(this.#looked, runs.of, since)) return true;
    return leavesOf(when?.condition ?? { type: 'and', parts: [] }).some((leaf) => {
      const arrived = leaf.type === 'absent' ? this.#said : this.#answered;
      return operandsOf(leaf).some(({ metric }) => this.#hasCome(arrived, metric, since));
    });
  }

  #hasCome(arrived: ReadonlyMap<string, Instant>, id: string, since: Instant): boolean {
    const metric = this.#metrics.get(id);
    if ((arrived.get(id) ?? Number.NEGATIVE_INFINITY) >= since) return true;
    return metric !== undefined && inputsOf(metric).some((input) => this.#hasCome(arrived, input, since));
  }
}

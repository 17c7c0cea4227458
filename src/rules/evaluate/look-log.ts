// The looks that windows look back over, as they were taken in: kept beyond this program's end, a restart knows what was seen before it.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Plan } from '../plan.ts';
import { lookBack, windowsOf } from './context.ts';

export interface KeptLook {
  readonly metric: string;
  /** As it came from its source, before `use` and unit. */
  readonly sample: Sample;
  /** When it reached us. */
  readonly saidAt: Instant;
  /** Something that the metric needs was down: to its windows it is no look. */
  readonly blocked: boolean;
}

/** Fills only once somebody has asked for it: who keeps nothing would only collect. */
export class LookLog {
  readonly #spans: ReadonlyMap<string, Milliseconds>;
  #looks: KeptLook[] | null = null;

  constructor(plan: Plan) {
    this.#spans = spansOf(plan);
  }

  note(metric: string, sample: Sample, saidAt: Instant, blocked: boolean): void {
    if (this.#looks !== null && this.#spans.has(metric))
      this.#looks.push({ metric, sample, saidAt, blocked });
  }

  /** From now on looks are collected. */
  begin(): void {
    this.#looks ??= [];
  }

  /** What has come since it was asked for last, in the order in which it came. */
  take(): readonly KeptLook[] {
    const looks = this.#looks ?? [];
    if (this.#looks !== null) this.#looks = [];
    return looks;
  }

  /** For how long looks at each metric matter to windows over it; metrics without one are left out. */
  get spans(): ReadonlyMap<string, Milliseconds> {
    return this.#spans;
  }
}

function spansOf(plan: Plan): ReadonlyMap<string, Milliseconds> {
  const windows = windowsOf(plan);
  // The look before a window's beginning is the edge that it is seen from.
  return new Map(
    plan.metrics.flatMap((metric) => {
      const span = lookBack(metric, windows);
      return span > 0 ? [[metric.id, span + metric.staleAfter]] : [];
    }),
  );
}

interface Resumed {
  /** Goes on with what was looked at before. */
  readonly readings: { resume(looks: readonly KeptLook[]): void };
}

/**
 * Windows go on with what was seen before a restart; it says nothing of how anything stands now but by its age. Metrics that have
 * been looked at since stay as they are.
 */
export function resumeLooks(
  judge: { readonly metrics: ReadonlyMap<string, Resumed> },
  looks: readonly KeptLook[],
  now: Instant,
): void {
  const byMetric = Map.groupBy(looks, ({ metric }) => metric);
  for (const [id, kept] of byMetric)
    judge.metrics
      .get(id)
      ?.readings.resume(kept.filter(({ sample, saidAt }) => sample.at <= now && saidAt <= now));
}

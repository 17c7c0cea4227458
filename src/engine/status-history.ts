// How each metric stood while it was watched: the changes of its status, and what a strip of equal parts of a span shows of them.

import type { Instant } from '../domain/clock.ts';
import type { Series } from '../domain/series.ts';
import { severity, type Status } from '../domain/status.ts';
import { plotNumber } from '../domain/value.ts';
import type { MetricState } from '../rules/board.ts';
import type { Bucket, Span } from './snapshot.ts';

/** Changes that are kept of one metric: what flaps each second for a quarter of an hour still has all of it. */
const changesMax = 1_000;

interface Change {
  readonly at: Instant;
  readonly status: Status;
}

export class StatusHistory {
  readonly #changes = new Map<string, Change[]>();

  /** After each judgement. */
  look(at: Instant, metrics: readonly MetricState[]): void {
    for (const { id, status } of metrics) {
      if (status === null) continue;
      const known = this.#changes.get(id);
      if (!known) this.#changes.set(id, [{ at, status }]);
      else if (known.at(-1)?.status !== status) {
        known.push({ at, status });
        // Half of them at once: one by one, each change of a full list would move all of it.
        if (known.length > changesMax) known.splice(0, changesMax / 2);
      }
    }
  }

  /** The span from `from` to `to` in `cells` equal parts, oldest first; a part's end belongs to it, its beginning does not. */
  buckets(metric: string, series: Series | undefined, { from, to }: Span, cells: number): readonly Bucket[] {
    const changes = this.#changes.get(metric) ?? [];
    const length = (to - from) / cells;
    let next = 0;
    let status: Status | null = null;
    let held = series ? numberOf(series, from) : null;
    return Array.from({ length: cells }, (_, cell) => {
      const [after, until] = [from + cell * length, from + (cell + 1) * length];
      let worst: Status | null = null;
      for (; next < changes.length && (changes[next]?.at ?? 0) <= after; next++)
        status = changes[next]?.status ?? null;
      if (status !== null) worst = status;
      for (; next < changes.length && (changes[next]?.at ?? 0) <= until; next++) {
        status = changes[next]?.status ?? null;
        if (status !== null && (worst === null || severity(status, null) < severity(worst, null)))
          worst = status;
      }
      let [low, high]: [number | null, number | null] = [null, null];
      for (const { value } of series?.valuesBetween(after, until) ?? []) {
        if (typeof value === 'string' || typeof value === 'boolean') continue;
        held = plotNumber(value);
        if (held === null) continue;
        low = low === null ? held : Math.min(low, held);
        high = high === null ? held : Math.max(high, held);
      }
      if (worst === null || worst === 'unknown') return { status: worst, low: null, high: null };
      // Between two looks the last value holds.
      return { status: worst, low: low ?? held, high: high ?? held };
    });
  }
}

function numberOf(series: Series, until: Instant): number | null {
  const value = series.newestValue(until)?.value;
  return value === undefined || typeof value === 'string' ? null : plotNumber(value);
}

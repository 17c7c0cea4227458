// How each metric stood while it was watched: the changes of its status, and what a strip of equal parts of a span shows of them.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { Series } from '../domain/series.ts';
import { severity, type Status } from '../domain/status.ts';
import { plotNumber } from '../domain/value.ts';
import type { MetricState } from '../rules/board.ts';
import type { MetricPlan } from '../rules/plan.ts';
import type { Bucket, Span } from './snapshot.ts';

/** How long changes are kept: longer than any strip looks back. */
const keptFor: Milliseconds = 20 * 60_000;
/** No board for so long, and for so many of the steps before, is a hole. */
const holeLeast: Milliseconds = 10_000;
const holeSteps = 5;
/** Changes that are kept of one metric at the most. */
const changesMax = 5_000;

interface Change {
  readonly at: Instant;
  readonly status: Status;
}

interface Known {
  readonly changes: Change[];
  /** Until when the newest reading of the last board counts. */
  freshUntil: Instant;
}

export class StatusHistory {
  readonly #known = new Map<string, Known>();
  #lookedAt: Instant = Number.NEGATIVE_INFINITY;
  /** Between the last two boards; as long as the clock is fast in a drill. */
  #step: Milliseconds = Number.POSITIVE_INFINITY;

  /**
   * After each judgement.
   * @param plans of the same metrics in the same order: how long a reading of each counts. Where no board came for longer (the machine
   *   was asleep, the program stopped), nothing was known from then on.
   */
  look(at: Instant, metrics: readonly MetricState[], plans: readonly Pick<MetricPlan, 'staleAfter'>[]): void {
    const step = at - this.#lookedAt;
    const isHole = step > holeLeast && step > holeSteps * this.#step;
    let judged = 0;
    for (const [index, { id, status, sampledAt }] of metrics.entries()) {
      if (status === null) continue;
      judged++;
      const known = this.#knownOf(id);
      const { freshUntil } = known;
      if (isHole && freshUntil < at) note(known.changes, freshUntil, 'unknown');
      note(known.changes, at, status);
      known.freshUntil = sampledAt === null ? at : Date.parse(sampledAt) + (plans[index]?.staleAfter ?? 0);
    }
    this.#lookedAt = at;
    if (!isHole) this.#step = step;
    if (this.#known.size > judged) this.#forget(new Set(metrics.map(({ id }) => id)));
  }

  #knownOf(id: string): Known {
    let known = this.#known.get(id);
    if (!known) this.#known.set(id, (known = { changes: [], freshUntil: Number.NEGATIVE_INFINITY }));
    return known;
  }

  /** What a changed profile watches no more. */
  #forget(watched: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!watched.has(id)) this.#known.delete(id);
  }

  /** The span from `from` to `to` in `cells` equal parts, oldest first; a part's end belongs to it, its beginning does not. */
  buckets(metric: string, series: Series | undefined, { from, to }: Span, cells: number): readonly Bucket[] {
    const changes = this.#known.get(metric)?.changes ?? [];
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

function note(changes: Change[], at: Instant, status: Status): void {
  if (changes.at(-1)?.status === status) return;
  changes.push({ at, status });
  const old = changes.findLastIndex((change) => change.at < at - keptFor);
  const most = changes.length - changesMax;
  // Many at once: one by one, each change of a full list would move all of it.
  if (old > 64 || most > 64) changes.splice(0, Math.max(old, most));
}

function numberOf(series: Series, until: Instant): number | null {
  const value = series.newestValue(until)?.value;
  return value === undefined || typeof value === 'string' ? null : plotNumber(value);
}

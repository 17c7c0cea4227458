// Counters over time: what each series has grown by, so that the reset of one is not hidden by another's growth.
// The rate is Prometheus' own (promql/functions.go, extrapolatedRate; RULES.md §6.4), per series and only then put together.

import type { Instant, Milliseconds } from '../../domain/clock.ts';

/** Most series that one read follows. */
export const trackedSeriesMax = 2_000;
/** Most points of one series; nearer ones than the window has room for are left out, which changes no increase. */
export const trackedPointsMax = 720;
/** An edge of the window nearer than this many average gaps is reached by extrapolation; else half a gap is added. */
const edgeFactor = 1.1;

interface Point {
  readonly at: Instant;
  readonly raw: number;
  /** Growth since the series was first seen, resets made good. */
  readonly grown: number;
}

export class CounterTrack {
  readonly #window: Milliseconds;
  readonly #series = new Map<string, Point[]>();

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  /** Takes in what the series shows. False when there are too many series already. */
  add(key: string, at: Instant, raw: number): boolean {
    const points = this.#series.get(key);
    if (!points) {
      if (this.#series.size >= trackedSeriesMax) return false;
      this.#series.set(key, [{ at, raw, grown: 0 }]);
      return true;
    }
    const last = points.at(-1);
    if (!last) points.push({ at, raw, grown: 0 });
    else if (at > last.at) {
      // What is less than before began again at zero.
      const grown = last.grown + (raw < last.raw ? raw : raw - last.raw);
      const before = points.at(-2);
      if (before && last.at - before.at < this.#window / trackedPointsMax) points.pop();
      points.push({ at, raw, grown });
    }
    return true;
  }

  /** Lets go of what lies before the window that ends at `now`; a series stays as long as a point of it does. */
  forget(now: Instant): void {
    const after = now - this.#window;
    for (const [key, points] of this.#series) {
      let outside = 0;
      while (outside < points.length && (points[outside]?.at ?? 0) <= after) outside++;
      if (outside === points.length) this.#series.delete(key);
      else if (outside > 0) points.splice(0, outside);
    }
  }

  /** Growth a second of this series; null with fewer than two points in the window. */
  rate(key: string, now: Instant): number | null {
    return extrapolatedRate(this.#series.get(key) ?? [], now, this.#window);
  }

  /** The rates of all series that have one, those too that have gone within the window. */
  rates(now: Instant): number[] {
    const rates: number[] = [];
    for (const points of this.#series.values()) {
      const rate = extrapolatedRate(points, now, this.#window);
      if (rate !== null) rates.push(rate);
    }
    return rates;
  }
}

function extrapolatedRate(points: readonly Point[], now: Instant, window: Milliseconds): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const increase = last.grown - first.grown;
  const sampled = last.at - first.at;
  const averageGap = sampled / (points.length - 1);
  let toStart = first.at - (now - window);
  let toEnd = now - last.at;
  if (toStart >= averageGap * edgeFactor) toStart = averageGap / 2;
  if (toEnd >= averageGap * edgeFactor) toEnd = averageGap / 2;
  // A counter is never below zero: it cannot have begun earlier than its zero point.
  if (increase > 0 && first.raw >= 0) toStart = Math.min(toStart, sampled * (first.raw / increase));
  return ((increase * (sampled + toStart + toEnd)) / sampled / window) * 1_000;
}

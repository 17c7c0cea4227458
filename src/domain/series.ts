// The samples of one metric, newest last, bounded in number and in age.

import type { Instant, Milliseconds } from './clock.ts';
import { Coverage, type Pace } from './coverage.ts';
import type { Part, Sample, ValueSample } from './sample.ts';
import { isValueSample } from './sample.ts';
import { SlidingWindow } from './sliding-window.ts';
import { Trend, type Direction } from './trend.ts';
import type { Value } from './value.ts';

/** Most samples that any series keeps: a day at five seconds, and some. */
export const seriesPointsMax = 20_000;
/** Most windows that are kept moving over one series; the one that was not asked for longest is let go. */
const windowsMax = 64;

export interface SeriesLimits {
  /** Samples older than this, seen from the newest, are let go. */
  readonly keep: Milliseconds;
  readonly pointsMax?: number;
  /** Shifts the stretches that a trend takes its points from; different for each of many series. */
  readonly phase?: Milliseconds;
  /** What is expected of its looks. Left out, a window counts as seen whole, as Prometheus has it. */
  readonly pace?: Pace;
}

export class Series {
  #samples: Sample[] = [];
  /** Where the live part begins: letting go moves this, and the array is cut only now and then. */
  #start = 0;
  #dropped = 0;
  /** What of its time was seen; null where that is not asked. */
  readonly coverage: Coverage | null;
  readonly #keep: Milliseconds;
  readonly #pointsMax: number;
  readonly #windows = new Map<string, SlidingWindow>();
  readonly #trends: Readonly<Record<Direction, Trend>>;

  constructor(limits: SeriesLimits) {
    this.#keep = limits.keep;
    this.#pointsMax = limits.pointsMax ?? seriesPointsMax;
    this.coverage = limits.pace ? new Coverage(limits.pace) : null;
    const phase = limits.phase ?? 0;
    this.#trends = { up: new Trend(this, 'up', phase), down: new Trend(this, 'down', phase) };
  }

  /** Samples that the number's bound, not their age, has pushed out. */
  get dropped(): number {
    return this.#dropped;
  }

  get length(): number {
    return this.#samples.length - this.#start;
  }

  /** The newest sample, value or gap. */
  get newest(): Sample | null {
    return this.#samples.at(-1) ?? null;
  }

  /**
   * Takes a sample in. One that is older than the newest is put where it belongs; one of the same instant replaces the
   * earlier arrival, except that a gap never replaces a value.
   */
  push(sample: Sample): void {
    this.coverage?.note(sample);
    const index = this.#after(sample.at);
    const before = index > this.#start ? this.#samples[index - 1] : undefined;
    if (before?.at === sample.at) {
      if (!isValueSample(sample) && isValueSample(before)) return;
      this.#samples[index - 1] = sample;
      this.#tell(before, sample);
    } else {
      if (index === this.#samples.length) this.#samples.push(sample);
      else this.#samples.splice(index, 0, sample);
      this.#tell(null, sample);
    }
    this.#letGo();
  }

  /** The window of this length that ends at `until`. Asked for at a next instant, it moves there. */
  window(length: Milliseconds, until: Instant, name = ''): SlidingWindow {
    const key = `${length} ${name}`;
    const known = this.#windows.get(key);
    const window = known ?? new SlidingWindow(this, length);
    if (known === undefined || this.#windows.size > windowsMax / 2) {
      this.#windows.delete(key);
      this.#windows.set(key, window);
    }
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= windowsMax) break;
      this.#windows.delete(oldest);
    }
    window.moveTo(until);
    return window;
  }

  /** Where the values are heading when they head up, or down. */
  trend(direction: Direction): Trend {
    return this.#trends[direction];
  }

  /** Samples with `after < at <= until`, oldest first. */
  between(after: Instant, until: Instant): readonly Sample[] {
    return this.#samples.slice(this.#after(after), this.#after(until));
  }

  /** Value samples with `after < at <= until`, oldest first. */
  valuesBetween(after: Instant, until: Instant): readonly ValueSample[] {
    return this.between(after, until).filter(isValueSample);
  }

  /** How many values there are with `after < at <= until`. */
  countBetween(after: Instant, until: Instant): number {
    let count = 0;
    for (let index = this.#after(after); index < this.#after(until); index++)
      if (this.#samples[index]?.gap === undefined) count++;
    return count;
  }

  /** The newest value at or before `until`, whatever gaps came after it. */
  newestValue(until: Instant = Number.POSITIVE_INFINITY): ValueSample | null {
    for (let index = this.#after(until) - 1; index >= this.#start; index--) {
      const sample = this.#samples[index];
      if (sample && isValueSample(sample)) return sample;
    }
    return null;
  }

  /** The value of exactly this instant; null when there is none. */
  valueAt(at: Instant): Value | null {
    const sample = this.#samples[this.#after(at) - 1];
    return sample && sample.at === at && isValueSample(sample) ? sample.value : null;
  }

  /** What the value of exactly this instant rests on, where that was not seen whole. */
  partAt(at: Instant): Part | null {
    const sample = this.#samples[this.#after(at) - 1];
    return sample && sample.at === at && isValueSample(sample) ? (sample.part ?? null) : null;
  }

  /** All that is kept, oldest first. */
  all(): readonly Sample[] {
    return this.#samples.slice(this.#start);
  }

  /** The last `count` samples, oldest first. */
  last(count: number): readonly Sample[] {
    return this.#samples.slice(Math.max(this.#start, this.#samples.length - count));
  }

  /** Index of the first sample later than `at`. */
  #after(at: Instant): number {
    let low = this.#start;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const sample = this.#samples[middle];
      if (sample !== undefined && sample.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Windows and trends follow every change. */
  #tell(removed: Sample | null, added: Sample | null): void {
    const gone = removed && isValueSample(removed) ? removed : null;
    const come = added && isValueSample(added) ? added : null;
    if (gone === null && come === null) return;
    for (const window of this.#windows.values()) window.changed(gone, come);
    for (const trend of [this.#trends.up, this.#trends.down]) trend.changed(gone, come);
  }

  #letGo(): void {
    const newest = this.#samples.at(-1);
    if (!newest) return;
    this.coverage?.forget(newest.at - this.#keep);
    while (this.length > this.#pointsMax) {
      this.#dropOldest();
      this.#dropped++;
    }
    for (;;) {
      const oldest = this.#samples[this.#start];
      if (!oldest || oldest.at >= newest.at - this.#keep) break;
      this.#dropOldest();
    }
    if (this.#start > 1_024 && this.#start * 2 > this.#samples.length) {
      this.#samples = this.#samples.slice(this.#start);
      this.#start = 0;
    }
  }
  #dropOldest(): void {
    const oldest = this.#samples[this.#start++];
    if (oldest) this.#tell(oldest, null);
  }
}

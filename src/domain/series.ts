// The samples of one metric, newest last, bounded in number and in age.

import type { Instant, Milliseconds } from './clock.ts';
import { Endings } from './endings.ts';
import { endsValue } from './gap.ts';
import type { Sample, ValueSample } from './sample.ts';
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
}

export class Series {
  #samples: Sample[] = [];
  /** Where the live part begins: letting go moves this, and the array is cut only now and then. */
  #start = 0;
  #dropped = 0;
  readonly #keep: Milliseconds;
  readonly #pointsMax: number;
  readonly #windows = new Map<string, SlidingWindow>();
  readonly #endings = new Endings();
  readonly #trends: Readonly<Record<Direction, Trend>>;

  constructor(limits: SeriesLimits) {
    this.#keep = limits.keep;
    this.#pointsMax = limits.pointsMax ?? seriesPointsMax;
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
   * @param saidAt when we were told; what ends a value holds until a later look tells one.
   */
  push(sample: Sample, saidAt: Instant = sample.at): void {
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
    if (isValueSample(sample)) this.#endings.told(sample.at, saidAt, this.#nextValueAt(sample.at));
    else if (endsValue(sample.gap.reason)) this.#end(sample.at, saidAt);
    this.#letGo();
  }

  /** The newest value up to this instant, which is known already, was told again. */
  toldAgain(until: Instant, saidAt: Instant): void {
    const newest = this.newestValue(until);
    if (newest) this.#endings.told(newest.at, saidAt, this.#nextValueAt(newest.at));
  }

  /** Takes over what another series holds. */
  takeUp(other: Series): void {
    for (const sample of other.all()) this.push(sample);
    this.#endings.takeUp(other.#endings);
  }

  /** Since when the newest value at or before `until` is over, because a look said that there is none; null while it stands. */
  overAt(until: Instant): Instant | null {
    const end = this.endAfter(until);
    return end !== null && end <= until ? end : null;
  }

  /** When the newest value at or before `until` was over, also after `until`; null where nobody has said so. */
  endAfter(until: Instant = Number.POSITIVE_INFINITY): Instant | null {
    const newest = this.newestValue(until);
    return newest && this.#endings.after(newest.at);
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

  /** All that is kept, oldest first. */
  all(): readonly Sample[] {
    return this.#samples.slice(this.#start);
  }

  /** The last `count` samples, oldest first. */
  last(count: number): readonly Sample[] {
    return this.#samples.slice(Math.max(this.#start, this.#samples.length - count));
  }

  #end(at: Instant, saidAt: Instant): void {
    const newest = this.newestValue(at);
    if (newest !== null && newest.at < at) this.#endings.ended(newest.at, at, saidAt);
  }

  #nextValueAt(at: Instant): Instant {
    for (let index = this.#after(at); index < this.#samples.length; index++) {
      const sample = this.#samples[index];
      if (sample && isValueSample(sample)) return sample.at;
    }
    return Number.POSITIVE_INFINITY;
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
    while (this.length > this.#pointsMax) {
      this.#dropOldest();
      this.#dropped++;
    }
    for (;;) {
      const oldest = this.#samples[this.#start];
      if (!oldest || oldest.at >= newest.at - this.#keep) break;
      this.#dropOldest();
    }
    this.#endings.letGo(newest.at - this.#keep);
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

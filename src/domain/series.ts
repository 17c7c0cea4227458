// The samples of one metric, newest last, bounded in number and in age. Values and gaps are kept apart, in columns: at most 16 bytes
// a look, whatever is kept, and nothing ever walks over the gaps of an outage.

import type { Instant, Milliseconds } from './clock.ts';
import { Coverage, type Pace } from './coverage.ts';
import { Endings } from './endings.ts';
import { GapRows } from './gap-rows.ts';
import { endsValue } from './gap.ts';
import { isValueSample, type GapSample, type Part, type Sample, type ValueSample } from './sample.ts';
import { SlidingWindow } from './sliding-window.ts';
import { Trend, type Direction } from './trend.ts';
import { ValueRows } from './value-rows.ts';
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
  readonly #values = new ValueRows();
  readonly #gaps = new GapRows();
  #dropped = 0;
  /** What of its time was seen; null where that is not asked. */
  readonly coverage: Coverage | null;
  readonly #keep: Milliseconds;
  readonly #pointsMax: number;
  readonly #windows = new Map<string, SlidingWindow>();
  readonly #endings = new Endings();
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
    return this.#values.length + this.#gaps.length;
  }

  /** The newest sample, value or gap. */
  get newest(): Sample | null {
    return this.last(1)[0] ?? null;
  }

  /**
   * Takes a sample in. One that is older than the newest is put where it belongs; one of the same instant replaces the
   * earlier arrival, except that a gap never replaces a value.
   * @param saidAt when we were told; what ends a value holds until a later look tells one.
   * @param blocked nothing can be told meanwhile: to what was seen of its time it is no look.
   */
  push(sample: Sample, saidAt: Instant = sample.at, blocked = false): void {
    this.coverage?.note(sample, blocked);
    if (isValueSample(sample)) {
      this.#pushValue(sample);
      this.#endings.told(sample.at, saidAt, this.#nextValueAt(sample.at));
    } else if (this.valueAt(sample.at) === null) {
      this.#pushGap(sample);
      if (endsValue(sample.gap.reason)) this.#end(sample.at, saidAt);
    }
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
    // Which looks came while a need was down, and what was seen before the oldest sample, is not in the samples.
    if (other.coverage) this.coverage?.takeUp(other.coverage);
  }

  /** Since when the newest value at or before `until` is over, because a look said that there is none; null while it stands. */
  overAt(until: Instant): Instant | null {
    const end = this.endAfter(until);
    return end !== null && end <= until ? end : null;
  }

  /** When the newest value at or before `until` was over, also after `until`; null where nobody has said so. */
  endAfter(until: Instant = Number.POSITIVE_INFINITY): Instant | null {
    const index = this.#values.after(until) - 1;
    return index < this.#values.first ? null : this.#endings.after(this.#values.at(index));
  }

  /** The window of this length that ends at `until`. Asked for at a next instant, it moves there. */
  window(length: Milliseconds, until: Instant, name = ''): SlidingWindow {
    const key = `${length} ${name}`;
    const known = this.#windows.get(key);
    const window = known ?? new SlidingWindow(this.#values, length);
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
    return this.#merged(
      [this.#values.after(after), this.#values.after(until)],
      [this.#gaps.after(after), this.#gaps.after(until)],
    );
  }

  /** Value samples with `after < at <= until`, oldest first. */
  valuesBetween(after: Instant, until: Instant): readonly ValueSample[] {
    return this.#values.slice(this.#values.after(after), this.#values.after(until));
  }

  /** The instants of the first `count` values with `after < at <= until`, and of the last one. */
  instantsAt(after: Instant, until: Instant, count: number): readonly Instant[] {
    const [first, end] = [this.#values.after(after), this.#values.after(until)];
    const instants: Instant[] = [];
    for (let index = first; index < Math.min(end, first + count); index++)
      instants.push(this.#values.at(index));
    if (end - first > count) instants.push(this.#values.at(end - 1));
    return instants;
  }

  /** How many values there are with `after < at <= until`. */
  countBetween(after: Instant, until: Instant): number {
    return Math.max(0, this.#values.after(until) - this.#values.after(after));
  }

  /** The newest value at or before `until`, whatever gaps came after it. */
  newestValue(until: Instant = Number.POSITIVE_INFINITY): ValueSample | null {
    const index = this.#values.after(until) - 1;
    return index < this.#values.first ? null : this.#values.sample(index);
  }

  /** The value of exactly this instant; null when there is none. */
  valueAt(at: Instant): Value | null {
    const index = this.#values.after(at) - 1;
    return index >= this.#values.first && this.#values.at(index) === at ? this.#values.value(index) : null;
  }

  /** What the value of exactly this instant rests on, where that was not seen whole. */
  partAt(at: Instant): Part | null {
    const index = this.#values.after(at) - 1;
    const isThere = index >= this.#values.first && this.#values.at(index) === at;
    return isThere ? (this.#values.sample(index).part ?? null) : null;
  }

  /** All that is kept, oldest first. */
  all(): readonly Sample[] {
    return this.#merged([this.#values.first, this.#values.next], [this.#gaps.first, this.#gaps.next]);
  }

  /** The last `count` samples, oldest first. */
  last(count: number): readonly Sample[] {
    const values = [Math.max(this.#values.first, this.#values.next - count), this.#values.next] as const;
    const gaps = [Math.max(this.#gaps.first, this.#gaps.next - count), this.#gaps.next] as const;
    return count > 0 ? this.#merged(values, gaps).slice(-count) : [];
  }

  #pushValue(sample: ValueSample): void {
    const index = this.#values.after(sample.at);
    if (index > this.#values.first && this.#values.at(index - 1) === sample.at) {
      const before = this.#values.sample(index - 1);
      this.#values.replace(index - 1, sample);
      for (const window of this.#windows.values()) window.replaced(index - 1, before.value);
      this.#tellTrends(before, sample);
      return;
    }
    const gap = this.#gaps.after(sample.at) - 1;
    if (gap >= this.#gaps.first && this.#gaps.at(gap) === sample.at) this.#gaps.remove(gap);
    this.#values.insert(index, sample);
    for (const window of this.#windows.values()) window.inserted(index);
    this.#tellTrends(null, sample);
  }

  #pushGap(sample: GapSample): void {
    const index = this.#gaps.after(sample.at);
    const isKnown = index > this.#gaps.first && this.#gaps.at(index - 1) === sample.at;
    if (isKnown) this.#gaps.replace(index - 1, sample);
    else this.#gaps.insert(index, sample);
  }

  #tellTrends(removed: ValueSample | null, added: ValueSample | null): void {
    for (const trend of [this.#trends.up, this.#trends.down]) trend.changed(removed, added);
  }

  #end(at: Instant, saidAt: Instant): void {
    const newest = this.newestValue(at);
    if (newest !== null) this.#endings.ended(newest.at, at, saidAt);
  }

  #nextValueAt(at: Instant): Instant {
    const index = this.#values.after(at);
    return index < this.#values.next ? this.#values.at(index) : Number.POSITIVE_INFINITY;
  }

  /** Both kinds in one row, by their instants: no two have the same. */
  #merged(
    [value, valuesEnd]: readonly [number, number],
    [gap, gapsEnd]: readonly [number, number],
  ): readonly Sample[] {
    if (gap >= gapsEnd) return this.#values.slice(value, valuesEnd);
    const merged: Sample[] = [];
    let [nextValue, nextGap] = [value, gap];
    while (nextValue < valuesEnd || nextGap < gapsEnd) {
      const isValue =
        nextGap >= gapsEnd || (nextValue < valuesEnd && this.#values.at(nextValue) < this.#gaps.at(nextGap));
      merged.push(isValue ? this.#values.sample(nextValue++) : this.#gaps.sample(nextGap++));
    }
    return merged;
  }

  #letGo(): void {
    const newest = Math.max(newestOf(this.#values), newestOf(this.#gaps));
    this.coverage?.forget(newest - this.#keep);
    while (this.length > this.#pointsMax) {
      this.#dropOldest();
      this.#dropped++;
    }
    while (this.length > 0 && Math.min(oldestOf(this.#values), oldestOf(this.#gaps)) < newest - this.#keep)
      this.#dropOldest();
    this.#endings.letGo(newest - this.#keep);
  }

  #dropOldest(): void {
    if (oldestOf(this.#gaps) < oldestOf(this.#values)) return this.#gaps.dropFirst();
    const { first } = this.#values;
    for (const window of this.#windows.values()) window.dropping(first);
    this.#tellTrends(this.#values.sample(first), null);
    this.#values.dropFirst();
  }
}

function oldestOf(rows: ValueRows | GapRows): Instant {
  return rows.length === 0 ? Number.POSITIVE_INFINITY : rows.at(rows.first);
}

function newestOf(rows: ValueRows | GapRows): Instant {
  return rows.length === 0 ? Number.NEGATIVE_INFINITY : rows.at(rows.next - 1);
}

// The window that a metric's value is computed over: by its `use` here, or by its source. What it gives, and whether it is told.

import { displayValue } from '../../domain/display.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample, ValueSample } from '../../domain/sample.ts';
import { clockTime, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { seriesPointsMax, type Series } from '../../domain/series.ts';
import { scaleValue } from '../../domain/unit.ts';
import { isEnough, isHalf, minSeenOf } from '../condition/seen.ts';
import { scaledPart, windowReading } from '../condition/windows.ts';
import type { MetricPlan } from '../plan.ts';

export class UsedWindow {
  readonly #plan: MetricPlan;
  readonly #readings: Series;
  /** There were as many readings as `minSamples` demands, and half of them ever since. */
  #enough = false;
  /** The window of the source was told, and half of its minimum was seen ever since. */
  #told = false;
  /** Readings that are no look to windows over what is made of them; oldest first. */
  #blocked: Instant[] = [];

  constructor(plan: MetricPlan, readings: Series) {
    this.#plan = plan;
    this.#readings = readings;
  }

  /** Something that the metric needs was down at this reading. */
  noteBlocked(at: Instant): void {
    this.#blocked = [...this.#blocked, at].slice(-seriesPointsMax);
  }

  isBlocked(at: Instant): boolean {
    return this.#blocked.includes(at);
  }

  /** What `use` gives for the window that ends with this reading. */
  used(sample: ValueSample): Sample {
    const { use, scale, interval, minSeen, samplesMin } = this.#plan;
    if (!use?.window) return sample;
    const { at } = sample;
    const looks = this.#readings.countBetween(at - use.window, at);
    const read = this.#hasEnough(looks)
      ? windowReading(use.name, this.#readings, at, use.window, minSeen)
      : null;
    if (read === null || read.value === null) {
      const needed = Math.max(samplesMin, minSeenOf(use.window, interval, minSeen).looks);
      if (looks < needed)
        return { at, gap: gap('unsettled', `warming: ${looks} of ${needed} looks for ${use.name}()`) };
      return { at, gap: this.#whyUntold(use.name, use.window, at) };
    }
    const value = scale ? scaleValue(read.value, scale) : read.value;
    return read.part === null ? { at, value } : { at, value, part: scaledPart(read.part, scale) };
  }

  /** Looks enough, and no value all the same. */
  #whyUntold(name: string, window: Milliseconds, at: Instant): Gap {
    const bad = this.#readings
      .valuesBetween(at - window, at)
      .findLast(({ value }) => typeof value === 'number' && !Number.isFinite(value));
    if (bad === undefined)
      return gap(
        'unsettled',
        `warming: ${name}() is not told by what was seen of ${exactDuration(window)} so far`,
      );
    const reading = displayValue(bad.value, null);
    const until =
      bad.at === at ? '' : `; told again from ${clockTime(bad.at + window)} on, if it was the last one`;
    const when = bad.at === at ? 'it is' : `at ${clockTime(bad.at)} it was`;
    return gap('nan', `${name}() takes finite numbers, and ${when} ${reading}${until}`);
  }

  /** A reading whose window is known already: that it had enough readings, or too few, counts for the next one. */
  pass({ at }: ValueSample): void {
    this.#hasEnough(this.#readings.countBetween(at - (this.#plan.use?.window ?? 0), at));
  }

  /** A window that the source has computed is told from the same minimum on as one of ours. */
  withTold(sample: ValueSample): ValueSample {
    const { part } = sample;
    if (!part) return sample;
    const { interval, minSeen } = this.#plan;
    const min = minSeenOf(part.windowMs, interval, minSeen);
    const stays = this.#told && isHalf(part.seenMs, interval, min);
    this.#told = isEnough(part.seenMs, part.looks, min) || stays;
    return { ...sample, part: { ...part, told: this.#told } };
  }

  /** Goes on where an earlier version of the metric stood: what was told by another minimum may not be by this one. */
  takeUp(old: UsedWindow): void {
    const [now, before] = [this.#plan, old.#plan];
    this.#blocked = old.#blocked;
    this.#enough = old.#enough && now.samplesMin <= before.samplesMin;
    this.#told = old.#told && now.minSeen === before.minSeen;
  }

  #hasEnough(looks: number): boolean {
    const { samplesMin } = this.#plan;
    this.#enough = looks >= samplesMin || (this.#enough && 2 * looks >= samplesMin);
    return this.#enough;
  }
}

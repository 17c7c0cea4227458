// What was read of one metric: its samples, what is judged of them, the looks that gave none, and whether what there is counts now.

import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { isValueSample, type Sample, type ValueSample } from '../../domain/sample.ts';
import type { Series } from '../../domain/series.ts';
import { sameValue } from '../../domain/value.ts';
import type { MetricPlan } from '../plan.ts';
import type { KeptLook, LookLog } from './look-log.ts';
import { MissedLooks } from './missed-looks.ts';
import { inOwnUnit } from './own-unit.ts';
import { seriesOf, valuesOf, type SeriesKept } from './series.ts';
import { ToldAhead } from './told-ahead.ts';
import { UsedWindow } from './used-window.ts';

/** How a sample came. */
interface Arrival {
  /** The instant that the source gave it, which may be slightly ahead of ours. */
  readonly claimedAt?: Instant;
  /** When it reached us. */
  readonly saidAt?: Instant | undefined;
  /** Nothing can be told meanwhile: to its windows it is no look. */
  readonly blocked?: boolean;
}

export interface MetricKept extends SeriesKept {
  readonly looks: LookLog;
}

export class MetricReadings {
  /** What the source said; the same series as `values` unless the metric has a `use`. */
  readonly raw: Series;
  /** What is judged. */
  readonly values: Series;
  readonly missed = new MissedLooks();
  /** The newest sample came late and has changed what a later one is told. */
  revised = false;
  /** When the source told its newest value, which may have been old by then. */
  toldAt: Instant | null = null;
  readonly #plan: MetricPlan;
  readonly #ahead = new ToldAhead();
  readonly #window: UsedWindow;
  readonly #looks: LookLog;
  readonly #kept: SeriesKept;
  #launch: { readonly from: Instant; readonly series: Series } | null = null;

  constructor(plan: MetricPlan, kept: MetricKept) {
    this.#plan = plan;
    const { readings, values } = seriesOf(plan, kept);
    this.raw = readings;
    this.values = values;
    this.#window = new UsedWindow(plan, readings);
    this.#looks = kept.looks;
    this.#kept = kept;
  }

  /**
   * Takes a sample in; true when it is evidence: a value that says something new.
   */
  push(sample: Sample, arrival: Arrival = {}): boolean {
    const { claimedAt = sample.at, saidAt = sample.at, blocked = false } = arrival;
    this.revised = false;
    if (isValueSample(sample)) this.toldAt = saidAt;
    // A source with a history of its own tells its last periods again and again: told twice is not seen twice.
    // Asked first, as it remembers what came from ahead, also where the same is known already.
    if (isValueSample(sample) && (this.#ahead.isToldAgain(sample, claimedAt) || this.#isKnown(sample))) {
      this.#noteGap(sample);
      for (const series of [this.raw, this.values, this.#launch?.series])
        series?.toldAgain(sample.at, saidAt);
      return false;
    }
    this.#looks.note(this.#plan.id, sample, saidAt, blocked);
    if (this.#plan.use === null) {
      const kept = isValueSample(sample) ? this.#window.withTold(inOwnUnit(sample, this.#plan)) : sample;
      this.#judge(kept, saidAt, blocked);
      return this.#noteGap(kept);
    }
    if (isValueSample(sample) && sample.part && !this.#window.withTold(sample).part?.told)
      return this.#noteGap({
        at: sample.at,
        gap: gap('unsettled', 'warming: its own window was not seen yet'),
      });
    const late = isValueSample(sample) && (this.raw.newestValue()?.at ?? sample.at) > sample.at;
    this.raw.push(sample, saidAt, blocked);
    if (blocked) this.#window.noteBlocked(sample.at);
    const judged = isValueSample(sample) ? this.#window.used(sample) : sample;
    this.#judge(judged, saidAt, blocked);
    if (late) this.revised = this.#useAgainAfter(sample.at);
    return this.#noteGap(judged);
  }

  /** Goes on with what was looked at before a restart: its windows, and the age of its newest value. */
  resume(looks: readonly KeptLook[]): void {
    if (this.raw.newest !== null) return;
    for (const { sample, saidAt, blocked } of looks) this.push(sample, { saidAt, blocked });
    this.missed.forget();
  }

  /** What is judged from the launch's beginning on; null while no line asks for it. */
  get launch(): Series | null {
    return this.#launch?.series ?? null;
  }

  /** From now on values of `from` on are kept apart too; null: none are. */
  beginLaunch(from: Instant | null): void {
    this.#launch = from === null ? null : { from, series: valuesOf(this.#plan, this.#kept) };
    for (const sample of this.values.all())
      this.#pushLaunch(sample, sample.at, this.values.coverage?.hasLookAt(sample.at) === false);
  }

  /** The newest look, when it gave no value. */
  get gap(): Gap | null {
    return this.missed.gap;
  }

  /** Its newest value counts at this instant: it is fresh, and nobody has said since that there is none. */
  standsAt(at: Instant): boolean {
    const newest = this.values.newestValue();
    if (newest === null || newest.at > at || at - newest.at >= this.#plan.staleAfter) return false;
    return this.values.overAt(at) === null;
  }

  /** All values are too old at this instant, and none came later. */
  isStaleAt(at: Instant): boolean {
    const newest = this.values.newestValue();
    return newest !== null && at - newest.at >= this.#plan.staleAfter;
  }

  #judge(sample: Sample, saidAt: Instant, blocked: boolean): void {
    this.values.push(sample, saidAt, blocked);
    this.#pushLaunch(sample, saidAt, blocked);
  }

  #pushLaunch(sample: Sample, saidAt: Instant, blocked: boolean): void {
    if (this.#launch !== null && sample.at >= this.#launch.from)
      this.#launch.series.push(sample, saidAt, blocked);
  }

  #isKnown(sample: ValueSample): boolean {
    const before = this.raw.valueAt(sample.at);
    return before !== null && sameValue(before, inOwnUnit(sample, this.#plan).value);
  }

  /** A reading that came late counts in every window that reaches back to it. */
  #useAgainAfter(at: Instant): boolean {
    const window = this.#plan.use?.window ?? 0;
    let told = false;
    for (const reading of this.raw.valuesBetween(at, Number.POSITIVE_INFINITY)) {
      // It is in none of these windows; but whether there were enough readings is told on from one to the next.
      if (reading.at > at + window) {
        this.#window.pass(reading);
        continue;
      }
      const before = this.values.partAt(reading.at);
      const judged = this.#window.used(reading);
      this.#judge(judged, judged.at, this.#window.isBlocked(reading.at));
      told ||= before?.told === false && isValueSample(judged) && judged.part?.told !== false;
    }
    return told;
  }

  #noteGap(sample: Sample): boolean {
    return this.missed.note(sample, this.#plan.derived !== null);
  }

  /** Goes on with what an earlier version of the metric has read. */
  takeUp(old: MetricReadings): void {
    // Into series of one's own: a window that has become longer keeps more than the old ones would.
    this.raw.takeUp(old.raw);
    if (this.values !== this.raw) this.values.takeUp(old.values);
    this.missed.takeUp(old.missed);
    this.#ahead.takeUp(old.#ahead);
    this.#window.takeUp(old.#window);
    this.toldAt = old.toldAt;
  }
}

// One metric: its samples, the value that is judged, its target and alert, and the memory of its status.

import type { Instant } from '../../domain/clock.ts';
import { displayReading } from '../../domain/display.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample, ValueSample } from '../../domain/sample.ts';
import { isValueSample } from '../../domain/sample.ts';
import type { Series } from '../../domain/series.ts';
import { sameValue, type Value } from '../../domain/value.ts';
import type { Anew } from '../machine/begin-anew.ts';
import type { Truth } from '../condition/compare.ts';
import type { Facts } from '../condition/compile.ts';
import type { News } from '../machine/news.ts';
import { freshRuleMemory, ruleTruth, stepRule, tickRule, ticks } from '../machine/rule-state.ts';
import { freshFlapMemory, noteResult } from './flapping.ts';
import {
  metricVerdict,
  undamped,
  warmIntervals,
  type MetricMemory,
  type MetricRules,
  type MetricVerdict,
  type Standing,
} from './status.ts';
import type { KeptLook, LookLog } from './look-log.ts';
import { MissedLooks } from './missed-looks.ts';
import { seriesOf, valuesOf, type SeriesKept } from './series.ts';
import { inOwnUnit } from './own-unit.ts';
import { isRed, resumeStanding, standingOf } from './previous-status.ts';
import type { MetricPlan } from '../plan.ts';
import { takeUpAlert, takeUpRule } from './take-up-rule.ts';
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

interface MetricKept extends SeriesKept {
  readonly looks: LookLog;
}

export class MetricJudge {
  readonly plan: MetricPlan;
  readonly rules: MetricRules;
  readonly memory: MetricMemory;
  /** What the source said; the same series as `values` unless the metric has a `use`. */
  readonly readings: Series;
  /** What is judged. */
  readonly values: Series;
  readonly missed = new MissedLooks();
  /** The newest sample came late and has changed what a later one is told. */
  revised = false;
  /** Since when it is watched. */
  start: Instant;
  /** It goes on from a status that was told, of what was read before. */
  follows = false;
  /** When the source told its newest value, which may have been old by then. */
  toldAt: Instant | null = null;
  readonly #ahead = new ToldAhead();
  /** The last value that was asked for as text: a board asks for the same one several times. */
  #shown: { readonly value: Value; readonly text: string } | null = null;
  #alertSoFar: Truth = null;
  readonly #ticks: boolean;
  readonly #window: UsedWindow;
  readonly #looks: LookLog;
  readonly #kept: SeriesKept;
  #launch: { readonly from: Instant; readonly series: Series } | null = null;

  constructor(plan: MetricPlan, rules: MetricRules, kept: MetricKept, start: Instant) {
    this.plan = plan;
    this.rules = rules;
    this.start = start;
    this.#ticks = [rules.target, rules.alert].some((rule) => rule !== null && ticks(rule));
    const { readings, values } = seriesOf(plan, kept);
    this.readings = readings;
    this.values = values;
    this.#window = new UsedWindow(plan, this.readings);
    this.#looks = kept.looks;
    this.#kept = kept;
    this.memory = {
      status: plan.target === null && plan.alert === null ? null : 'unknown',
      detail: null,
      was: null,
      since: start,
      known: null,
      target: rules.target && freshRuleMemory(rules.target),
      alert: rules.alert && freshRuleMemory(rules.alert),
      flap: freshFlapMemory,
      toldFlapping: null,
    };
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
      for (const series of [this.readings, this.values, this.#launch?.series])
        series?.toldAgain(sample.at, saidAt);
      return false;
    }
    this.#looks.note(this.plan.id, sample, saidAt, blocked);
    if (this.plan.use === null) {
      const kept = isValueSample(sample) ? this.#window.withTold(inOwnUnit(sample, this.plan)) : sample;
      this.#judge(kept, saidAt, blocked);
      return this.#noteGap(kept);
    }
    if (isValueSample(sample) && sample.part && !this.#window.withTold(sample).part?.told)
      return this.#noteGap({
        at: sample.at,
        gap: gap('unsettled', 'warming: its own window was not seen yet'),
      });
    const late = isValueSample(sample) && (this.readings.newestValue()?.at ?? sample.at) > sample.at;
    this.readings.push(sample, saidAt, blocked);
    if (blocked) this.#window.noteBlocked(sample.at);
    const judged = isValueSample(sample) ? this.#window.used(sample) : sample;
    this.#judge(judged, saidAt, blocked);
    if (late) this.revised = this.#useAgainAfter(sample.at);
    return this.#noteGap(judged);
  }

  /** Goes on with what was looked at before a restart: its windows, and the age of its newest value. */
  resume(looks: readonly KeptLook[]): void {
    if (this.readings.newest !== null) return;
    for (const { sample, saidAt, blocked } of looks) this.push(sample, { saidAt, blocked });
    this.missed.forget();
  }

  /** What is judged from the launch's beginning on; null while no line asks for it. */
  get launch(): Series | null {
    return this.#launch?.series ?? null;
  }

  /** From now on values of `from` on are kept apart too; null: none are. */
  beginLaunch(from: Instant | null): void {
    this.#launch = from === null ? null : { from, series: valuesOf(this.plan, this.#kept) };
    for (const sample of this.values.all())
      this.#pushLaunch(sample, sample.at, this.values.coverage?.hasLookAt(sample.at) === false);
  }

  /** A value of it for people. */
  shown(value: Value): string {
    if (this.#shown?.value !== value) this.#shown = { value, text: displayReading(value, this.plan) };
    return this.#shown.text;
  }

  /** The newest look, when it gave no value. */
  get gap(): Gap | null {
    return this.missed.gap;
  }

  /** Its newest value counts at this instant: it is fresh, and nobody has said since that there is none. */
  standsAt(at: Instant): boolean {
    const newest = this.values.newestValue();
    if (newest === null || newest.at > at || at - newest.at >= this.plan.staleAfter) return false;
    return this.values.overAt(at) === null;
  }

  /** All values are too old at this instant, and none came later. */
  isStaleAt(at: Instant): boolean {
    const newest = this.values.newestValue();
    return newest !== null && at - newest.at >= this.plan.staleAfter;
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
    const before = this.readings.valueAt(sample.at);
    return before !== null && sameValue(before, inOwnUnit(sample, this.plan).value);
  }

  /** A reading that came late counts in every window that reaches back to it. */
  #useAgainAfter(at: Instant): boolean {
    const window = this.plan.use?.window ?? 0;
    let told = false;
    for (const reading of this.readings.valuesBetween(at, Number.POSITIVE_INFINITY)) {
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
    return this.missed.note(sample, this.plan.derived !== null);
  }

  /** Keeps the samples, and the timers that still mean something; other rules are judged anew over the samples. */
  takeUp(old: MetricJudge, facts: Facts, anew: Anew): void {
    const { memory } = this;
    // Into series of one's own: a window that has become longer keeps more than the old ones would.
    this.readings.takeUp(old.readings);
    if (this.values !== this.readings) this.values.takeUp(old.values);
    this.missed.takeUp(old.missed);
    this.#ahead.takeUp(old.#ahead);
    this.#window.takeUp(old.#window);
    this.start = old.start;
    this.toldAt = old.toldAt;
    const isSame = this.plan.alert?.text === old.plan.alert?.text && this.plan.minSeen === old.plan.minSeen;
    const rests = this.rules.alert?.compiled.metrics.some(anew) ?? false;
    this.#alertSoFar = isSame && !rests ? old.#alertSoFar : null;
    const { status, detail, was, since, known, flap, toldFlapping } = old.memory;
    if (status !== null && memory.status !== null)
      Object.assign(memory, { status, detail, was, since, known: known && { ...known }, flap, toldFlapping });
    for (const own of ['alert', 'target'] as const) memory[own] = takeUpRule(this, old, own, { facts, anew });
  }

  /** Reads something else than the earlier version: nothing is known of it yet, but a red ends on fresh evidence only. */
  beginAnew(old: MetricJudge, anew: Anew, isTold: boolean): void {
    const { status, detail, since } = old.memory;
    this.follows = isTold && status !== null && status !== 'unknown' && this.memory.status !== null;
    if (this.follows) Object.assign(this.memory, { status, detail, since });
    this.memory.alert = takeUpAlert(this, old, anew);
    const standing = standingOf(old);
    if (standing && isRed(standing) && this.memory.status !== null) resumeStanding(this, standing, true);
  }

  step(facts: Facts, at: Instant, news: News): void {
    const { target, alert, soFar } = this.rules;
    if (target && this.memory.target) stepRule(target, this.memory.target, facts, at, news);
    if (alert && this.memory.alert) stepRule(alert, this.memory.alert, facts, at, news);
    const isOpen =
      soFar && alert && this.memory.alert && ruleTruth(alert, this.memory.alert, 'raw', at) === null;
    this.#alertSoFar = isOpen ? soFar.combine((leaf) => soFar.leaves[leaf]?.test(facts, at) ?? null) : null;
  }

  /** Lets time pass without a sample. */
  tick(facts: Facts, now: Instant): void {
    if (!this.#ticks) return;
    const { target, alert } = this.rules;
    if (target && this.memory.target) tickRule(target, this.memory.target, facts, now);
    if (alert && this.memory.alert) tickRule(alert, this.memory.alert, facts, now);
  }

  /** What the evidence of this instant amounts to is one result of those that may flap; what was stale when it came ends no red. */
  note(at: Instant, isFresh: boolean): void {
    const { status } = undamped(this.#standing(at), at);
    if (!isFresh && status !== 'red') return;
    this.memory.flap = noteResult(this.memory.flap, status, at);
  }

  /**
   * The status at `now`.
   * @param blocked nothing can be told although values may be there: a need that is down, or ourselves offline.
   */
  verdict(now: Instant, blocked: boolean): MetricVerdict {
    return metricVerdict(this.#standing(now), now, blocked);
  }

  #standing(now: Instant): Standing {
    const { plan, rules, memory, gap } = this;
    const { emptyAt } = this.missed;
    const empty = emptyAt !== null && now - emptyAt < plan.staleAfter;
    return {
      plan,
      rules,
      memory,
      newest: this.values.newestValue(now),
      overAt: this.values.overAt(now),
      gap,
      alertSoFar: this.#alertSoFar,
      hasReadings: plan.use !== null && this.readings.newestValue() !== null,
      empty,
      warmAt:
        this.start + Math.max(warmIntervals * plan.interval, plan.missing === 'bad' ? plan.staleAfter : 0),
    };
  }
}

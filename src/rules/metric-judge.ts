// One metric: its samples, the value that is judged, its target and alert, and the status that follows (RULES.md §8.7).

import type { Instant, Milliseconds } from '../domain/clock.ts';
import { gap, type Gap } from '../domain/gap.ts';
import type { Sample, ValueSample } from '../domain/sample.ts';
import { isValueSample } from '../domain/sample.ts';
import { Series } from '../domain/series.ts';
import type { Status, StatusDetail } from '../domain/status.ts';
import { scaleValue } from '../domain/unit.ts';
import { sameValue } from '../domain/value.ts';
import type { Facts } from './condition/compile.ts';
import { windowValue } from './condition/functions.ts';
import {
  freshRuleMemory,
  ruleTruth,
  stepRule,
  type RuleMemory,
  type RuleSetup,
} from './condition/rule-state.ts';
import type { MetricPlan } from './plan.ts';

/** Plain data: it is kept across reloads and, later, on disk. */
export interface MetricMemory {
  status: Status | null;
  detail: StatusDetail | null;
  was: 'red' | null;
  since: Instant;
  target: RuleMemory | null;
  alert: RuleMemory | null;
}

export interface MetricVerdict {
  readonly status: Status | null;
  readonly detail: StatusDetail | null;
  readonly was: 'red' | null;
  /** When a status that only time brought (staleness) began; null: now. */
  readonly since: Instant | null;
}

export interface MetricRules {
  readonly target: RuleSetup | null;
  readonly alert: RuleSetup | null;
}

export class MetricJudge {
  readonly plan: MetricPlan;
  readonly rules: MetricRules;
  readonly memory: MetricMemory;
  /** What the source said; the same series as `values` unless the metric has a `use`. */
  readonly readings: Series;
  /** What is judged. */
  readonly values: Series;
  /** The newest look, when it gave no value. */
  gap: Gap | null = null;
  #steppedAt: Instant = Number.NEGATIVE_INFINITY;
  /** The last sample that came from ahead of our clock, as the source told it. */
  #ahead: ValueSample | null = null;

  constructor(plan: MetricPlan, rules: MetricRules, keep: Milliseconds, start: Instant) {
    this.plan = plan;
    this.rules = rules;
    this.readings = new Series({ keep });
    this.values = plan.use === null ? this.readings : new Series({ keep });
    this.memory = {
      status: plan.target === null && plan.alert === null ? null : 'unknown',
      detail: null,
      was: null,
      since: start,
      target: rules.target && freshRuleMemory(rules.target),
      alert: rules.alert && freshRuleMemory(rules.alert),
    };
  }

  /**
   * Takes a sample in; true when it is evidence: a value that says something new.
   * @param claimedAt the instant that the source gave it, which may be slightly ahead of ours.
   */
  push(sample: Sample, claimedAt: Instant = sample.at): boolean {
    // A source with a history of its own tells its last periods again and again: told twice is not seen twice.
    if (isValueSample(sample) && (this.#isKnown(sample) || this.#isToldAgain(sample, claimedAt))) {
      this.gap = null;
      return false;
    }
    if (this.plan.use === null) {
      const kept = isValueSample(sample) ? this.#kept(sample) : sample;
      this.values.push(kept);
      return this.#noteGap(kept);
    }
    this.readings.push(sample);
    const judged = isValueSample(sample) ? this.#used(sample) : sample;
    this.values.push(judged);
    return this.#noteGap(judged);
  }

  #isKnown(sample: ValueSample): boolean {
    const before = this.readings.valueAt(sample.at);
    return before !== null && sameValue(before, this.#kept(sample).value);
  }

  /** A source whose clock is ahead tells a sample again when our clock has passed it. */
  #isToldAgain(sample: ValueSample, claimedAt: Instant): boolean {
    const before = this.#ahead;
    if (before?.at === claimedAt && sameValue(before.value, sample.value)) return true;
    if (claimedAt > sample.at) this.#ahead = { at: claimedAt, value: sample.value };
    return false;
  }

  /** In the metric's own unit, where no function stands between the reading and the value. */
  #kept(sample: ValueSample): ValueSample {
    const { use, scale } = this.plan;
    return use === null && scale ? { ...sample, value: scaleValue(sample.value, scale) } : sample;
  }

  /** What `use` gives for the window that ends with this reading. */
  #used(sample: ValueSample): Sample {
    const { use, scale, samplesMin } = this.plan;
    if (!use?.window) return sample;
    const seen = this.readings.valuesBetween(sample.at - use.window, sample.at).length;
    const value = seen < samplesMin ? null : windowValue(use.name, this.readings, sample.at, use.window);
    if (value === null)
      return {
        at: sample.at,
        gap: gap('unsettled', `warming up: ${seen} of ${Math.max(samplesMin, 2)} readings for ${use.name}()`),
      };
    return { at: sample.at, value: scale ? scaleValue(value, scale) : value };
  }

  #noteGap(sample: Sample): boolean {
    const evidence = isValueSample(sample);
    this.gap = evidence ? null : sample.gap;
    return evidence;
  }

  /** Its own rules look at one of these. */
  concerns(touched: ReadonlySet<string>): boolean {
    const { target, alert } = this.rules;
    return [target, alert].some((rule) => rule?.compiled.metrics.some((metric) => touched.has(metric)));
  }

  /** Whether the samples of an earlier version of this metric mean the same. */
  canTakeUp(old: MetricJudge): boolean {
    const meaning = ({ unit, scale, use, exact }: MetricPlan): string =>
      [unit, scale?.numerator, scale?.denominator, use?.name, use?.window, exact].join(' ');
    return meaning(this.plan) === meaning(old.plan);
  }

  /** Keeps the samples, and the timers of rules that read the same; others are judged anew over the samples. */
  takeUp(old: MetricJudge, facts: Facts): void {
    const { memory } = this;
    // Into series of one's own: a window that has become longer keeps more than the old ones would.
    for (const sample of old.readings.all()) this.readings.push(sample);
    if (this.values !== this.readings) for (const sample of old.values.all()) this.values.push(sample);
    this.gap = old.gap;
    this.#steppedAt = old.#steppedAt;
    this.#ahead = old.#ahead;
    const { status, detail, was, since } = old.memory;
    if (status !== null && memory.status !== null) Object.assign(memory, { status, detail, was, since });
    const own = new Set([this.plan.id]);
    const sameAlert = this.plan.alert?.text === old.plan.alert?.text;
    const sameTarget = this.plan.target?.text === old.plan.target?.text;
    if (sameAlert && old.memory.alert) memory.alert = old.memory.alert;
    if (sameTarget && old.memory.target) memory.target = old.memory.target;
    for (const { at } of this.values.valuesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)) {
      if (!sameAlert && this.rules.alert && memory.alert)
        stepRule(this.rules.alert, memory.alert, facts, at, own);
      if (!sameTarget && this.rules.target && memory.target)
        stepRule(this.rules.target, memory.target, facts, at, own);
    }
  }

  /** Late data never turn the rules' time back: they are looked at from the newest instant that was judged. */
  step(facts: Facts, instant: Instant, touched: ReadonlySet<string>): void {
    const { target, alert } = this.rules;
    const at = Math.max(this.#steppedAt, instant);
    this.#steppedAt = at;
    if (target && this.memory.target) stepRule(target, this.memory.target, facts, at, touched);
    if (alert && this.memory.alert) stepRule(alert, this.memory.alert, facts, at, touched);
  }

  /**
   * The status at `now`.
   * @param blocked why nothing can be told although values may be there: a need that is down, or ourselves offline.
   */
  verdict(now: Instant, blocked: boolean): MetricVerdict {
    const { alert, target } = this.memory;
    if (target === null && alert === null) return { status: null, detail: null, was: null, since: null };
    const wasRed = alert !== null && (alert.state === 'firing' || alert.state === 'holding') ? 'red' : null;
    const newest = this.values.newestValue(now);
    if (blocked) return { status: 'unknown', detail: null, was: wasRed, since: null };
    if (!newest) return this.#absent(wasRed);
    const staleAt = newest.at + this.plan.staleAfter;
    if (now >= staleAt) return this.#stale(wasRed, staleAt);
    return this.#fresh(now);
  }

  #absent(was: 'red' | null): MetricVerdict {
    const { missing } = this.plan;
    if (missing === 'good' && this.gap?.reason === 'empty')
      return { status: 'green', detail: null, was: null, since: null };
    const warming = this.plan.use !== null && this.readings.newestValue() !== null;
    return { status: 'unknown', detail: warming ? 'warming' : null, was, since: null };
  }

  /** The value is too old. Only a source that answered "nothing there" may be taken for good. */
  #stale(was: 'red' | null, since: Instant): MetricVerdict {
    const { missing } = this.plan;
    if (was === null && missing === 'good' && this.gap?.reason === 'empty')
      return { status: 'green', detail: 'stale', was: null, since };
    if (missing === 'bad') return { status: 'red', detail: 'stale', was: null, since };
    if (missing === 'keep' && this.memory.status !== null && this.memory.status !== 'unknown')
      return { status: this.memory.status, detail: 'stale', was: null, since };
    return { status: 'unknown', detail: 'stale', was, since };
  }

  #fresh(now: Instant): MetricVerdict {
    const { alert, target } = this.memory;
    const verdict = (status: Status, detail: StatusDetail | null = null): MetricVerdict => ({
      status,
      detail,
      was: null,
      since: null,
    });
    if (alert?.state === 'firing') return verdict('red');
    if (alert?.state === 'holding') return verdict('red', 'recovering');
    if (alert?.state === 'pending') return verdict('amber', 'pending');
    if (alert && this.rules.alert && ruleTruth(this.rules.alert, alert, 'raw', now) === null)
      return verdict('unknown', 'warming');
    const meets = target && this.rules.target ? ruleTruth(this.rules.target, target, 'matured', now) : true;
    if (meets === null) return verdict('unknown', 'warming');
    return verdict(meets ? 'green' : 'amber');
  }
}

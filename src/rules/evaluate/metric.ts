// One metric: its samples, the value that is judged, its target and alert, and the memory of its status.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import { displayReading } from '../../domain/display.ts';
import type { Series } from '../../domain/series.ts';
import { severity, type Status } from '../../domain/status.ts';
import type { Value } from '../../domain/value.ts';
import type { Transition } from '../board.ts';
import type { Truth } from '../condition/compare.ts';
import type { Facts } from '../condition/compile.ts';
import type { Anew } from '../machine/begin-anew.ts';
import type { News } from '../machine/news.ts';
import type { MetricPlan } from '../plan.ts';
import { freshFlapMemory, noteResult } from './flapping.ts';
import { isRed, previousStatusOf, type PreviousStatus } from './previous-status.ts';
import { MetricReadings, type MetricKept } from './readings.ts';
import {
  metricVerdict,
  redSince,
  undamped,
  warmIntervals,
  type MetricMemory,
  type MetricRules,
  type MetricVerdict,
  type Standing,
} from './status.ts';
import { takeUpAlert, takeUpRule } from './take-up-rule.ts';

interface Update {
  readonly at: Instant;
  readonly offline: boolean;
  /** Nothing can be told although values may be there. */
  readonly blocked: boolean;
  readonly sentence: (verdict: MetricVerdict) => string;
}

type Change = Pick<Transition, 'from' | 'to' | 'new'>;

export class MetricJudge {
  readonly plan: MetricPlan;
  readonly rules: MetricRules;
  readonly memory: MetricMemory;
  readonly readings: MetricReadings;
  /** What is judged of them. */
  readonly values: Series;
  /** Since when it is watched. */
  start: Instant;
  /** It goes on from a status that was told, of what was read before. */
  follows = false;
  /** The last value that was asked for as text: a board asks for the same one several times. */
  #shown: { readonly value: Value; readonly text: string } | null = null;
  #alertSoFar: Truth = null;

  constructor(plan: MetricPlan, rules: MetricRules, kept: MetricKept, start: Instant) {
    this.plan = plan;
    this.rules = rules;
    this.start = start;
    this.readings = new MetricReadings(plan, kept);
    this.values = this.readings.values;
    this.memory = {
      status: plan.target === null && plan.alert === null ? null : 'unknown',
      detail: null,
      was: null,
      since: start,
      known: null,
      flap: freshFlapMemory,
      toldFlapping: null,
    };
  }

  /** A value of it for people. */
  shown(value: Value): string {
    if (this.#shown?.value !== value) this.#shown = { value, text: displayReading(value, this.plan) };
    return this.#shown.text;
  }

  /** Keeps the samples, and the timers that still mean something; other rules are judged anew over the samples. */
  takeUp(old: MetricJudge, facts: Facts, anew: Anew): void {
    const { memory } = this;
    this.readings.takeUp(old.readings);
    this.start = old.start;
    const isSame = this.plan.alert?.text === old.plan.alert?.text && this.plan.minSeen === old.plan.minSeen;
    const rests = this.rules.alert?.setup.compiled.metrics.some(anew) ?? false;
    this.#alertSoFar = isSame && !rests ? old.#alertSoFar : null;
    const { status, detail, was, since, known, flap, toldFlapping } = old.memory;
    if (status !== null && memory.status !== null)
      Object.assign(memory, { status, detail, was, since, known: known && { ...known }, flap, toldFlapping });
    for (const own of ['alert', 'target'] as const) takeUpRule(this, old, own, { facts, anew });
  }

  /** Reads something else than the earlier version: nothing is known of it yet, but a red ends on fresh evidence only. */
  beginAnew(old: MetricJudge, anew: Anew, { isTold }: { readonly isTold: boolean }): void {
    const { status, detail, since } = old.memory;
    this.follows = isTold && status !== null && status !== 'unknown' && this.memory.status !== null;
    if (this.follows) Object.assign(this.memory, { status, detail, since });
    takeUpAlert(this, old, anew);
    const before = previousStatusOf(old);
    if (before && isRed(before) && this.memory.status !== null) this.goOnFrom(before, { lately: true });
  }

  /**
   * Goes on from how it stood before a restart.
   * @param lately no more time has passed than what was pending outlives: only then what flapped, flaps.
   */
  goOnFrom(before: PreviousStatus, { lately }: { readonly lately: boolean }): void {
    const { status, since, seenAt, flap, toldFlapping } = before;
    if (this.values.length > 0 || status === 'unknown') return;
    this.memory.known = { status, since, confirmedAt: seenAt };
    if (!lately) return;
    this.memory.flap = flap;
    this.memory.toldFlapping = toldFlapping;
  }

  step(facts: Facts, at: Instant, news: News): void {
    const { target, alert, soFar } = this.rules;
    target?.step(facts, at, news);
    alert?.step(facts, at, news);
    const isOpen = soFar && alert?.truth('raw', at) === null;
    this.#alertSoFar = isOpen ? soFar.combine((leaf) => soFar.leaves[leaf]?.test(facts, at) ?? null) : null;
  }

  /** Lets time pass without a sample. */
  tick(facts: Facts, now: Instant): void {
    this.rules.target?.tick(facts, now);
    this.rules.alert?.tick(facts, now);
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

  /**
   * Brings the status up to an instant.
   * @returns what is told of the change, if anything: while it flaps, only what gets worse.
   */
  updateStatus({ at, offline, blocked, sentence }: Update): readonly Transition[] {
    const { memory } = this;
    const verdict = this.verdict(at, blocked);
    const { status } = verdict;
    const first =
      memory.status === 'unknown' && memory.since === this.start && memory.known === null && !this.follows;
    const from = memory.status;
    memory.detail = verdict.detail;
    memory.was = verdict.was;
    // Offline freezes the clocks: what was, stands, and is shown as unknown by the board alone.
    if (offline && status === 'unknown') return [];
    const flapping = this.#flappingChange(from, status);
    if (status === from && flapping === null) {
      this.#confirm(verdict);
      return [];
    }
    // What is well is so since it was seen to be; a red keeps the start of its trouble, also where that is told late.
    const told = verdict.since ?? at;
    const began = status === 'red' ? told : Math.max(told, memory.since);
    const isNew = isNewTrouble(memory, verdict);
    if (status !== from) memory.since = sinceOf(this, verdict, began);
    memory.status = status;
    this.#noteKnown(verdict);
    if (from === null || status === null) return [];
    if (flapping) {
      const words = sentence(verdict);
      return [this.#transition(flapping, at, memory.flap.flapping ? words : `calm again; ${words}`)];
    }
    if ((first && status === 'green') || isNoWorseThanTold(memory, from, status)) return [];
    if (memory.toldFlapping !== null && from !== 'unknown' && status !== 'unknown')
      memory.toldFlapping = status;
    return [this.#transition({ from, to: status, new: isNew }, began, sentence(verdict))];
  }

  #transition(change: Change, when: Instant, reason: string): Transition {
    const { id, title } = this.plan;
    return { at: isoInstant(when), metric: id, title, kind: 'metric', ...change, reason };
  }

  /** One transition when it begins to flap and one when it is calm again. */
  #flappingChange(from: Status | null, to: Status | null): Change | null {
    const { memory } = this;
    const { flapping } = memory.flap;
    if (to === null || flapping === (memory.toldFlapping !== null)) return null;
    memory.toldFlapping = flapping ? to : null;
    return flapping ? { from: from ?? to, to: 'flapping', new: true } : { from: 'flapping', to, new: false };
  }

  /** Another status: what can be told is known from now on. */
  #noteKnown({ status, was }: MetricVerdict): void {
    const { memory } = this;
    if (status === 'unknown') this.#forgetEnded(was);
    else if (status === null) memory.known = null;
    else memory.known = { status, since: memory.since, confirmedAt: this.values.newestValue()?.at ?? null };
  }

  /** The same status: on a newer value, or still unknown. */
  #confirm({ status, detail, was }: MetricVerdict): void {
    const { known } = this.memory;
    if (status === 'unknown') this.#forgetEnded(was);
    else if (known !== null && status === known.status && detail !== 'stale')
      known.confirmedAt = this.values.newestValue()?.at ?? null;
  }

  /** A red that evidence has ended, also while it could not be told, is not known any more. */
  #forgetEnded(was: Status | null): void {
    if (this.memory.known?.status === 'red' && was !== 'red') this.memory.known = null;
  }

  #standing(now: Instant): Standing {
    const { plan, rules, memory } = this;
    const { emptyAt, gap } = this.readings.missed;
    const empty = emptyAt !== null && now - emptyAt < plan.staleAfter;
    return {
      plan,
      rules,
      memory,
      newest: this.values.newestValue(now),
      overAt: this.values.overAt(now),
      gap,
      alertSoFar: this.#alertSoFar,
      hasReadings: plan.use !== null && this.readings.raw.newestValue() !== null,
      empty,
      warmAt:
        this.start + Math.max(warmIntervals * plan.interval, plan.missing === 'bad' ? plan.staleAfter : 0),
    };
  }
}

/** What was not told lately goes on where the same status comes back; what cannot be told has a time of its own. */
function sinceOf(metric: MetricJudge, { status }: MetricVerdict, began: Instant): Instant {
  const { memory } = metric;
  if (memory.status !== 'unknown') return began;
  if (status === 'red') return redSince(metric) ?? began;
  return status === 'amber' && memory.known?.status === 'amber' ? memory.known.since : began;
}

/** Worse than what stood, also while that could not be told. */
function isNewTrouble({ status: from, known }: MetricMemory, { status, was }: MetricVerdict): boolean {
  const stood = from === 'unknown' ? (known?.status ?? 'green') : from;
  return severity(status, was) < severity(stood, null);
}

/** A flapping status that is no worse than what was told is not told again; what cannot be told always is. */
function isNoWorseThanTold({ toldFlapping: told }: MetricMemory, from: Status, to: Status): boolean {
  if (told === null || from === 'unknown' || to === 'unknown') return false;
  return severity(to, null) >= severity(told, null);
}

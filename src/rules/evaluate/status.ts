// The status that follows from a metric's value, its rules and its freshness at one instant (docs/judgement.md §8.7). Pure.

import type { Instant } from '../../domain/clock.ts';
import type { Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Status, StatusDetail } from '../../domain/status.ts';
import type { CompiledCondition } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import { leafTruth } from '../machine/leaf.ts';
import type { RuleMachine } from '../machine/rule.ts';
import { dampedStatus, type FlapMemory } from './flapping.ts';
import type { MetricPlan } from '../plan.ts';

/** Plain data: it is kept across reloads, and in the launch's file. */
export interface MetricMemory {
  status: Status | null;
  detail: StatusDetail | null;
  /** While it cannot be told: how it stood before. */
  was: Status | null;
  /** Since when it has this status. */
  since: Instant;
  /** How it stood when that could be told last. What cannot be told takes nothing from it. */
  known: KnownStatus | null;
  flap: FlapMemory;
  /** The worst status that has been told since it began to flap; null while it does not. */
  toldFlapping: Status | null;
}

/** Plain data. */
export interface KnownStatus {
  readonly status: Exclude<Status, 'unknown'>;
  /** The start of it, across all the time in which it could not be told. */
  readonly since: Instant;
  /** Of the newest value that said so. */
  confirmedAt: Instant | null;
}

export interface MetricVerdict {
  readonly status: Status | null;
  readonly detail: StatusDetail | null;
  readonly was: Status | null;
  /** When a status that only time brought (staleness) began; null: now. */
  readonly since: Instant | null;
}

export interface MetricRules {
  target: RuleMachine | null;
  alert: RuleMachine | null;
  /** The alert as the target reads it: of what grows, from a written minimum on, so far. Null without such a minimum. */
  readonly soFar: CompiledCondition | null;
}

/** What a status is made from. */
export interface Standing {
  readonly plan: MetricPlan;
  readonly rules: MetricRules;
  readonly memory: MetricMemory;
  readonly newest: Sample | null;
  /** Since when a look has said that there is none any more; null while the newest value stands. */
  readonly overAt: Instant | null;
  /** The newest look, when it gave no value. */
  readonly gap: Gap | null;
  /** There are readings, though not enough of them for a value. */
  readonly hasReadings: boolean;
  /** The source has lately answered that there is nothing. */
  readonly empty: boolean;
  /** What the alert says so far of a window that it cannot tell yet. */
  readonly alertSoFar: Truth;
  /** Samples of this metric may have come by now: there was time for them since judgement began. */
  readonly warmAt: Instant;
}

/** Before this many intervals have passed, nothing read yet is no wonder. */
export const warmIntervals = 2;

/** @param blocked nothing can be told although values may be there: a need that is down, or ourselves offline. */
export function metricVerdict(standing: Standing, now: Instant, blocked: boolean): MetricVerdict {
  const { alert, target } = standing.rules;
  if (target === null && alert === null) return verdict(null);
  const was = before(standing);
  if (blocked) return { ...verdict('unknown'), was };
  const { newest, overAt, plan } = standing;
  if (!newest) return byTime(standing, was, now) ?? absent(standing, was, now);
  const staleAt = newest.at + plan.staleAfter;
  const endAt = overAt === null ? staleAt : Math.min(overAt, staleAt);
  if (now >= endAt) return byTime(standing, was, now) ?? ended(standing, was, endAt, now);
  const seen = fresh(standing, now);
  // A red that was damped is not forgotten when its rules can no longer be told.
  return seen.status === 'unknown' && was !== null ? { ...seen, was } : seen;
}

/** How it stood before it could no longer be told: a red only while nothing has ended it. */
function before({ rules, memory, plan }: Standing): Status | null {
  const { flap, known } = memory;
  if (rules.alert?.isOn || (flap.flapping && flap.results.includes('red'))) return 'red';
  // What missing data have made red, no evidence has ended.
  return known === null || (known.status === 'red' && plan.missing !== 'bad') ? null : known.status;
}

/** Since when it has been red, also while that cannot be told; null where it has not. */
export function redSince({
  rules: { alert },
  memory: { known },
}: Pick<Standing, 'rules' | 'memory'>): Instant | null {
  if (known?.status === 'red') return known.since;
  return alert?.isOn ? alert.memory.since : null;
}

/** The newest evidence that said what is known: of a red, a reading beyond its alert; null where there is none. */
export function confirmedAt({
  rules: { alert },
  memory: { known },
}: Pick<Standing, 'rules' | 'memory'>): Instant | null {
  if (alert?.isOn) return alert.memory.confirmedAt ?? known?.confirmedAt ?? null;
  return known?.confirmedAt ?? null;
}

/** Nearly all verdicts are one of a few, and a metric has some with each sample: each is made once. */
const plainVerdicts = new Map<Status | null, Map<StatusDetail | null, MetricVerdict>>();

function verdict(status: Status | null, detail: StatusDetail | null = null): MetricVerdict {
  let ofStatus = plainVerdicts.get(status);
  if (!ofStatus) plainVerdicts.set(status, (ofStatus = new Map()));
  let known = ofStatus.get(detail);
  if (!known) ofStatus.set(detail, (known = { status, detail, was: null, since: null }));
  return known;
}

function absent(standing: Standing, was: Status | null, now: Instant): MetricVerdict {
  const { plan, gap, hasReadings, empty, warmAt } = standing;
  if (was !== 'red' && plan.missing === 'good' && empty) return byRules(standing, now, null);
  if (plan.missing === 'bad' && now >= warmAt) return { ...verdict('red', 'stale'), since: warmAt };
  const early = now < warmAt && (gap === null || gap.reason === 'empty' || gap.reason === 'unsettled');
  return { ...verdict('unknown', hasReadings || early ? 'warming' : null), was };
}

/** The value is too old, or a look said that there is none any more. Only "there is none" may be taken for good. */
function ended(standing: Standing, was: Status | null, since: Instant, now: Instant): MetricVerdict {
  const { plan, memory, empty } = standing;
  if (plan.missing === 'good' && empty) return byRules(standing, now, since);
  if (plan.missing === 'bad') return { ...verdict('red', 'stale'), since };
  if (plan.missing === 'keep' && memory.status !== null && memory.status !== 'unknown')
    return { ...verdict(memory.status, 'stale'), since };
  return { status: 'unknown', detail: isOld(standing, now) ? 'stale' : null, was, since };
}

function isOld({ newest, plan }: Standing, now: Instant): boolean {
  return newest !== null && now - newest.at >= plan.staleAfter;
}

/**
 * Without a fresh value a metric is judged by what its rules say of time itself (`absent`, `age`, `is`): red while its alert
 * holds. Amber only where all of its rules are told so, once there was a value; and green never.
 */
function byTime(
  { rules: { alert, target }, newest, plan }: Standing,
  was: Status | null,
  now: Instant,
): MetricVerdict | null {
  const says = (kind: 'raw' | 'matured'): Truth => (alert ? timeTruth(alert, kind, plan.id, now) : false);
  const state = alert?.memory.state;
  if (state === 'firing' && (says('raw') === true || says('matured') === true)) return verdict('red');
  const meets = target ? timeTruth(target, 'matured', plan.id, now) : true;
  if (newest === null || plan.missing !== 'unknown' || says('raw') === null || meets === null) return null;
  if (state === 'holding') return verdict('red', 'recovering');
  if (was === 'red') return null;
  if (state === 'pending') return verdict('amber', 'pending');
  return meets ? null : verdict('amber');
}

/** What a rule says without the metric's own value, and without what missing data count as. */
function timeTruth(
  { setup, memory }: RuleMachine,
  kind: 'raw' | 'matured',
  own: string,
  now: Instant,
): Truth {
  return setup.compiled.combine((index) => {
    const [leaf, state] = [setup.leaves[index], memory.leaves[index]];
    if (!leaf || !state) return null;
    const { timed, metrics } = leaf.compiled;
    const counts = timed || (leaf.policy === 'unknown' && leaf.form === null && !metrics.includes(own));
    return counts ? leafTruth(leaf, state, kind, now) : null;
  });
}

/** Missing data are good: the rules have taken that as evidence, and a red ends by them alone. */
function byRules(standing: Standing, now: Instant, since: Instant | null): MetricVerdict {
  const seen = fresh(standing, now);
  if (seen.status !== 'green') return seen;
  return { ...seen, detail: since === null ? null : 'stale', since };
}

function fresh(standing: Standing, now: Instant): MetricVerdict {
  const seen = undamped(standing, now);
  const { flap } = standing.memory;
  if (!flap.flapping || seen.status === null || seen.status === 'unknown') return seen;
  return { ...seen, status: dampedStatus(flap, seen.status), detail: 'flapping' };
}

/** What the newest evidence says, before any damping. */
export function undamped({ rules, memory, alertSoFar }: Standing, now: Instant): MetricVerdict {
  const { alert, target } = rules;
  const { known } = memory;
  const state = alert?.memory.state;
  // From a written minimum on the target speaks of what grows; the alert beside it does too, but ends no red by it.
  const isQuiet = alertSoFar === false && target !== null && known?.status !== 'red';
  if (state === 'firing') return verdict('red');
  if (state === 'holding') return verdict('red', 'recovering');
  if (state === 'pending') return verdict('amber', 'pending');
  if (alert && !isQuiet && alert.truth('raw', now) === null) return verdict('unknown', 'warming');
  const meets = target ? target.truth('matured', now) : true;
  if (meets === null) return verdict('unknown', 'warming');
  return verdict(meets ? 'green' : 'amber');
}

// The state machine of a rule: a metric's alert, a hint, an incident (docs/conditions.md §8.4).
//
//   inactive ──true──▶ pending ──held for its `for`──▶ firing ──false──▶ holding ──false for `hold`──▶ inactive
//                        │ false                          ▲                 │ true
//                        ▼                                └─────────────────┘
//                     inactive
//
// What cannot be told changes no state: a pending one waits, a firing one stays firing. A red ends on fresh evidence only.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { CompiledCondition } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import {
  evaluateLeaf,
  freshLeafMemory,
  isMissingDue,
  leafTruth,
  stepOnNone,
  stepOnSamples,
  stepOnTime,
  type LeafMemory,
  type LeafSetup,
} from './leaf.ts';
import type { Facts } from '../condition/compile.ts';
import type { News } from './news.ts';
import { endPeriods, isToldAt, newestDue, stepPeriods } from './period-leaf.ts';

export type RuleStateName = 'inactive' | 'pending' | 'firing' | 'holding';

/**
 * Judged on fresh evidence; or exactly as Prometheus (evaluated when asked, what cannot be told is false) or CloudWatch
 * (its premature alarm is one) would judge, to compare with them (docs/conditions.md §8.4, §8.5).
 */
export type RuleMode = 'fresh' | 'prometheus' | 'cloudwatch';

/** Plain data: it is kept across reloads and, later, on disk. */
export interface RuleMemory {
  state: RuleStateName;
  /** When the present state began; while firing or holding, when the firing began. */
  since: Instant | null;
  /** When the evidence first spoke against a firing rule, without a break since. */
  holdSince: Instant | null;
  lastFalseAt: Instant | null;
  /** The newest instant at which the evidence spoke for it. */
  confirmedAt: Instant | null;
  /** The newest truth, matured; null when it cannot be told. */
  truth: Truth;
  /** The newest instant that has been judged: late data never turn a rule's time back. */
  steppedAt: Instant | null;
  /** Nothing that came before then has a part in it; null: all has. */
  from: Instant | null;
  leaves: LeafMemory[];
}

export interface RuleSetup {
  readonly compiled: CompiledCondition;
  readonly hold: Milliseconds;
  readonly mode: RuleMode;
  readonly leaves: readonly LeafSetup[];
}

export function freshRuleMemory(setup: RuleSetup): RuleMemory {
  return {
    state: 'inactive',
    since: null,
    holdSince: null,
    lastFalseAt: null,
    confirmedAt: null,
    truth: null,
    steppedAt: null,
    from: null,
    leaves: setup.leaves.map(freshLeafMemory),
  };
}

/** Takes in the evidence at `at`; earlier than what has been judged when it came late. */
export function stepRule(
  setup: RuleSetup,
  memory: RuleMemory,
  facts: Facts,
  at: Instant,
  { touched, fresh, expired, ended }: News,
  isBlocked?: IsBlocked,
): void {
  const clock = memory.steppedAt;
  let told = fresh === touched || setup.compiled.metrics.some((metric) => fresh.has(metric));
  judgePeriodsDue(setup, memory, facts, at, at, isBlocked);
  const now = Math.max(memory.steppedAt ?? at, at);
  let pointless = setup.mode === 'fresh' && setup.leaves.some(({ form }) => form !== null);
  for (const [index, leaf] of setup.leaves.entries()) {
    const leafMemory = memory.leaves[index];
    if (!leafMemory) continue;
    const concerned = leaf.compiled.metrics.some((metric) => touched.has(metric));
    if (setup.mode === 'prometheus') evaluateLeaf(leaf, leafMemory, facts, now);
    else if (ended) {
      if (concerned && leaf.form !== null) endPeriods(leaf, leaf.form, leafMemory, facts, now);
      else if (concerned && stepOnNone(leaf, leafMemory, facts, now)) told = true;
    } else if (leaf.form && concerned) {
      const due = newestDue(leaf, leaf.form, facts, at);
      if (due !== null) stepPeriods(leaf, leaf.form, leafMemory, facts, due, at);
      pointless &&= !isToldAt(leaf.form, leafMemory, at);
    } else if (leaf.compiled.timed) stepOnTime(leaf, leafMemory, facts, now);
    else if (concerned) stepOnSamples(leaf, leafMemory, facts, at, now);
    if (concerned && leaf.form === null) pointless = false;
  }
  // A reading of which a leaf's function can tell nothing is no point of its period.
  if (pointless && !ended) told = false;
  conclude(setup, memory, now, isBlocked, told);
  if (expired || (ended && !told)) memory.steppedAt = clock;
}

/** Lets time pass: what changes without a sample is `age`, `absent`, `is`, a period that is due, and missing data. */
export function tickRule(
  setup: RuleSetup,
  memory: RuleMemory,
  facts: Facts,
  now: Instant,
  isBlocked?: IsBlocked,
): void {
  judgePeriodsDue(setup, memory, facts, now, Number.POSITIVE_INFINITY, isBlocked);
  let passed = false;
  for (const [index, leaf] of setup.leaves.entries()) {
    const leafMemory = memory.leaves[index];
    if (!leafMemory || leaf.form || !(leaf.compiled.timed || isMissingDue(leaf, leafMemory, facts, now)))
      continue;
    stepOnTime(leaf, leafMemory, facts, now);
    passed = true;
  }
  if (passed) conclude(setup, memory, Math.max(memory.steppedAt ?? now, now), isBlocked);
}

/** Judges the periods that are due at `now` and end before `before`, one after the other. */
function judgePeriodsDue(
  setup: RuleSetup,
  memory: RuleMemory,
  facts: Facts,
  now: Instant,
  before: Instant,
  isBlocked?: IsBlocked,
): void {
  if (!setup.leaves.some(({ form }) => form !== null)) return;
  for (const end of periodsDue(setup, memory, facts, now)) {
    if (end >= before) return;
    let told = false;
    for (const [index, leaf] of setup.leaves.entries()) {
      const leafMemory = memory.leaves[index];
      const due = leaf.form && newestDue(leaf, leaf.form, facts, now);
      if (!leafMemory || !leaf.form || due === null || due < end || end % leaf.form.period !== 0) continue;
      if (end <= (leafMemory.periods.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) continue;
      stepPeriods(leaf, leaf.form, leafMemory, facts, end, null);
      told ||= leafMemory.state.lastEvidenceAt === end;
    }
    conclude(setup, memory, Math.max(memory.steppedAt ?? end, end), isBlocked, told);
  }
}

/** Whether anything in the rule can change without a sample. */
export function ticks(setup: RuleSetup): boolean {
  return setup.leaves.some(
    ({ compiled, form, policy }) => compiled.timed || form !== null || policy === 'bad' || policy === 'good',
  );
}

/** Ends of periods that have become due since the last one was judged, oldest first. */
function periodsDue(setup: RuleSetup, memory: RuleMemory, facts: Facts, now: Instant): readonly Instant[] {
  const ends = new Set<Instant>();
  for (const [index, leaf] of setup.leaves.entries()) {
    const due = leaf.form && newestDue(leaf, leaf.form, facts, now);
    if (!leaf.form || due === null) continue;
    const { period, of } = leaf.form;
    const last = memory.leaves[index]?.periods.at(-1)?.at ?? due - period;
    // Beyond two ranges without a point nothing changes any more, until the last ones.
    const span = (3 * of + 4) * period;
    for (let end = last + period; end <= due; end += period) {
      if (end > last + span) end = Math.max(end, due - span);
      ends.add(end);
    }
  }
  return [...ends].sort((left, right) => left - right);
}

/**
 * The rule's state follows from what its leaves say.
 * @param told there is evidence of this instant; a period without a point is none, and no red ends by it.
 */
function conclude(
  setup: RuleSetup,
  memory: RuleMemory,
  now: Instant,
  isBlocked: IsBlocked | undefined,
  told = true,
): void {
  memory.steppedAt = now;
  const raw = ruleTruth(setup, memory, 'raw', now, isBlocked);
  const matured = ruleTruth(setup, memory, 'matured', now, isBlocked);
  memory.truth = matured;
  const on = memory.state === 'firing' || memory.state === 'holding';
  if (told || !on || matured === true) move(memory, raw, matured, now, setup);
}

/**
 * Metrics of which nothing can be told although readings are there: what they need is down. A test of time itself (`age`)
 * still tells how old what is calculated has become, when all that it lacks is a reading of one of its inputs.
 */
export type IsBlocked = (metric: string, timed: boolean) => boolean;

/** What the whole rule says at `at`: its leaves' words while they are fresh. */
export function ruleTruth(
  setup: RuleSetup,
  memory: RuleMemory,
  kind: 'raw' | 'matured',
  at: Instant,
  isBlocked?: IsBlocked,
  unseen?: (metric: string) => boolean,
): Truth {
  return setup.compiled.combine((index) => {
    const leaf = memory.leaves[index];
    const leafSetup = setup.leaves[index];
    if (unseen && leafSetup?.compiled.metrics.some(unseen)) return null;
    const compared = leafSetup?.compiled.leaf.type === 'comparison' || leafSetup?.compiled.needsWord;
    if (isBlocked && compared) {
      const { metrics, timed } = leafSetup.compiled;
      if (metrics.some((metric) => isBlocked(metric, timed))) return null;
    }
    return leaf && leafSetup ? leafTruth(leafSetup, leaf, kind, at) : null;
  });
}

function move(memory: RuleMemory, raw: Truth, matured: Truth, at: Instant, setup: RuleSetup): void {
  if (raw === true || matured === true) memory.confirmedAt = at;
  if (matured === true) {
    if (memory.state !== 'firing' && memory.state !== 'holding') memory.since = at;
    memory.state = 'firing';
    memory.holdSince = null;
    memory.lastFalseAt = null;
    return;
  }
  if (memory.state === 'firing' || memory.state === 'holding') {
    // A rule whose raw truth holds is not spoken against, although its `for` is not over: what spoke against it before
    // is without force.
    if (raw === true) {
      memory.state = 'firing';
      memory.holdSince = null;
      memory.lastFalseAt = null;
    } else if (matured === false && raw === false) recover(memory, at, setup);
    return;
  }
  if (raw === true) enter(memory, 'pending', at);
  else if (raw === false) enter(memory, 'inactive', at);
}

function recover(memory: RuleMemory, at: Instant, setup: RuleSetup): void {
  const gapMax = Math.max(0, ...setup.leaves.map((leaf) => leaf.gapMax));
  const broken = memory.lastFalseAt !== null && at - memory.lastFalseAt > gapMax;
  if (memory.holdSince === null || broken) memory.holdSince = at;
  memory.lastFalseAt = at;
  memory.state = 'holding';
  if (at - memory.holdSince < setup.hold) return;
  memory.holdSince = null;
  memory.lastFalseAt = null;
  enter(memory, 'inactive', at);
}

function enter(memory: RuleMemory, state: RuleStateName, at: Instant): void {
  // What is at rest from the first look on is so since then.
  if (memory.state === state && memory.since !== null) return;
  memory.state = state;
  memory.since = at;
}

/**
 * When a pending rule will fire if nothing changes: the first end of a leaf's duration at which the whole rule holds.
 * Null where samples are counted, or nothing is pending.
 */
export function firesAt(setup: RuleSetup, memory: RuleMemory): Instant | null {
  if (memory.state !== 'pending') return null;
  const ends = setup.leaves.map(({ compiled: { leaf } }, index) => {
    const active = memory.leaves[index]?.state.activeAt ?? null;
    return active !== null && leaf.held?.type === 'duration' ? active + leaf.held.duration : null;
  });
  const holdsAt = (instant: Instant): boolean =>
    setup.compiled.combine((index) => {
      const own = ends[index] ?? null;
      return memory.leaves[index]?.state.matured === true || (own !== null && own <= instant);
    }) === true;
  const candidates = ends.filter((end) => end !== null).filter(holdsAt);
  return candidates.length === 0 ? null : Math.min(...candidates);
}

// The state machine of a rule: a metric's alert, a hint, an incident (RULES.md §8.4).
//
//   inactive ──true──▶ pending ──held for its `for`──▶ firing ──false──▶ holding ──false for `hold`──▶ inactive
//                        │ false                          ▲                 │ true
//                        ▼                                └─────────────────┘
//                     inactive
//
// What cannot be told changes no state: a pending one waits, a firing one stays firing. A red ends on fresh evidence only.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { CompiledCondition, CompiledLeaf, Facts, Truth } from './compile.ts';
import { freshLeafMemory, leafTruth, stepLeaf, type LeafMemory } from './leaf-state.ts';

export type RuleStateName = 'inactive' | 'pending' | 'firing' | 'holding';

/** Plain data: it is kept across reloads and, later, on disk. */
export interface RuleMemory {
  state: RuleStateName;
  /** When the present state began; while firing or holding, when the firing began. */
  since: Instant | null;
  /** When the evidence first spoke against a firing rule, without a break since. */
  holdSince: Instant | null;
  lastFalseAt: Instant | null;
  /** The newest truth, matured; null when it cannot be told. */
  truth: Truth;
  leaves: LeafMemory[];
}

export interface RuleSetup {
  readonly compiled: CompiledCondition;
  readonly hold: Milliseconds;
  /** Evidence further apart than this does not add up, for each leaf. */
  readonly gapMax: readonly Milliseconds[];
}

export function freshRuleMemory(setup: RuleSetup): RuleMemory {
  return {
    state: 'inactive',
    since: null,
    holdSince: null,
    lastFalseAt: null,
    truth: null,
    leaves: setup.compiled.leaves.map(freshLeafMemory),
  };
}

/**
 * Takes in the evidence at `at`.
 * @param touched the metrics that have a new sample at `at`; leaves over others keep what they last said while it is fresh.
 */
export function stepRule(
  setup: RuleSetup,
  memory: RuleMemory,
  facts: Facts,
  at: Instant,
  touched: ReadonlySet<string>,
  untold?: Untold,
): void {
  const { compiled, gapMax } = setup;
  for (const [index, leaf] of compiled.leaves.entries()) {
    const leafMemory = memory.leaves[index];
    if (leafMemory && (leaf.timed || leaf.metrics.some((metric) => touched.has(metric))))
      stepLeaf(leaf, leafMemory, facts, evidenceAt(leaf, facts, at), at, gapMax[index] ?? 0);
  }
  const raw = ruleTruth(setup, memory, 'raw', at, untold);
  const matured = ruleTruth(setup, memory, 'matured', at, untold);
  memory.truth = matured;
  move(memory, raw, matured, at, setup);
}

/** The instant the evidence speaks of: that of the newest sample, or the present one where time itself is the evidence. */
function evidenceAt(leaf: CompiledLeaf, facts: Facts, at: Instant): Instant {
  if (leaf.timed) return at;
  const newest = leaf.metrics.map(
    (metric) => facts.series(metric)?.newestValue(at)?.at ?? Number.NEGATIVE_INFINITY,
  );
  const latest = Math.max(...newest);
  return Number.isFinite(latest) ? latest : at;
}

/** Metrics of which nothing can be told although readings are there: what they need is down. */
export type Untold = (metric: string) => boolean;

/** What the whole rule says at `at`: its leaves' words while they are fresh. */
export function ruleTruth(
  setup: RuleSetup,
  memory: RuleMemory,
  kind: 'raw' | 'matured',
  at: Instant,
  untold?: Untold,
): Truth {
  return setup.compiled.combine((index) => {
    const leaf = memory.leaves[index];
    const compiled = setup.compiled.leaves[index];
    if (untold && compiled?.leaf.type === 'comparison' && compiled.metrics.some(untold)) return null;
    return leaf ? leafTruth(leaf, kind, at, setup.gapMax[index] ?? 0) : null;
  });
}

function move(memory: RuleMemory, raw: Truth, matured: Truth, at: Instant, setup: RuleSetup): void {
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
  const broken = memory.lastFalseAt !== null && at - memory.lastFalseAt > Math.max(0, ...setup.gapMax);
  if (memory.holdSince === null || broken) memory.holdSince = at;
  memory.lastFalseAt = at;
  memory.state = 'holding';
  if (at - memory.holdSince < setup.hold) return;
  memory.holdSince = null;
  memory.lastFalseAt = null;
  enter(memory, 'inactive', at);
}

function enter(memory: RuleMemory, state: RuleStateName, at: Instant): void {
  if (memory.state === state) return;
  memory.state = state;
  memory.since = at;
}

/**
 * When a pending rule will fire if nothing changes: the first end of a leaf's duration at which the whole rule holds.
 * Null where samples are counted, or nothing is pending.
 */
export function firesAt(setup: RuleSetup, memory: RuleMemory): Instant | null {
  if (memory.state !== 'pending') return null;
  const ends = setup.compiled.leaves.map(({ leaf }, index) => {
    const active = memory.leaves[index]?.activeAt ?? null;
    return active !== null && leaf.held?.type === 'duration' ? active + leaf.held.duration : null;
  });
  const holdsAt = (end: Instant): boolean =>
    setup.compiled.combine((index) => {
      const own = ends[index] ?? null;
      return memory.leaves[index]?.matured === true || (own !== null && own <= end);
    }) === true;
  const candidates = ends.filter((end) => end !== null && holdsAt(end)).map(Number);
  return candidates.length === 0 ? null : Math.min(...candidates);
}

// What a rule is set up with, and what it keeps from look to look.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { CompiledCondition } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import { freshLeafMemory, type LeafMemory, type LeafSetup } from './leaf.ts';

export type RuleStateName = 'inactive' | 'pending' | 'firing' | 'holding';

/**
 * Judged on fresh evidence; or exactly as Prometheus (evaluated when asked, what cannot be told is false) or CloudWatch
 * (its premature alarm is one) would judge, to compare with them (docs/conditions.md §8.4; docs/conditions.md §8.5).
 */
export type RuleMode = 'fresh' | 'prometheus' | 'cloudwatch';

/** Plain data: it is kept across reloads, and in the launch's file. */
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

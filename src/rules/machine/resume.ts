// A rule goes on where it stood: after a time without judgement (a restart), and after its `for` was changed (a reload).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Condition, Held } from '../condition/ast.ts';
import { printCondition } from '../condition/print.ts';
import { freshLeafMemory, type LeafMemory, type LeafSetup } from './leaf.ts';
import { RuleMachine } from './rule.ts';
import { freshRuleMemory, type RuleMemory, type RuleSetup } from './rule-memory.ts';

export interface Outage {
  /** When the memory was last true to the facts. */
  readonly downAt: Instant;
  readonly now: Instant;
  /** After a longer outage what was pending starts again. */
  readonly outageTolerance: Milliseconds;
  /** What was about to fire waits at least this long after the restart; a shorter `for` starts again. */
  readonly grace: Milliseconds;
}

/**
 * The memory as it counts after an outage, as Prometheus restores an alert (docs/rules-research.md §1.3, docs/judgement.md §8.9): time without judgement
 * does not count toward a `for` or a `hold`. What fires stays firing, however long it took: only evidence ends it.
 */
export function restoreRule(setup: RuleSetup, memory: RuleMemory, outage: Outage): RuleMemory {
  const { downAt, now, outageTolerance } = outage;
  const on = memory.state === 'firing' || memory.state === 'holding';
  const down = Math.max(0, now - downAt);
  if (down > outageTolerance) {
    const fresh = freshRuleMemory(setup);
    const { since, confirmedAt } = memory;
    return on ? { ...fresh, state: 'firing', since, confirmedAt } : fresh;
  }
  const later = (at: Instant | null): Instant | null => (at === null ? null : at + down);
  return {
    ...memory,
    holdSince: later(memory.holdSince),
    lastFalseAt: later(memory.lastFalseAt),
    leaves: setup.leaves.map((leaf, index) =>
      restoreLeaf(leaf, memory.leaves[index] ?? freshLeafMemory(), outage),
    ),
  };
}

/**
 * The memory of a rule that lets something pass, after an outage. Nothing that was not seen may help it: the time away is a
 * gap like any other, a short one neither restarts its `for` nor ripens it, a longer one restarts it. Until evidence comes it
 * cannot be told.
 */
export function restorePass(setup: RuleSetup, memory: RuleMemory): RuleMemory {
  return {
    ...memory,
    truth: null,
    leaves: setup.leaves.map((_, index) => {
      const leaf = memory.leaves[index] ?? freshLeafMemory();
      return { ...leaf, past: [], resumedAt: null, state: { ...leaf.state, raw: null, matured: null } };
    }),
  };
}

function restoreLeaf(
  { compiled }: LeafSetup,
  memory: LeafMemory,
  { downAt, now, grace }: Outage,
): LeafMemory {
  const { held } = compiled.leaf;
  const { activeAt, matured } = memory.state;
  const kept: LeafMemory = { ...memory, past: [], resumedAt: now };
  if (held?.type !== 'duration' || activeAt === null || matured === true) return kept;
  // Where the evidence must be seen anew for the whole `for`, nothing is gained by remembering the old one.
  if (held.duration < grace) return { ...freshLeafMemory(), resumedAt: now };
  const remaining = held.duration - (downAt - activeAt);
  const resumed =
    remaining <= 0 ? activeAt : remaining < grace ? now + grace - held.duration : activeAt + (now - downAt);
  return { ...kept, state: { ...memory.state, activeAt: resumed } };
}

/**
 * The memory of a rule whose condition was changed in nothing but how long it must hold; null when more was changed and
 * it has to start over. A firing rule that has not held for the new time is pending again, since when it first held.
 */
export function reviseRule(
  setup: RuleSetup,
  memory: RuleMemory,
  before: Condition,
  after: Condition,
): RuleMemory | null {
  if (printCondition(before) === printCondition(after)) return memory;
  if (printCondition(withoutHeld(before)) !== printCondition(withoutHeld(after))) return null;
  if (setup.leaves.some(({ compiled }) => !isDuration(compiled.leaf.held))) return null;
  const leaves = setup.leaves.map(({ compiled }, index): LeafMemory => {
    const leaf = memory.leaves[index] ?? freshLeafMemory();
    const { raw, activeAt, lastEvidenceAt } = leaf.state;
    const lasted = activeAt === null || lastEvidenceAt === null ? 0 : lastEvidenceAt - activeAt;
    const needed = compiled.leaf.held?.type === 'duration' ? compiled.leaf.held.duration : 0;
    const matured = raw === null ? null : raw && lasted >= needed;
    return { ...leaf, past: [], state: { ...leaf.state, matured } };
  });
  const revised: RuleMemory = { ...memory, leaves };
  const at = memory.steppedAt;
  if (memory.state !== 'firing' || at === null) return revised;
  const machine = RuleMachine.from(setup, revised);
  if (machine.truth('raw', at) !== true || machine.truth('matured', at) !== false) return revised;
  const since = Math.min(...leaves.map(({ state }) => state.activeAt ?? at));
  return { ...revised, state: 'pending', since, holdSince: null, lastFalseAt: null };
}

function isDuration(held: Held | null): boolean {
  return held === null || held.type === 'duration';
}

function withoutHeld(condition: Condition): Condition {
  switch (condition.type) {
    case 'and':
    case 'or':
      return { ...condition, parts: condition.parts.map(withoutHeld) };
    case 'not':
      return { ...condition, part: withoutHeld(condition.part) };
    default:
      return { ...condition, held: null };
  }
}

// A rule goes on after something that it looks at reads something else: what was told of the old readings is told of nothing now.

import type { RuleRole } from '../condition/bad-truths.ts';
import { freshLeafMemory, type LeafMemory, type LeafSetup } from './leaf.ts';
import { RuleMachine } from './rule.ts';
import type { RuleMemory, RuleSetup } from './rule-memory.ts';

/** Whether a metric begins anew: no value that was seen so far is one of what it reads now. */
export type Anew = (metric: string) => boolean;

/**
 * The memory without all that rests on such a metric: that cannot be told until a reading has come, and its `for` begins anew.
 * What fires stays firing and what is pending stays so, since only evidence ends them; a `hold` begins anew. What passes is so
 * since it is seen to be again; what fails keeps since when.
 */
export function withoutOldReadings(
  setup: RuleSetup,
  memory: RuleMemory,
  role: RuleRole,
  anew: Anew,
): RuleMemory {
  const restsOnOld = ({ compiled }: LeafSetup): boolean => compiled.metrics.some(anew);
  if (!setup.leaves.some(restsOnOld)) return memory;
  const leaves = setup.leaves.map((leaf, index) => {
    const known = memory.leaves[index] ?? freshLeafMemory();
    return restsOnOld(leaf) ? leafAnew(leaf, known) : known;
  });
  const { state, steppedAt } = memory;
  const kept = { ...memory, leaves };
  kept.truth = steppedAt === null ? null : RuleMachine.from(setup, kept).truth('matured', steppedAt);
  if (role === 'pass')
    return state === 'inactive' || kept.truth === true ? kept : { ...kept, state: 'inactive', since: null };
  const isOn = state === 'firing' || state === 'holding';
  return isOn ? { ...kept, state: 'firing', holdSince: null, lastFalseAt: null } : kept;
}

/** What speaks against the launch and has a way out (`until`) is over only by that, whatever it was told of. */
function leafAnew({ compiled: { leaf, exit }, bad }: LeafSetup, { state }: LeafMemory): LeafMemory {
  const fresh = freshLeafMemory();
  if (exit === null || !bad || (leaf.held !== null && state.matured !== true)) return fresh;
  const { activeAt, open } = state;
  return { ...fresh, state: { ...fresh.state, activeAt, open } };
}

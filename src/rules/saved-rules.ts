// What of the judgement's memory must outlive a restart: the alerts, hints and incidents that hold, or are about to. Whatever is
// at rest begins anew without harm: targets, items and criteria pass only on fresh data anyway.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import { restoreRule } from './condition/resume.ts';
import type { RuleMemory, RuleSetup } from './condition/rule-state.ts';
import type { Judgement } from './drawing.ts';

/** Plain data. */
export interface SavedRule {
  readonly of: 'alert' | 'hint' | 'incident';
  /** Of the metric, hint or incident. */
  readonly id: string;
  /** The condition as it was written: another one begins anew. */
  readonly when: string;
  readonly memory: RuleMemory;
}

/** After a longer time without judgement what was pending starts again (RULES.md §8.9). */
const outageTolerance: Milliseconds = 3_600_000;
/** What was about to fire waits this long after a restart, at most half of its own `for`. */
const graceMax: Milliseconds = 60_000;

interface Kept {
  readonly of: SavedRule['of'];
  readonly id: string;
  readonly when: string;
  readonly setup: RuleSetup;
  readonly memory: RuleMemory;
  readonly replace: (memory: RuleMemory) => void;
}

/** Bounded by the profile: at most one for each rule. */
export function savedRules(judge: Judgement): readonly SavedRule[] {
  return keptOf(judge)
    .filter(({ memory }) => memory.state !== 'inactive')
    .map(({ of, id, when, memory }) => ({ of, id, when, memory: withoutPast(memory) }));
}

/** Goes on where the rules stood at `downAt`; only evidence ends what fires. Rules that have been judged since stay as they are. */
export function resumeRules(
  judge: Judgement,
  saved: readonly SavedRule[],
  downAt: Instant,
  now: Instant,
): void {
  const known = new Map(saved.map((rule) => [`${rule.of} ${rule.id}`, rule]));
  for (const { of, id, when, setup, memory, replace } of keptOf(judge)) {
    const rule = known.get(`${of} ${id}`);
    if (!rule || rule.when !== when || memory.steppedAt !== null || memory.state !== 'inactive') continue;
    replace(restoreRule(setup, rule.memory, { downAt, now, outageTolerance, grace: graceOf(setup) }));
  }
}

function keptOf({ metrics, hints, incidents }: Judgement): readonly Kept[] {
  const alerts = [...metrics.values()].flatMap((metric): readonly Kept[] => {
    const { plan, rules, memory } = metric;
    if (!plan.alert || !rules.alert || !memory.alert) return [];
    return [
      {
        of: 'alert',
        id: plan.id,
        when: plan.alert.text,
        setup: rules.alert,
        memory: memory.alert,
        replace: (restored) => {
          memory.alert = restored;
        },
      },
    ];
  });
  const others = (
    [
      ['hint', hints],
      ['incident', incidents],
    ] as const
  ).flatMap(([of, rules]) =>
    [...rules].map(([id, rule]): Kept => ({
      of,
      id,
      when: rule.rule.text,
      setup: rule.setup,
      memory: rule.memory,
      replace: (restored) => {
        rule.memory = restored;
      },
    })),
  );
  return [...alerts, ...others];
}

function graceOf({ leaves }: RuleSetup): Milliseconds {
  const spans = leaves.flatMap(({ compiled: { leaf } }) =>
    leaf.held?.type === 'duration' ? [leaf.held.duration / 2] : [],
  );
  return Math.min(graceMax, ...spans);
}

/** Steps that could be taken back are not kept: after a restart nothing comes late. */
function withoutPast(memory: RuleMemory): RuleMemory {
  return { ...memory, leaves: memory.leaves.map((leaf) => ({ ...leaf, past: [] })) };
}

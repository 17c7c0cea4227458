// Automatic items are judged live, and latched with evidence when a look passes them in their phase: what was so stays on the list,
// and a later dip is shown beside it. A latch speaks for items only; in the gate nothing but the present counts.

import { clockTime, isoInstant, type Instant } from '../../domain/clock.ts';
import type { PlanJudges } from '../evaluate/set-up.ts';
import type { Drawing } from './drawing.ts';
import { passOrFail } from './rule-sentence.ts';
import { phaseSpan } from '../launch/clock.ts';
import { effectiveT0, type Entry, type Latch, type Marks } from '../launch/marks.ts';
import type { ItemPlan, PhasePlan, Plan } from '../plan.ts';
import type { RuleJudge } from '../evaluate/rule.ts';
import { runsMoment } from '../evaluate/runs.ts';
import { ruleSentence, valuesTold, type Narrator } from '../evaluate/condition-sentence.ts';

/** The latch of an item, if it passed by the condition that it has now, and in the launch of the T-0 that counts now. */
export function latchOf({ launch }: Plan, phase: PhasePlan, item: ItemPlan, marks: Marks): Latch | null {
  const t0 = effectiveT0(launch.t0, marks);
  const latches = marks.latches.get(item.id) ?? [];
  return latches.find((latch) => latch.rule === item.when?.text && isOfLaunch(latch, phase, t0)) ?? null;
}

/**
 * Whether all that it passed by lies after T-0, where the phase asks for that (docs/judgement.md §8.10). By an earlier T-0 it may have looked
 * back before this one.
 */
function isOfLaunch({ at, t0: judgedBy }: Latch, { offset }: PhasePlan, t0: Instant | null): boolean {
  if (offset === null || offset < 0) return true;
  return t0 !== null && at >= t0 + offset && (judgedBy ?? t0) >= t0;
}

/** What has to be latched now: the items that a look passes which came while their phase is current, and that are not latched yet. */
export function latchesDue({ plan, items }: PlanJudges, drawing: Drawing): readonly Entry[] {
  const { marks, now, narrator } = drawing;
  const t0 = effectiveT0(plan.launch.t0, marks);
  if (t0 === null) return [];
  return plan.phases.flatMap((phase) => {
    const span = phaseSpan(plan.phases, phase, t0);
    if (span === null || now < span.from || (span.to !== null && now >= span.to)) return [];
    return phase.items.flatMap((item): readonly Entry[] => {
      const rule = items.get(item.id);
      if (!rule || !item.when || latchOf(plan, phase, item, marks) || passOrFail(rule, drawing) !== 'pass')
        return [];
      // What was seen before is not seen again by the phase's beginning: all that it passes by has been looked at since, the last of it just now.
      const { arrivals, isBlocked } = drawing;
      const unseen = (metric: string): boolean => !arrivals.isSeenSince(metric, span.from);
      if (!arrivals.concern(item) || rule.passes(narrator.facts, now, isBlocked, unseen) !== true) return [];
      const said = { at: now, by: '', note: '', subject: item.id };
      return [{ kind: 'latch', ...said, rule: item.when.text, ...momentOf(rule, narrator), t0 }];
    });
  });
}

/** `Relayer balance 0.42 ETH > 0.4 ETH at 14:12:03`, and what it is now where that is not the same. */
export function latchWords(
  latch: Latch,
  status: 'pass' | 'fail' | 'unknown',
  told: string,
  now: Instant,
): string {
  const passed = `${latch.sentence} at ${momentWords(latch.at, now)}`;
  if (status === 'pass') return passed;
  return `${passed}; now ${told}: ${status === 'fail' ? 'fails' : 'unknown'}`;
}

/** `14:12:03`; with the day where it is another one. */
export function momentWords(at: Instant, now: Instant): string {
  const day = isoInstant(at).slice(0, 10);
  return day === isoInstant(now).slice(0, 10) ? clockTime(at) : `${day} ${clockTime(at)}`;
}

interface Moment {
  readonly sentence: string;
  readonly shown: Readonly<Record<string, string>>;
}

/** What a rule says of this instant, without how long it has been so, and what its metrics read: evidence that is to be kept. */
function momentOf(rule: RuleJudge, given: Narrator): Moment {
  const narrator = rule.ownNarrator(given);
  if (rule.runs) return { sentence: runsMoment(rule.runs, narrator), shown: {} };
  const states = rule.memory.leaves.map(({ state }) => ({ ...state, activeAt: null }));
  const { condition } = rule.rule;
  return {
    sentence: ruleSentence(condition, states, narrator),
    shown: valuesTold(condition, states, narrator),
  };
}

/**
 * What the judgement itself has to say of the launch, beside the people: items that have passed in their phase, and acknowledgements
 * that have ended by themselves. To be kept with what they say, so that a restart finds it again; said at each instant until it stands
 * in the marks.
 */
export function newEntries(judge: PlanJudges, drawing: Drawing): readonly Entry[] {
  const ended = drawing.controls.ended.map(({ metric, at }): Entry => ({
    kind: 'unack',
    at: drawing.now,
    by: '',
    note: 'ended by itself',
    subject: metric,
    of: at,
  }));
  return [...latchesDue(judge, drawing), ...ended];
}

// What of the judgement's memory must outlive a restart: the alerts, hints and incidents that hold, or are about to; the `for` of
// targets, items and criteria; and since when a metric is red or amber, an item or a criterion fails. Whatever is at rest begins anew without harm.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { PlanJudges } from './set-up.ts';
import { withoutOldReadings, type Anew } from '../machine/begin-anew.ts';
import { restorePass, restoreRule } from '../machine/resume.ts';
import { RuleMachine } from '../machine/rule.ts';
import { freshRuleMemory, type RuleMemory, type RuleSetup } from '../machine/rule-memory.ts';
import type { MetricJudge } from './metric.ts';
import { isRed, previousStatusOf, type PreviousStatus } from './previous-status.ts';

/** Plain data. */
export type SavedRule = SavedMemory | SavedStatus;

/** What each metric that it rests on read, as a digest: what was told of another reading tells nothing of this one. */
type SavedReadings = Readonly<Record<string, string>>;

interface SavedMemory {
  readonly of: 'alert' | 'hint' | 'incident' | 'target' | 'item';
  /** Of the metric, hint or incident. */
  readonly id: string;
  /** The condition as it was written: another one begins anew. */
  readonly when: string;
  readonly readings: SavedReadings;
  readonly memory: RuleMemory;
}

/** How a metric stood. */
interface SavedStatus {
  readonly of: 'status';
  readonly id: string;
  /** Its target and its alert. */
  readonly when: string;
  readonly readings: SavedReadings;
  readonly memory: PreviousStatus;
}

/** After a longer time without judgement what was pending starts again (docs/judgement.md §8.9). */
const outageTolerance: Milliseconds = 3_600_000;
/** What was about to fire waits this long after a restart, at most half of its own `for`. */
const graceMax: Milliseconds = 60_000;

interface Kept {
  readonly of: SavedMemory['of'];
  readonly id: string;
  readonly when: string;
  readonly setup: RuleSetup;
  readonly memory: RuleMemory;
  readonly replace: (memory: RuleMemory) => void;
}

/**
 * Bounded by the profile: at most one for each rule, and one for each metric.
 * @param readings what each metric reads, as a digest.
 */
export function savedRules(
  judge: PlanJudges,
  readings: ReadonlyMap<string, string> = new Map(),
): readonly SavedRule[] {
  const readingsOf = (metrics: readonly string[]): SavedReadings =>
    Object.fromEntries(
      metrics.flatMap((metric) => {
        const reading = readings.get(metric);
        return reading === undefined ? [] : [[metric, reading]];
      }),
    );
  const rules = keptOf(judge).flatMap(({ of, id, when, setup, memory }): readonly SavedMemory[] => {
    const kept = isPass(of) ? keptPass(setup, memory) : memory.state === 'inactive' ? null : memory;
    const read = readingsOf(setup.compiled.metrics);
    return kept ? [{ of, id, when, readings: read, memory: withoutPast(kept) }] : [];
  });
  const statuses = [...judge.metrics.values()].flatMap((metric): readonly SavedStatus[] => {
    const standing = previousStatusOf(metric);
    const { id } = metric.plan;
    const read = readingsOf([id]);
    return standing ? [{ of: 'status', id, when: textOf(metric), readings: read, memory: standing }] : [];
  });
  return [...rules, ...statuses];
}

/**
 * Goes on where the rules stood at `downAt`; only evidence ends what fires. Rules that have been judged since stay as they are.
 * @param readings what each metric reads now: what rests on one that read something else cannot be told until it is read.
 */
export function resumeRules(
  judge: PlanJudges,
  saved: readonly SavedRule[],
  downAt: Instant,
  now: Instant,
  readings: ReadonlyMap<string, string> = new Map(),
): void {
  const anewSince =
    (rule: SavedRule): Anew =>
    (metric) =>
      rule.readings[metric] !== readings.get(metric);
  const known = new Map(saved.map((rule) => [`${rule.of} ${rule.id}`, rule]));
  for (const { of, id, when, setup, memory, replace } of keptOf(judge)) {
    const rule = known.get(`${of} ${id}`);
    if (!rule || rule.of === 'status' || rule.when !== when) continue;
    if (memory.steppedAt !== null || memory.state !== 'inactive') continue;
    if (!isPass(of))
      replace(
        withoutOldReadings(setup, restored(setup, rule.memory, downAt, now), 'breach', anewSince(rule)),
      );
    else if (now - downAt <= outageTolerance && hasBegun(rule.memory))
      replace(withoutOldReadings(setup, restorePass(setup, rule.memory), 'pass', anewSince(rule)));
    else if (rule.memory.state === 'inactive') replace(failingSince(setup, rule.memory));
  }
  for (const metric of judge.metrics.values()) {
    const rule = known.get(`status ${metric.plan.id}`);
    if (rule?.of !== 'status' || rule.when !== textOf(metric)) continue;
    if (isRed(rule.memory) || !anewSince(rule)(metric.plan.id))
      metric.goOnFrom(rule.memory, { lately: now - downAt <= outageTolerance });
  }
}

function restored(setup: RuleSetup, memory: RuleMemory, downAt: Instant, now: Instant): RuleMemory {
  return restoreRule(setup, memory, { downAt, now, outageTolerance, grace: graceOf(setup) });
}

function isPass(of: SavedMemory['of']): boolean {
  return of === 'target' || of === 'item';
}

/** A `for` that has begun; else since when it fails, and nothing that changes with each look. */
function keptPass(setup: RuleSetup, memory: RuleMemory): RuleMemory | null {
  if (remembers(setup) && hasBegun(memory)) return memory;
  return memory.state === 'inactive' && memory.since !== null ? failingSince(setup, memory) : null;
}

function failingSince(setup: RuleSetup, { since, from }: RuleMemory): RuleMemory {
  return { ...freshRuleMemory(setup), since, from };
}

/** There is a `for` that has begun, or a way out that has not been reached. */
function hasBegun({ leaves }: RuleMemory): boolean {
  return leaves.some(({ state }) => state.activeAt !== null || state.recent.length > 0);
}

function textOf({ plan }: MetricJudge): string {
  return `${plan.target?.text ?? ''} | ${plan.alert?.text ?? ''}`;
}

/** What it says depends on what was before. */
function remembers({ leaves }: RuleSetup): boolean {
  return leaves.some(({ compiled }) => compiled.leaf.held !== null || compiled.exit !== null);
}

function keptOf({ metrics, hints, incidents, items }: PlanJudges): readonly Kept[] {
  const own = [...metrics.values()].flatMap(({ plan, rules }) =>
    (['alert', 'target'] as const).flatMap((of): readonly Kept[] => {
      const [rule, machine] = [plan[of], rules[of]];
      if (!rule || !machine || (of === 'target' && !remembers(machine.setup))) return [];
      const { setup, memory } = machine;
      const replace = (restored: RuleMemory): void => {
        rules[of] = RuleMachine.from(setup, restored);
      };
      return [{ of, id: plan.id, when: rule.text, setup, memory, replace }];
    }),
  );
  const others = (
    [
      ['hint', hints],
      ['incident', incidents],
      // Runs are counted from the looks of this watch.
      ['item', new Map([...items].filter(([, { runs }]) => runs === null))],
    ] as const
  ).flatMap(([of, rules]) =>
    [...rules].map(([id, rule]): Kept => ({
      of,
      id,
      when: rule.rule.text,
      setup: rule.setup,
      memory: rule.memory,
      replace: (restored) => {
        rule.goOnFrom(restored);
      },
    })),
  );
  return [...own, ...others];
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

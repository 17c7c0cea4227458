// The memory of a metric's own rule when its profile has been loaded again.

import { withoutOldReadings, type Anew } from '../machine/begin-anew.ts';
import type { Facts } from '../condition/compile.ts';
import { reviseRule } from '../machine/resume.ts';
import { newsOf } from '../machine/news.ts';
import { stepRule, type RuleMemory } from '../machine/rule.ts';
import type { Series } from '../../domain/series.ts';
import type { MetricMemory, MetricRules } from './status.ts';
import type { MetricPlan } from '../plan.ts';

/** What of a metric its rules are taken up by. */
interface Ruled {
  readonly rules: MetricRules;
  readonly memory: MetricMemory;
  readonly plan: MetricPlan;
  readonly values: Series;
}

/** That of the earlier version where it still means something; else the rule is judged anew over the samples that are kept. */
export function takeUpRule(
  { rules, memory, plan, values }: Ruled,
  old: Ruled,
  of: 'alert' | 'target',
  { facts, anew }: { readonly facts: Facts; readonly anew: Anew },
): RuleMemory | null {
  const [setup, fresh, rule] = [rules[of], memory[of], plan[of]];
  if (!setup || !fresh || !rule) return null;
  const [oldRule, oldMemory] = [old.plan[of], old.memory[of]];
  const revised = oldRule && oldMemory && reviseRule(setup, oldMemory, oldRule.condition, rule.condition);
  if (revised) return withoutOldReadings(setup, revised, of === 'alert' ? 'breach' : 'pass', anew);
  const own = newsOf([plan.id]);
  for (const { at } of values.valuesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY))
    stepRule(setup, fresh, facts, at, own);
  return fresh;
}

/** That of the earlier version's alert, of which no sample is kept: what fires stays firing. Another one begins anew. */
export function takeUpAlert({ rules, memory, plan }: Ruled, old: Ruled, anew: Anew): RuleMemory | null {
  const [setup, before] = [rules.alert, old.memory.alert];
  if (!setup || !plan.alert || !before || !old.plan.alert) return memory.alert;
  const revised = reviseRule(setup, before, old.plan.alert.condition, plan.alert.condition);
  return revised ? withoutOldReadings(setup, revised, 'breach', anew) : memory.alert;
}

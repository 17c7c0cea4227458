// The memory of a metric's own rule when its profile has been loaded again.

import { withoutOldReadings, type Anew } from '../machine/begin-anew.ts';
import type { Facts } from '../condition/compile.ts';
import { reviseRule } from '../machine/resume.ts';
import { newsOf } from '../machine/news.ts';
import { RuleMachine } from '../machine/rule.ts';
import type { Series } from '../../domain/series.ts';
import type { MetricRules } from './status.ts';
import type { MetricPlan } from '../plan.ts';

/** What of a metric its rules are taken up by. */
interface Ruled {
  readonly rules: MetricRules;
  readonly plan: MetricPlan;
  readonly values: Series;
}

/** Goes on from that of the earlier version where it still means something; else the rule is judged anew over the samples that are kept. */
export function takeUpRule(
  { rules, plan, values }: Ruled,
  old: Ruled,
  of: 'alert' | 'target',
  { facts, anew }: { readonly facts: Facts; readonly anew: Anew },
): void {
  const [machine, rule] = [rules[of], plan[of]];
  if (!machine || !rule) return;
  const { setup } = machine;
  const [oldRule, before] = [old.plan[of], old.rules[of]];
  const revised = oldRule && before && reviseRule(setup, before.memory, oldRule.condition, rule.condition);
  if (revised) {
    const role = of === 'alert' ? 'breach' : 'pass';
    rules[of] = RuleMachine.from(setup, withoutOldReadings(setup, revised, role, anew));
    return;
  }
  const own = newsOf([plan.id]);
  for (const { at } of values.valuesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY))
    machine.step(facts, at, own);
}

/** Goes on from that of the earlier version's alert, of which no sample is kept: what fires stays firing. Another one begins anew. */
export function takeUpAlert({ rules, plan }: Ruled, old: Ruled, anew: Anew): void {
  const [machine, before] = [rules.alert, old.rules.alert];
  if (!machine || !plan.alert || !before || !old.plan.alert) return;
  const { setup } = machine;
  const revised = reviseRule(setup, before.memory, old.plan.alert.condition, plan.alert.condition);
  if (revised) rules.alert = RuleMachine.from(setup, withoutOldReadings(setup, revised, 'breach', anew));
}

// Sets up what judges a plan: each metric with its target and alert, each hint, incident, item and criterion with its rule.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { compileCondition } from '../condition/compile.ts';
import type { RuleRole } from '../condition/bad-truths.ts';
import type { Anew } from '../machine/begin-anew.ts';
import { RuleMachine } from '../machine/rule.ts';
import type { Reading } from '../condition/reading.ts';
import type { LookLog } from './look-log.ts';
import { MetricJudge } from './metric.ts';
import type { MetricPlan, Plan, Rule, RunsPlan } from '../plan.ts';
import { keepFor, windowsOf, type RuleContext } from './context.ts';
import { RuleJudge, setUpRule } from './rule.ts';
import { linesOf } from '../sites.ts';

export interface Judges {
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly hints: ReadonlyMap<string, RuleJudge>;
  readonly incidents: ReadonlyMap<string, RuleJudge>;
  /** Items and criteria. */
  readonly items: ReadonlyMap<string, RuleJudge>;
}

/** What judges a plan, with the plan. */
export interface PlanJudges extends Judges {
  readonly plan: Plan;
}

interface JudgesSetup {
  readonly start: Instant;
  /** Windows count as seen whole from the first sample on. */
  readonly seenWhole: boolean;
  /** Hears of each look. */
  readonly looks: LookLog;
}

export function judgesOf(plan: Plan, context: RuleContext, setup: JudgesSetup): Judges {
  const { start, seenWhole, looks } = setup;
  const windows = windowsOf(plan);
  const metric = (one: MetricPlan): MetricJudge => {
    const setUp = (rule: Rule | null, role: RuleRole, hold: Milliseconds, by: Reading['by']) =>
      rule && RuleMachine.from(setUpRule(rule, context, { role, hold, reading: { by, minSeen: null } }));
    const rules = {
      target: setUp(one.target, 'pass', 0, 'target'),
      alert: setUp(one.alert, 'breach', one.hold, 'alert'),
      soFar:
        one.alert && one.minSeen !== null
          ? compileCondition(one.alert.condition, context.lookup, { by: 'target', minSeen: null })
          : null,
    };
    return new MetricJudge(one, rules, { keep: keepFor(one, windows), seenWhole, looks }, start);
  };
  const rules = (
    entries: readonly {
      id: string;
      when: Rule | null;
      minSeen: Milliseconds | null;
      runs?: RunsPlan | null;
    }[],
    role: RuleRole,
  ) => {
    const options = { role, hold: role === 'breach' ? null : 0 };
    const by = role === 'breach' ? 'wall' : 'line';
    return new Map(
      entries.flatMap(({ id, when, minSeen, runs = null }) =>
        when
          ? [[id, new RuleJudge(when, context, { ...options, runs, reading: { by, minSeen } })] as const]
          : [],
      ),
    );
  };
  return {
    metrics: new Map(plan.metrics.map((one) => [one.id, metric(one)])),
    hints: rules(plan.hints, 'breach'),
    incidents: rules(plan.incidents, 'breach'),
    items: rules(linesOf(plan), 'pass'),
  };
}

/** Hints, incidents, items and criteria go on where those of the same id stood. */
export function takeUpRules(mine: Judges, before: Judges, anew: Anew): void {
  for (const kind of ['hints', 'incidents', 'items'] as const)
    for (const [id, rule] of mine[kind]) {
      const old = before[kind].get(id);
      if (old) rule.takeUp(old, anew);
    }
}

/** What looks at which metrics, and what they need. */
export interface Concerns {
  readonly metrics: Looking<MetricJudge>;
  /** Every rule beside the metrics, in the order in which they are judged. */
  readonly others: readonly OtherRule[];
  readonly rules: Looking<OtherRule>;
  /** By metric, the metrics and sources without which it cannot be told. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

export function concernsOf(plan: Plan, judges: Judges): Concerns {
  const others = otherRules(judges);
  return {
    metrics: new Looking([...judges.metrics.values()], metricsOfRules),
    others,
    rules: new Looking(others, ({ rule }) => rule.setup.compiled.metrics),
    needs: needsOf(plan),
  };
}

/** Those that look at metrics, by metric: looked up once, because it is asked for with each sample. */
class Looking<Rule> {
  readonly #rules: readonly Rule[];
  /** By metric, the places of those that look at it, in order. */
  readonly #places = new Map<string, number[]>();

  constructor(rules: readonly Rule[], metricsOf: (rule: Rule) => Iterable<string>) {
    this.#rules = rules;
    for (const [place, rule] of rules.entries())
      for (const metric of new Set(metricsOf(rule))) {
        const known = this.#places.get(metric);
        if (known) known.push(place);
        else this.#places.set(metric, [place]);
      }
  }

  /** All that look at one of these metrics, each once, in their own order: that of the sources must not matter. */
  of(touched: ReadonlySet<string>): readonly Rule[] {
    const places: number[] = [];
    for (const metric of touched) places.push(...(this.#places.get(metric) ?? []));
    const ordered = touched.size === 1 ? places : [...new Set(places)].sort((left, right) => left - right);
    return ordered.flatMap((place) => this.#rules[place] ?? []);
  }
}

/** The metrics that a metric's own rules look at. */
function metricsOfRules({ rules: { target, alert } }: MetricJudge): readonly string[] {
  return [...(target?.setup.compiled.metrics ?? []), ...(alert?.setup.compiled.metrics ?? [])];
}

/** A rule beside the metrics, and what it is. */
export interface OtherRule {
  readonly kind: 'hint' | 'incident' | 'item';
  readonly id: string;
  readonly rule: RuleJudge;
}

/** All of them, in the order in which they are judged. */
function otherRules(
  judges: Readonly<Record<`${OtherRule['kind']}s`, ReadonlyMap<string, RuleJudge>>>,
): readonly OtherRule[] {
  return (['hint', 'incident', 'item'] as const).flatMap((kind) =>
    [...judges[`${kind}s`]].map(([id, rule]): OtherRule => ({ kind, id, rule })),
  );
}

/** By metric, the metrics and sources without which it cannot be told. */
function needsOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const sources = new Map(plan.sources.map((source) => [source.id, source.needs]));
  return new Map(
    plan.metrics.map(({ id, source, needs }) => [
      id,
      [...needs, ...(sources.get(source) ?? [])].filter((need) => need !== id),
    ]),
  );
}

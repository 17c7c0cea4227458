// A rule beside the metrics: a hint, an incident, an item or a criterion, with the memory of its state.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import { compileCondition, type Facts, type Truth } from './condition/compile.ts';
import {
  freshRuleMemory,
  ruleTruth,
  stepRule,
  type RuleMemory,
  type RuleSetup,
  type Untold,
} from './condition/rule-state.ts';
import type { Rule } from './plan.ts';
import type { RuleContext } from './rule-context.ts';
import { ruleSentence, type Narrator } from './sentence.ts';

/** @param hold null: four intervals of the slowest metric the rule looks at (RULES.md §8.8). */
export function setUpRule(rule: Rule, context: RuleContext, hold: Milliseconds | null): RuleSetup {
  const compiled = compileCondition(rule.condition, context.lookup);
  const gapMax = compiled.leaves.map((leaf) =>
    Math.max(...leaf.metrics.map((metric) => context.staleAfter(metric))),
  );
  const slowest = Math.max(0, ...compiled.metrics.map((metric) => context.interval(metric)));
  return { compiled, gapMax, hold: hold ?? 4 * slowest };
}

export class RuleJudge {
  readonly rule: Rule;
  readonly setup: RuleSetup;
  memory: RuleMemory;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(rule: Rule, context: RuleContext, hold: Milliseconds | null) {
    this.rule = rule;
    this.setup = setUpRule(rule, context, hold);
    this.memory = freshRuleMemory(this.setup);
  }

  concerns(touched: ReadonlySet<string>): boolean {
    return this.setup.compiled.metrics.some((metric) => touched.has(metric));
  }

  /** Late data never turn a rule's time back: they are looked at from the newest instant it has seen. */
  step(facts: Facts, at: Instant, touched: ReadonlySet<string>, untold?: Untold): void {
    this.#lastAt = Math.max(this.#lastAt, at);
    stepRule(this.setup, this.memory, facts, this.#lastAt, touched, untold);
  }

  /** Keeps the timers of the same rule in an earlier version of the profile. */
  takeUp(old: RuleJudge): void {
    this.memory = old.memory;
    this.#lastAt = old.#lastAt;
  }

  truth(now: Instant, untold?: Untold): Truth {
    return ruleTruth(this.setup, this.memory, 'matured', now, untold);
  }

  sentence(narrator: Narrator): string {
    return ruleSentence(this.rule.condition, this.memory.leaves, narrator);
  }
}

// Derived metrics: each has a sample whenever one of its inputs has one, of the instant of its oldest input.

import type { Instant } from '../domain/clock.ts';
import type { Sample } from '../domain/sample.ts';
import { isFresh, type Facts } from './condition/compile.ts';
import { formulaMetrics } from './condition/formula.ts';
import { compileFormula, noInput, type CompiledFormula } from './condition/formula-value.ts';
import type { ConditionLookup } from './condition/operand-type.ts';
import type { MetricPlan, Plan } from './plan.ts';

interface Derived {
  readonly id: string;
  readonly compiled: CompiledFormula;
  /** All inputs were fresh when it was last looked at. */
  fresh: boolean;
}

/** Takes a sample of a derived metric in; true when it is evidence. */
type Push = (metric: string, sample: Sample) => boolean;

export class DerivedMetrics {
  /** Each after those that it is calculated from. */
  readonly #derived: readonly Derived[];
  readonly #facts: Facts;

  constructor(plan: Plan, lookup: ConditionLookup, facts: Facts) {
    this.#facts = facts;
    this.#derived = inOrder(plan.metrics).flatMap(({ id, unit, derived }) =>
      derived ? [{ id, compiled: compileFormula(derived.formula, unit, lookup), fresh: false }] : [],
    );
  }

  /** Calculates what has an input among `touched`; what has a new value is touched as well. */
  follow(touched: Set<string>, at: Instant, push: Push): void {
    for (const derived of this.#derived) {
      if (!derived.compiled.metrics.some((metric) => touched.has(metric))) continue;
      const sample = derived.compiled.sample(this.#facts, at);
      derived.fresh = this.missingInput(derived.id, at) === null;
      if (push(derived.id, sample)) touched.add(derived.id);
    }
  }

  /** Those whose inputs are no longer all fresh since the last look: from now on they cannot be told. */
  lapse(now: Instant, push: Push): ReadonlySet<string> {
    const lapsed = new Set<string>();
    for (const derived of this.#derived) {
      const missing = this.missingInput(derived.id, now);
      if (derived.fresh && missing !== null) {
        push(derived.id, { at: now, gap: noInput(missing) });
        lapsed.add(derived.id);
      }
      derived.fresh = missing === null;
    }
    return lapsed;
  }

  /** The first input of this metric that has no fresh value; null when all have, or when it is not derived. */
  missingInput(metric: string, at: Instant): string | null {
    return this.#facts.inputs(metric).find((input) => !isFresh(this.#facts, input, at)) ?? null;
  }
}

/** The metrics, each after those that it is calculated from. */
function inOrder(metrics: readonly MetricPlan[]): readonly MetricPlan[] {
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  const ordered = new Set<MetricPlan>();
  const take = (metric: MetricPlan, depth: number): void => {
    if (ordered.has(metric) || depth > metrics.length) return;
    for (const input of inputsOf(metric)) {
      const found = byId.get(input);
      if (found) take(found, depth + 1);
    }
    ordered.add(metric);
  };
  for (const metric of metrics) take(metric, 0);
  return [...ordered];
}

/** The metrics that this one is calculated from. */
export function inputsOf({ derived }: MetricPlan): readonly string[] {
  return derived ? formulaMetrics(derived.formula) : [];
}

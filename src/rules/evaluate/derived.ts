// Derived metrics: each has a sample whenever one of its inputs has one, of the instant of its oldest input.

import type { Instant } from '../../domain/clock.ts';
import type { Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Facts } from '../condition/compile.ts';
import type { Operand } from '../condition/ast.ts';
import { formulaMetrics, isRatioOfGrowths } from '../condition/formula.ts';
import { compileFormula, type CompiledFormula } from '../condition/formula-value.ts';
import type { ConditionLookup } from '../condition/operand-type.ts';
import type { MetricPlan, Plan } from '../plan.ts';

interface Derived {
  readonly id: string;
  readonly compiled: CompiledFormula;
}

/** Takes a sample of a derived metric in; true when it is evidence. */
type Push = (metric: string, sample: Sample) => boolean;

/** A derived metric says something new of an instant. */
interface DerivedNews {
  readonly metric: string;
  readonly at: Instant;
}

export class DerivedMetrics {
  /** Each after those that it is calculated from. */
  readonly #derived: readonly Derived[];
  /** Why those that have no value now have none. */
  readonly #untold = new Map<string, Gap>();

  constructor(plan: Plan, lookup: ConditionLookup) {
    const plans = new Map(plan.metrics.map((metric) => [metric.id, metric]));
    this.#derived = inOrder(plan.metrics).flatMap(({ id, unit, derived }) => {
      if (!derived) return [];
      const isRatio = isRatioOfGrowths(derived.formula, (operand) => growthWindow(operand, plans));
      return [{ id, compiled: compileFormula(derived.formula, unit, lookup, { isRatio }) }];
    });
  }

  /** Why this metric has no value now; null when it has, or when it is not derived. */
  untold(metric: string): Gap | null {
    return this.#untold.get(metric) ?? null;
  }

  /** Calculates what has one of these among its inputs. */
  follow(
    touched: ReadonlySet<string>,
    at: Instant,
    facts: Facts,
    push: Push,
  ): ReadonlyMap<Instant, ReadonlySet<string>> {
    const known = new Set(touched);
    const news: DerivedNews[] = [];
    for (const { id, compiled } of this.#derived) {
      if (!compiled.metrics.some((metric) => known.has(metric))) continue;
      const wasUntold = this.#untold.delete(id);
      const sample = compiled.sample(facts, this.#tellable(compiled, facts, at));
      const isNew = push(id, sample);
      if (sample.gap) this.#untold.set(id, sample.gap);
      if (!isNew && wasUntold === isGap(sample)) continue;
      known.add(id);
      news.push({ metric: id, at: sample.at });
    }
    return byInstant(news);
  }

  /**
   * The instant at which it is calculated: that of the news; where another input has begun only since (their clocks are not
   * the same, or this one came late), that of the newest input.
   */
  #tellable(compiled: CompiledFormula, facts: Facts, at: Instant): Instant {
    if (compiled.missing(facts, at) === null) return at;
    const newest = compiled.metrics.flatMap((metric) => facts.series(metric)?.newestValue()?.at ?? []);
    const later = Math.max(at, ...newest);
    return compiled.missing(facts, later) === null ? later : at;
  }

  /** Those that have lost an input since the last look: from now on they cannot be told. */
  expire(now: Instant, facts: Facts, push: Push): ReadonlySet<string> {
    const expired = new Set<string>();
    for (const { id, compiled } of this.#derived) {
      const missing = this.#untold.has(id) ? null : compiled.missing(facts, now);
      if (missing === null || facts.series(id)?.newestValue(now) === null) continue;
      push(id, { at: now, gap: missing });
      this.#untold.set(id, missing);
      expired.add(id);
    }
    return expired;
  }
}

/** The source and the window of what is the growth of a counter; null for anything else. */
function growthWindow({ metric, call }: Operand, plans: ReadonlyMap<string, MetricPlan>): string | null {
  const plan = plans.get(metric);
  const grows = call ?? plan?.use ?? null;
  return plan && plan.derived === null && grows?.name === 'increase' && (call === null || plan.use === null)
    ? `${plan.source} ${grows.window}`
    : null;
}

function isGap(sample: Sample): boolean {
  return sample.gap !== undefined;
}

function byInstant(news: readonly DerivedNews[]): ReadonlyMap<Instant, ReadonlySet<string>> {
  const sorted = new Map<Instant, Set<string>>();
  for (const { metric, at } of news.toSorted((left, right) => left.at - right.at)) {
    const metrics = sorted.get(at) ?? new Set();
    sorted.set(at, metrics.add(metric));
  }
  return sorted;
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
export function inputsOf({ derived }: Pick<MetricPlan, 'derived'>): readonly string[] {
  return derived ? formulaMetrics(derived.formula) : [];
}

/** This metric, and all that it is calculated from, through all that those are calculated from: each once, the nearest first. */
export function allBehind(id: string, planOf: (id: string) => MetricPlan | undefined): readonly MetricPlan[] {
  const found = new Map<string, MetricPlan>();
  const follow = (metric: string): void => {
    const plan = planOf(metric);
    if (!plan || found.has(metric)) return;
    found.set(metric, plan);
    for (const input of inputsOf(plan)) follow(input);
  };
  follow(id);
  return [...found.values()];
}

/** Those of them that are read, and not calculated. */
export function readBehind(
  id: string,
  planOf: (id: string) => MetricPlan | undefined,
): readonly MetricPlan[] {
  return allBehind(id, planOf).filter(({ derived }) => derived === null);
}

/** The sources that a metric is read from, through all that it is calculated from. */
export function sourcesBehind(id: string, planOf: (id: string) => MetricPlan | undefined): readonly string[] {
  return [...new Set(readBehind(id, planOf).map(({ source }) => source))];
}

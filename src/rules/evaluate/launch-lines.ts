// Evidence belongs to the launch: to items of phases from T-0 on, the time before T-0 is unseen (docs/judgement.md §8.10). Before it they show what
// is true then, which latches nothing.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { metricsOf } from '../condition/ast.ts';
import type { Facts } from '../condition/compile.ts';
import { newsOf } from '../machine/news.ts';
import type { IsBlocked } from '../machine/rule.ts';
import { freshRuleMemory } from '../machine/rule-memory.ts';
import { inputsOf } from './derived.ts';
import type { MetricJudge } from './metric.ts';
import { coveredBy, type MetricPlan, type SourcePlan } from '../plan.ts';
import { formulaSpan } from './context.ts';
import type { RuleJudge } from './rule.ts';
import type { PlanJudges } from './set-up.ts';

interface Line {
  readonly rule: RuleJudge;
  readonly metrics: readonly string[];
}

export class LaunchLines {
  readonly #metrics: ReadonlyMap<string, MetricJudge>;
  readonly #sources: readonly SourcePlan[];
  readonly #lines: readonly Line[];
  #from: Instant | null = null;

  /** @param seenWhole windows count as seen whole from the first sample on: nothing is unseen to any line. */
  constructor(
    { plan, metrics, items }: Pick<PlanJudges, 'plan' | 'metrics' | 'items'>,
    { seenWhole }: { readonly seenWhole: boolean },
  ) {
    this.#metrics = metrics;
    this.#sources = plan.sources;
    this.#lines = (seenWhole ? [] : plan.phases)
      .filter(({ offset }) => offset !== null && offset >= 0)
      .flatMap((phase) => phase.items)
      .flatMap((item) => {
        const rule = items.get(item.id);
        if (!rule || !item.when) return [];
        const { of = null, same = null } = item.runs ?? {};
        return [{ rule, metrics: [...metricsOf(item.when.condition), of, same].filter((id) => id !== null) }];
      });
  }

  /** Once T-0 has passed, and each time that it is moved, the lines are judged anew by what came after it. */
  look(t0: Instant | null, now: Instant, facts: Facts, isBlocked: IsBlocked): void {
    const from = t0 !== null && now >= t0 ? t0 : null;
    if (from === this.#from || this.#lines.length === 0) return;
    this.#from = from;
    const plans = new Map([...this.#metrics].map(([id, { plan }]) => [id, plan]));
    const spanOf = ownSpans(plans, this.#sources);
    for (const id of new Set(this.#lines.flatMap((line) => line.metrics))) {
      const judge = this.#metrics.get(id);
      judge?.readings.beginLaunch(from === null ? null : from + spanOf(id));
    }
    const own = from === null ? null : this.#factsSince(from, facts);
    for (const line of this.#lines) {
      const spans = line.metrics.map(spanOf);
      line.rule.launch = own && from !== null ? { from, facts: own, span: Math.max(0, ...spans) } : null;
      if (line.rule.memory.from !== from) this.#judgeAnew(line, from, facts, isBlocked);
    }
  }

  #factsSince(from: Instant, facts: Facts): Facts {
    const since = (told: (metric: string) => Instant | null) => (metric: string) => {
      const at = told(metric);
      return at !== null && at >= from ? at : null;
    };
    return {
      ...facts,
      series: (metric) => this.#metrics.get(metric)?.readings.launch ?? facts.series(metric),
      // How it stands is of the launch once a value of it is.
      status: (metric) =>
        this.#metrics.get(metric)?.readings.launch?.newestValue() ? facts.status(metric) : null,
      watchedSince: (metric) => Math.max(from, facts.watchedSince(metric)),
      missedAt: since((metric) => facts.missedAt(metric)),
      emptyAt: since((metric) => facts.emptyAt(metric)),
      goneAt: since((metric) => facts.goneAt(metric)),
    };
  }

  #judgeAnew({ rule, metrics }: Line, from: Instant | null, facts: Facts, isBlocked: IsBlocked): void {
    rule.goOnFrom({ ...freshRuleMemory(rule.setup), from });
    const looks = metrics.flatMap((metric) =>
      (this.#metrics.get(metric)?.readings.launch?.all() ?? []).map(({ at }) => ({ at, metric })),
    );
    const byInstant = [...Map.groupBy(looks, ({ at }) => at)].sort(([left], [right]) => left - right);
    for (const [at, group] of byInstant)
      rule.step(facts, at, newsOf(group.map(({ metric }) => metric)), isBlocked);
  }
}

/** How far back a reading itself looks, through all that it is calculated from: the whole of it must lie after T-0. */
function ownSpans(
  metrics: ReadonlyMap<string, MetricPlan>,
  sources: readonly SourcePlan[],
): (id: string) => Milliseconds {
  const known = new Map<string, Milliseconds>();
  const spanOf = (id: string): Milliseconds => {
    const [plan, span] = [metrics.get(id), known.get(id)];
    if (span !== undefined || !plan) return span ?? 0;
    // What is calculated from itself is refused by the profile; here it would never end.
    known.set(id, 0);
    const { use, readWindow, aligned, derived } = plan;
    const own = Math.max(use?.window ?? 0, readWindow ?? 0, coveredBy(plan, sources), aligned?.period ?? 0);
    const whole = derived ? formulaSpan(derived.formula) + Math.max(0, ...inputsOf(plan).map(spanOf)) : own;
    known.set(id, whole);
    return whole;
  };
  return spanOf;
}

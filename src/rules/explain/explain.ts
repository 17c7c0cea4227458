// A rule in words: what it demands, its states, how fast it tells, what ends it, and what looks at it.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { metricsOf, type Condition } from '../condition/ast.ts';
import { formulaMetrics } from '../condition/formula.ts';
import { printCondition } from '../condition/print.ts';
import { detectionOf, unknownAfter, type Detection } from '../lint/detection.ts';
import { explainItem } from './items.ts';
import { metricFacts, metricStates, ruleStates, type StateLine } from './states.ts';
import { confirmExactZero } from '../evaluate/exact-zero.ts';
import { endSentence } from '../evaluate/end-sentence.ts';
import type { HintPlan, IncidentPlan, ItemPlan, MetricPlan, Plan } from '../plan.ts';
import { runsWords } from '../evaluate/runs.ts';
import { warmUpOf, type WarmUp } from '../lint/warm-up.ts';
import { lineSites } from '../sites.ts';

export interface Explanation {
  readonly kind: 'metric' | 'hint' | 'incident' | 'item' | 'criterion';
  readonly id: string;
  readonly title: string;
  /** The rule in words, a sentence each. */
  readonly rule: readonly string[];
  readonly states: readonly StateLine[];
  /** From a breach to the red, the active hint, the open incident; null where no bound can be given or there is no rule. */
  readonly detection: Detection | null;
  /** Within what this must be noticed, where somebody promises it. */
  readonly promised: Milliseconds | null;
  /** What it takes after a start until it can tell; null where it looks back over nothing. */
  readonly warmUp: WarmUp | null;
  /** From the source's silence to unknown, at the latest; null where that never comes. */
  readonly unknownAfterMs: Milliseconds | null;
  readonly ends: string | null;
  /** What a hint or an incident looks at. */
  readonly looksAt: readonly string[];
  readonly usedBy: readonly Use[];
}

export interface Use {
  readonly kind: 'hint' | 'incident' | 'item' | 'criterion' | 'metric';
  readonly id: string;
  readonly text: string;
}

/** What is listed, in the profile's order; an id that several kinds share means the metric, then the hint, then a line. */
export function explainable(plan: Plan): readonly string[] {
  return [...plan.metrics, ...plan.hints, ...plan.incidents].map(({ id }) => id);
}

/** Null when the plan has nothing of this id. */
export function explain(given: Plan, id: string): Explanation | null {
  const plan = confirmExactZero(given);
  const metric = plan.metrics.find((one) => one.id === id);
  if (metric) return explainMetric(plan, metric);
  const hint = plan.hints.find((one) => one.id === id);
  if (hint) return explainRule(plan, 'hint', hint, hint.when.condition);
  const incident = plan.incidents.find((one) => one.id === id);
  if (incident) return explainRule(plan, 'incident', incident, incident.when?.condition ?? null);
  const item = explainItem(plan, id);
  return item && { ...item, detection: null, promised: null, unknownAfterMs: null, ends: null, usedBy: [] };
}

function explainMetric(plan: Plan, metric: MetricPlan): Explanation {
  const { alert, target } = metric;
  const judged = alert ?? target;
  return {
    kind: 'metric',
    id: metric.id,
    title: metric.title,
    rule: metricFacts(plan, metric),
    states: metricStates(metric, plan),
    detection: judged && detectionOf(judged.condition, plan),
    promised: metric.detect,
    warmUp:
      judged &&
      warmUpOf(judged.condition, plan, { by: alert ? 'alert' : 'target', minSeen: null, told: true }),
    unknownAfterMs: judged && unknownAfter(metric),
    ends: alert && metricEnd(metric, alert.condition),
    looksAt: [],
    usedBy: usesOf(plan, metric.id),
  };
}

function metricEnd(metric: MetricPlan, alert: Condition): string {
  const hold =
    metric.hold === 0
      ? 'at the first fresh sample against it'
      : `once that has been seen for ${exactDuration(metric.hold)} on fresh samples`;
  return `the red ${endSentence(alert)}, ${hold}; no gap ends it`;
}

function explainRule(
  plan: Plan,
  kind: 'hint' | 'incident',
  entry: HintPlan | IncidentPlan,
  condition: Condition | null,
): Explanation {
  const looksAt = condition ? metricsOf(condition) : [];
  const hold = holdOf(plan, looksAt);
  return {
    kind,
    id: entry.id,
    title: entry.title,
    rule: ruleFacts(entry, condition),
    states: condition ? ruleStates(condition, kind, hold) : [],
    detection: condition && detectionOf(condition, plan),
    promised: 'detect' in entry ? entry.detect : null,
    warmUp: condition && warmUpOf(condition, plan, { by: 'rule', minSeen: entry.minSeen, told: true }),
    unknownAfterMs: null,
    ends:
      condition &&
      `${endSentence(condition)}, once that has been seen for ${exactDuration(hold)}; no gap ends it`,
    looksAt,
    usedBy: [],
  };
}

/** As `setUpRule` has it: four intervals of the slowest metric. */
function holdOf(plan: Plan, metrics: readonly string[]): Milliseconds {
  const intervals = plan.metrics.filter(({ id }) => metrics.includes(id)).map(({ interval }) => interval);
  return 4 * Math.max(0, ...intervals);
}

function ruleFacts(entry: HintPlan | IncidentPlan, condition: Condition | null): readonly string[] {
  const facts = [
    condition
      ? `when: ${printCondition(condition)}`
      : 'no condition: only a person can tell, it never opens by itself',
  ];
  if ('kind' in entry) facts.push(`kind: ${entry.kind}`);
  else {
    facts.push(
      `class: ${entry.class}${entry.respondText === null ? '' : `, respond within ${entry.respondText}`}`,
    );
    if (entry.tell !== null) facts.push(`tell: ${entry.tell}`);
  }
  return [...facts, ...entry.steps.map(({ text, run }) => `do: ${text}${run === null ? '' : ` (${run})`}`)];
}

function lineWords({ text, runs }: ItemPlan): string {
  return runs ? `${text} (${runsWords(runs)})` : text;
}

/** Everything that looks at the metric, itself left out. */
function usesOf(plan: Plan, metric: string): readonly Use[] {
  const looks = (condition: Condition | undefined): boolean =>
    condition !== undefined && metricsOf(condition).includes(metric);
  const looksAtAny = ({ when, runs }: ItemPlan): boolean =>
    looks(when?.condition) || runs?.of === metric || runs?.same === metric;
  const use = (kind: Use['kind'], id: string, text: string): Use => ({ kind, id, text });
  return [
    ...plan.hints.flatMap(({ id, when }) => (looks(when.condition) ? use('hint', id, when.text) : [])),
    ...plan.incidents.flatMap(({ id, when }) =>
      when && looks(when.condition) ? use('incident', id, when.text) : [],
    ),
    ...lineSites(plan).flatMap(({ type, item }) =>
      looksAtAny(item) ? use(type, item.id, lineWords(item)) : [],
    ),
    ...plan.metrics.flatMap((other) => {
      if (other.id === metric) return [];
      if (other.derived && formulaMetrics(other.derived.formula).includes(metric))
        return use('metric', other.id, other.derived.text);
      const rules = [other.target, other.alert];
      if (rules.some((rule) => looks(rule?.condition))) return use('metric', other.id, 'in its own rule');
      const source = plan.sources.find(({ id }) => id === other.source);
      return [...other.needs, ...(source?.needs ?? [])].includes(metric)
        ? use('metric', other.id, 'needs it')
        : [];
    }),
  ];
}

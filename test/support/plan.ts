// Plans for tests of the judgement, written as briefly as a profile.
import { parseDuration } from '../../src/domain/duration.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { Value } from '../../src/domain/value.ts';
import { amountFromNumber } from '../../src/domain/amount.ts';
import { gap } from '../../src/domain/gap.ts';
import { parseFormula } from '../../src/rules/condition/formula.ts';
import { parseCall, parseCondition } from '../../src/rules/condition/parse.ts';
import { derivedSource } from '../../src/rules/plan.ts';
import type {
  CriterionPlan,
  HintPlan,
  IncidentPlan,
  MetricPlan,
  PhasePlan,
  Plan,
  Rule,
  RunsPlan,
} from '../../src/rules/plan.ts';

export interface MetricSpec {
  target?: string;
  alert?: string;
  unit?: string;
  use?: string;
  exact?: boolean;
  /** True is `up`, false `down`. */
  readsUp?: boolean;
  hold?: string;
  staleAfter?: string;
  interval?: string;
  detect?: string;
  missing?: MetricPlan['missing'];
  because?: string;
  needs?: readonly string[];
  samplesMin?: number;
  minSeen?: string;
  readWindow?: string;
  neverNegative?: boolean;
  source?: string;
  /** Period and delay: the source tells a value at the end of each period. */
  aligned?: { period: string; delay: string };
  /** A formula: the metric is derived. */
  expr?: string;
}

export interface PlanSpec {
  metrics: Record<string, MetricSpec>;
  hints?: Record<string, { when: string; kind?: HintPlan['kind']; minSeen?: string }>;
  incidents?: Record<
    string,
    { when?: string; class?: string; respond?: string; detect?: string; minSeen?: string }
  >;
  phases?: Record<string, { at?: string; items: Record<string, string | null> }>;
  gate?: { required?: Record<string, string | null>; recommended?: Record<string, string | null> };
  /** Consecutive runs, by the id of the item or criterion. */
  runs?: Record<string, RunsPlan>;
  /** How much of its windows must have been seen, by the id of the item or criterion. */
  minSeen?: Record<string, string>;
  t0?: number;
}

export function ruleOf(text: string, own: string | null = null): Rule {
  const parsed = parseCondition(text, { own });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems.map((problem) => problem.message).join('; ')}`);
  return { text, condition: parsed.condition };
}

function callOf(text: string): MetricPlan['use'] {
  const parsed = parseCall(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.call;
}

function derivedOf(text: string): MetricPlan['derived'] {
  const parsed = parseFormula(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems.map(({ message }) => message).join('; ')}`);
  return { text, formula: parsed.formula };
}

const ms = (text: string): number => {
  const duration = parseDuration(text);
  if (duration === null) throw new Error(text);
  return duration;
};

/** Metrics are polled every 10s and fresh for 25s unless the spec says otherwise; `hold` is 0. */
export function planOf(spec: PlanSpec): Plan {
  const sources = new Set(Object.values(spec.metrics).map((metric) => metric.source ?? 'src'));
  return {
    name: 'test/plan',
    title: 'Test plan',
    digest: 'sha256:0',
    environment: 'test',
    launch: { t0: spec.t0 ?? null, version: null },
    units: ['USDC'],
    sources: [...sources].map((id) => ({
      id,
      kind: 'http',
      place: `https://${id}.example`,
      every: 10_000,
      timeout: 3_000,
      needs: [],
    })),
    metrics: Object.entries(spec.metrics).map(([id, metric]) => metricPlan(id, metric)),
    hints: Object.entries(spec.hints ?? {}).map(([id, hint]) => ({
      id,
      kind: hint.kind ?? 'scale-up',
      title: id,
      when: ruleOf(hint.when),
      minSeen: seenOf(hint.minSeen),
      steps: [{ text: 'Do it', run: 'do-it', refs: [] }],
      refs: [],
    })),
    incidents: Object.entries(spec.incidents ?? {}).map(([id, incident]): IncidentPlan => ({
      id,
      class: incident.class ?? 'P0',
      title: id,
      when: incident.when === undefined ? null : ruleOf(incident.when),
      minSeen: seenOf(incident.minSeen),
      respond: incident.respond === undefined ? null : ms(incident.respond),
      respondText: null,
      detect: incident.detect === undefined ? null : ms(incident.detect),
      tell: null,
      steps: [],
      refs: [],
    })),
    phases: Object.entries(spec.phases ?? {}).map(([id, phase]): PhasePlan => ({
      id,
      title: id,
      offset:
        phase.at === undefined ? null : phase.at.startsWith('-') ? -ms(phase.at.slice(1)) : ms(phase.at),
      items: Object.entries(phase.items).map(([item, when]) => ({
        id: item,
        text: item,
        manual: null,
        runs: spec.runs?.[item] ?? null,
        when: when === null ? null : ruleOf(when),
        minSeen: seenOf(spec.minSeen?.[item]),
        refs: [],
        digest: `sha256:${item}`,
        former: null,
      })),
    })),
    gate: (['required', 'recommended'] as const).flatMap((kind) =>
      Object.entries(spec.gate?.[kind] ?? {}).map(([id, when]): CriterionPlan => ({
        id,
        text: id,
        manual: null,
        runs: spec.runs?.[id] ?? null,
        when: when === null ? null : ruleOf(when),
        minSeen: seenOf(spec.minSeen?.[id]),
        refs: [],
        digest: `sha256:${id}`,
        former: null,
        required: kind === 'required',
      })),
    ),
  };
}

function seenOf(text: string | undefined): number | null {
  return text === undefined ? null : ms(text);
}

function metricPlan(id: string, spec: MetricSpec): MetricPlan {
  return {
    id,
    title: id,
    group: null,
    source: spec.expr === undefined ? (spec.source ?? 'src') : derivedSource,
    unit: spec.unit ?? null,
    derived: spec.expr === undefined ? null : derivedOf(spec.expr),
    scale: null,
    readsUp: spec.readsUp ?? false,
    exact: spec.exact ?? false,
    use: spec.use === undefined ? null : callOf(spec.use),
    target: spec.target === undefined ? null : ruleOf(spec.target, id),
    alert: spec.alert === undefined ? null : ruleOf(spec.alert, id),
    hold: ms(spec.hold ?? '0s'),
    staleAfter: ms(spec.staleAfter ?? '25s'),
    interval: ms(spec.interval ?? '10s'),
    aligned: spec.aligned ? { period: ms(spec.aligned.period), delay: ms(spec.aligned.delay) } : null,
    detect: spec.detect === undefined ? null : ms(spec.detect),
    missing: spec.missing ?? 'unknown',
    because: spec.because ?? null,
    needs: spec.needs ?? [],
    samplesMin: spec.samplesMin ?? 1,
    minSeen: seenOf(spec.minSeen),
    neverNegative: spec.neverNegative ?? false,
    readWindow: spec.readWindow === undefined ? null : ms(spec.readWindow),
    refs: [],
  };
}

/** A number becomes an exact amount, `null` a timeout, anything else is the value itself. */
export function sampleAt(at: number, value: Value | null): Sample {
  if (value === null) return { at, gap: gap('timeout', 'no answer within 3s') };
  return { at, value: typeof value === 'number' && Number.isFinite(value) ? amountFromNumber(value) : value };
}

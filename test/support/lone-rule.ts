// One rule by itself over series of its own, without a plan around it: for cases that come from other engines.
import { gap } from '../../src/domain/gap.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { Series } from '../../src/domain/series.ts';
import type { Facts } from '../../src/rules/condition/compile.ts';
import type { RuleMode, RuleSetup } from '../../src/rules/machine/rule-memory.ts';
import type { MissingData } from '../../src/rules/plan.ts';
import { setUpRule } from '../../src/rules/evaluate/rule.ts';
import { ruleOf } from './plan.ts';

export interface LoneSpec {
  readonly when: string;
  readonly mode: RuleMode;
  readonly hold?: number;
  readonly staleAfter?: number;
  readonly interval?: number;
  readonly missing?: MissingData;
  readonly aligned?: { readonly period: number; readonly delay: number };
}

/** The condition is about the metric `m`. */
export function loneRule(spec: LoneSpec): RuleSetup {
  const lookup: Parameters<typeof setUpRule>[1]['lookup'] = {
    metric: (id) => (id === 'm' ? { unit: null, kind: 'any' } : null),
    metricIds: ['m'],
    units: [],
  };
  const context = {
    lookup,
    staleAfter: () => spec.staleAfter ?? 300_000,
    interval: () => spec.interval ?? 15_000,
    missing: () => spec.missing ?? 'unknown',
    aligned: () => spec.aligned ?? null,
  };
  return setUpRule(ruleOf(spec.when), context, { role: 'breach', hold: spec.hold ?? 0, mode: spec.mode });
}

export interface LoneSeries {
  readonly facts: Facts;
  readonly push: (at: number, value: number | null) => void;
}

export function loneSeries(spec: Pick<LoneSpec, 'staleAfter'> = {}): LoneSeries {
  const series = new Series({ keep: Number.POSITIVE_INFINITY });
  const facts: Facts = {
    series: (metric) => (metric === 'm' ? series : undefined),
    staleAfter: () => spec.staleAfter ?? 300_000,
    status: () => null,
    untold: () => false,
    watchedSince: () => 0,
    emptyAt: () => null,
    goneAt: () => null,
    missedAt: () => null,
  };
  return {
    facts,
    push: (at, value) => {
      const sample: Sample = value === null ? { at, gap: gap('empty', 'nothing') } : { at, value };
      series.push(sample);
    },
  };
}

// What a profile compiles to: everything judgement needs to know, validated, with units resolved. Plain data.

import type { Amount } from '../domain/amount.ts';
import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { Call, Condition } from './condition/ast.ts';
import type { Formula } from './condition/formula.ts';

export interface Plan {
  readonly name: string;
  readonly title: string;
  /** `sha256:…` over the resolved profile without its secrets. */
  readonly digest: string;
  /** The last part of the name (`production`), for the header's own colour. */
  readonly environment: string;
  readonly launch: { readonly t0: Instant | null; readonly version: string | null };
  /** Units of the profile's own, beside the known ones. */
  readonly units: readonly string[];
  readonly sources: readonly SourcePlan[];
  readonly metrics: readonly MetricPlan[];
  readonly hints: readonly HintPlan[];
  readonly incidents: readonly IncidentPlan[];
  readonly phases: readonly PhasePlan[];
  readonly gate: readonly CriterionPlan[];
}

export interface SourcePlan {
  readonly id: string;
  readonly kind: string;
  /** Where it looks, for people, without credentials: `https://api.example.com/healthz`. */
  readonly place: string;
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  /** Sources or metrics; while one of them is down, this source's metrics are unknown because of it. */
  readonly needs: readonly string[];
  /** The time that its answers speak of, in data of its own, by metric; left out where no read says so. */
  readonly covers?: Readonly<Record<string, Milliseconds>>;
  /** How far back it looks for its answers, as their queries themselves say, by metric; left out where none says so. */
  readonly lookBack?: Readonly<Record<string, Milliseconds>>;
}

/** The time that a metric's answers speak of; 0 where nothing is said. */
export function coveredBy({ id, source }: MetricPlan, sources: readonly SourcePlan[]): Milliseconds {
  return sources.find((one) => one.id === source)?.covers?.[id] ?? 0;
}

export interface MetricPlan {
  readonly id: string;
  readonly title: string;
  readonly group: string | null;
  /** Where it is read; `derivedSource` for one that is calculated. */
  readonly source: string;
  /** What it is calculated from; null for one that is read. */
  readonly derived: DerivedPlan | null;
  /** The unit that values are kept, judged and shown in; null for a plain count or a word. */
  readonly unit: string | null;
  /** By what a reading is multiplied to be in `unit`; null when the source's own unit is the metric's. */
  readonly scale: Amount | null;
  /** It is read as whether something answers: true is shown as `up`, false as `down`. */
  readonly readsUp: boolean;
  /** Only exact values may be judged: a measured (floating) one is a gap. */
  readonly exact: boolean;
  /** The function over the readings whose result is the metric's value: `success(1h)`. */
  readonly use: Call | null;
  readonly target: Rule | null;
  readonly alert: Rule | null;
  /** Once red, how long the alert must be seen not to hold before the red ends. */
  readonly hold: Milliseconds;
  /** A value is fresh while its age is below this. */
  readonly staleAfter: Milliseconds;
  /** How far apart two samples are expected to be. */
  readonly interval: Milliseconds;
  /**
   * Set where the source has a rhythm of its own: periods that begin at whole multiples of `period` since the epoch, a
   * sample at the end of each, known at the latest `delay` after it. There `for M of N samples` counts periods.
   */
  readonly aligned: { readonly period: Milliseconds; readonly delay: Milliseconds } | null;
  /** Within what time a breach of its alert must have turned it red; null where nobody promises one. */
  readonly detect: Milliseconds | null;
  readonly missing: MissingData;
  /** Why missing data are good, where they are. */
  readonly because: string | null;
  readonly needs: readonly string[];
  /** Readings that `use` needs before its result counts; below it the metric is warming. At least 1. */
  readonly samplesMin: number;
  /** How much of a window must have been seen before it is told; null: the default (docs/conditions.md §8.3). */
  readonly minSeen: Milliseconds | null;
  /** The window that its source computes each reading over; null where a reading is of its instant. */
  readonly readWindow: Milliseconds | null;
  /** Its readings are never below zero: what was not seen of them can only add. */
  readonly neverNegative: boolean;
  readonly refs: readonly string[];
}

/** Stands where a derived metric has no source; no source can be called so. */
export const derivedSource = '(derived)';

/** A formula and the text it was read from. */
export interface DerivedPlan {
  readonly text: string;
  readonly formula: Formula;
}

export type MissingData = 'unknown' | 'keep' | 'bad' | 'good';

/** A condition and the text it was read from. */
export interface Rule {
  readonly text: string;
  readonly condition: Condition;
}

export interface StepPlan {
  readonly text: string;
  /** A command to be copied and run by the person; never run by us. */
  readonly run: string | null;
  readonly refs: readonly string[];
}

export type HintKind = 'scale-up' | 'scale-down' | 'rollback';

export interface HintPlan {
  readonly id: string;
  readonly kind: HintKind;
  readonly title: string;
  readonly when: Rule;
  /** How much of the windows of `when` must have been seen; null: as much as its metrics say. */
  readonly minSeen: Milliseconds | null;
  readonly steps: readonly StepPlan[];
  readonly refs: readonly string[];
}

export interface IncidentPlan {
  readonly id: string;
  /** P0 to P3. */
  readonly class: string;
  readonly title: string;
  /** Null: only a person can tell; it is listed in the profile and never opens by itself. */
  readonly when: Rule | null;
  /** How much of the windows of `when` must have been seen; null: as much as its metrics say. */
  readonly minSeen: Milliseconds | null;
  /** From opening to the deadline; null where the class has none in hours (`next business day`). */
  readonly respond: Milliseconds | null;
  readonly respondText: string | null;
  /** Within what time it must have opened; null where nobody promises one. */
  readonly detect: Milliseconds | null;
  readonly tell: string | null;
  readonly steps: readonly StepPlan[];
  readonly refs: readonly string[];
}

export interface PhasePlan {
  readonly id: string;
  readonly title: string;
  /** From T-0; negative before it. Null for a phase without an instant. */
  readonly offset: number | null;
  readonly items: readonly ItemPlan[];
}

export interface ItemPlan {
  readonly id: string;
  readonly text: string;
  /** Null: a person ticks it. */
  readonly when: Rule | null;
  /** How much of the windows of `when` must have been seen; null: all of them, unless its metrics say less. */
  readonly minSeen: Milliseconds | null;
  /** Why only a person can tell; null where nobody has said so, or a reading tells. */
  readonly manual: string | null;
  /** `when` must hold at each of the last looks; null: it must hold now. */
  readonly runs: RunsPlan | null;
  readonly refs: readonly string[];
  /** `sha256:…` of its text as it is written: a tick and a signature count for the text that they were given for. */
  readonly digest: string;
  /** How an earlier version knew it, where that was otherwise. */
  readonly former: FormerName | null;
}

/** An item as an earlier version knew it. */
export interface FormerName {
  readonly id: string;
  /** Of its text, as it was kept with ticks and signatures. */
  readonly digest: string;
}

/** Consecutive runs. */
export interface RunsPlan {
  /** The metric each look at which is a run. */
  readonly of: string;
  readonly count: number;
  /** The newest run counts while it is younger than this. */
  readonly maxAge: Milliseconds;
  /** A metric that must have had the same value in all of them: which build was looked at. */
  readonly same: string | null;
}

export interface CriterionPlan extends ItemPlan {
  readonly required: boolean;
}

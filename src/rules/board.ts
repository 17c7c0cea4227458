// The board: the whole judgement at one instant, immutable. Every view, report and exit code is drawn from it.
// Its JSON is the contract of ARCHITECTURE.md: keys never come and go, null stands where there is nothing.

import type { GapState } from '../domain/gap.ts';
import type { Status, StatusDetail } from '../domain/status.ts';
import type { HintKind } from './plan.ts';

/** ISO 8601, UTC, milliseconds. */
export type Iso = string;

export interface Board {
  readonly schema: 'launchwall.board/2';
  readonly at: Iso;
  readonly profile: { readonly name: string; readonly title: string; readonly digest: string };
  readonly launch: {
    readonly t0: Iso | null;
    /** `T+00:42:17`, `T-01:00:00`; null without a T-0. */
    readonly clock: string | null;
    /** The id of the phase in which we are. */
    readonly phase: string | null;
    readonly version: string | null;
  };
  readonly verdict: Status;
  readonly counts: Readonly<Record<Status, number>>;
  /** What the verdict and the counts leave out. */
  readonly muted: Readonly<Record<Status, number>>;
  readonly metrics: readonly MetricState[];
  readonly hints: readonly HintState[];
  readonly incidents: readonly IncidentState[];
  readonly phases: readonly PhaseState[];
  readonly gate: { readonly verdict: 'go' | 'no-go'; readonly criteria: readonly CriterionState[] };
  readonly sources: readonly SourceState[];
  readonly observer: ObserverState;
}

/** Whether the watcher itself has a way out. */
export interface ObserverState {
  /** In either grade. */
  readonly offline: boolean;
  /** Certain: nothing can be told, and nothing new ripens. Doubt: it may as well be everything behind the way out. */
  readonly grade: ObserverGrade | null;
  /** When the trouble began. */
  readonly since: Iso | null;
  readonly loopLagMs: number;
}

export type ObserverGrade = 'certain' | 'doubt';

export interface MetricState {
  readonly id: string;
  readonly title: string;
  readonly group: string | null;
  readonly source: string;
  /** Null for a plain reading: a metric with neither target nor alert. */
  readonly status: Status | null;
  readonly detail: StatusDetail | null;
  /** While it is unknown: how it stood before; red while nothing has ended that. */
  readonly was: Status | null;
  /** The start of the trouble, across gaps, pauses, restarts and recoveries that did not end; of what is unknown and was not red, since when it is unknown. */
  readonly since: Iso;
  /** The newest evidence that said so; while it is unknown, that said how it was. */
  readonly confirmedAt: Iso | null;
  /** For plotting. */
  readonly value: number | null;
  /** The decimal string, or word, that was judged. */
  readonly exact: string | null;
  readonly unit: string | null;
  readonly display: string | null;
  readonly target: string | null;
  readonly alert: string | null;
  readonly turnsRedAt: Iso | null;
  /** When a recovering red ends if nothing changes. */
  readonly endsAt: Iso | null;
  readonly sampledAt: Iso | null;
  readonly ageMs: number | null;
  /** The metric or source that is down, and for want of which this one cannot be told: the one at the root. Null: none is. */
  readonly blockedBy: string | null;
  /** Which bound it crosses next if it goes on like this: by the fastest and the slowest of its slopes, in milliseconds from now. */
  readonly forecast: {
    readonly to: 'target' | 'alert';
    readonly bound: string;
    readonly fromMs: number;
    readonly toMs: number;
  } | null;
  /** Why the newest look gave no value, even while an earlier value is still fresh. */
  readonly gap: GapState | null;
  /** The window that its value, or its own rules, look back over, and how much of it was seen; null without one. */
  readonly window: { readonly ms: number; readonly seenMs: number } | null;
  /** One sentence: value, threshold, since when, what would end it. */
  readonly reason: string;
  readonly ack: {
    readonly by: string;
    readonly at: Iso;
    readonly until: Iso | null;
    readonly note: string;
  } | null;
  /** Why it is not counted, and until when. */
  readonly mute: {
    readonly by: string;
    readonly at: Iso;
    readonly until: Iso;
    readonly note: string;
  } | null;
}

export interface StepState {
  readonly text: string;
  readonly run: string | null;
}

export interface HintState {
  readonly id: string;
  readonly kind: HintKind;
  readonly title: string;
  readonly state: 'pending' | 'active';
  readonly since: Iso;
  /** The newest evidence that said so. */
  readonly confirmedAt: Iso | null;
  readonly reason: string;
  readonly steps: readonly StepState[];
}

export interface IncidentState {
  readonly id: string;
  readonly class: string;
  readonly title: string;
  readonly state: 'pending' | 'open';
  readonly since: Iso;
  /** The newest evidence that said so. */
  readonly confirmedAt: Iso | null;
  readonly respondBy: Iso | null;
  readonly tell: string | null;
  readonly reason: string;
  readonly steps: readonly StepState[];
}

export interface ItemState {
  readonly id: string;
  readonly refs: readonly string[];
  readonly text: string;
  readonly kind: 'auto' | 'manual';
  readonly status: 'pass' | 'fail' | 'unknown' | 'todo' | 'done' | 'skipped';
  /** What an automatic item's condition says now; another than `status` once it has passed in its phase. */
  readonly live: 'pass' | 'fail' | 'unknown' | null;
  /** Who ticked or skipped a manual item. */
  readonly by: string | null;
  /** When it was ticked or skipped, or when an automatic item passed in its phase. */
  readonly at: Iso | null;
  readonly evidence: string | null;
  /** What the metrics of an automatic item that has passed in its phase read then; empty for any other. */
  readonly measured: readonly { readonly metric: string; readonly display: string }[];
}

export interface PhaseState {
  readonly id: string;
  readonly title: string;
  readonly startsAt: Iso | null;
  readonly items: readonly ItemState[];
}

export interface CriterionState {
  readonly id: string;
  readonly refs: readonly string[];
  readonly text: string;
  readonly required: boolean;
  readonly kind: 'auto' | 'manual';
  readonly status: 'pass' | 'fail' | 'unknown' | 'todo' | 'done';
  /** Who signed a manual criterion, and when. */
  readonly by: string | null;
  readonly at: Iso | null;
  readonly evidence: string | null;
}

export interface SourceState {
  readonly id: string;
  readonly kind: string;
  readonly ok: boolean;
  readonly latencyMs: number | null;
  readonly polls: number;
  readonly gaps: number;
  readonly skipped: number;
  readonly gap: GapState | null;
  /** When the newest look that has ended began. */
  readonly lookedAt: Iso | null;
  readonly lastOkAt: Iso | null;
  readonly nextAt: Iso | null;
  /** What the source says of itself: which RPC answers, what an hour of polling costs. */
  readonly note: string | null;
  /** What of its set-up somebody should mend although it answers: a role that may write. */
  readonly warning: string | null;
}

/** A metric's status, a hint's or an incident's state has changed. */
export interface Transition {
  readonly at: Iso;
  /** The id of the metric, hint or incident. */
  readonly metric: string;
  readonly title: string;
  readonly kind: 'metric' | 'hint' | 'incident';
  readonly from: string;
  readonly to: string;
  /** There is a trouble that was not there before, or is to be told anew; false where one goes on, gets less or has ended. */
  readonly new: boolean;
  readonly reason: string;
}

/** The state of a source that has not been asked yet. */
export function unpolledSource(id: string, kind: string): SourceState {
  return {
    id,
    kind,
    ok: false,
    latencyMs: null,
    polls: 0,
    gaps: 0,
    skipped: 0,
    gap: null,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    note: null,
    warning: null,
  };
}

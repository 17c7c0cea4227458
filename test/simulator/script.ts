// A script: one world to be judged, as plain data. A seed draws it, a failure is reported as the smallest one that still fails.
import type { Zone } from './forms.ts';

/** Milliseconds from the script's start. */
export type Offset = number;

export interface Segment {
  readonly from: Offset;
  readonly zone: Zone;
}

export const faultKinds = [
  'timeout', // no answer in time
  'refused', // nobody listens
  'parse', // half a page
  'empty', // an answer that says that there is none
  'gone', // an answer in which the name is not there
  'nan', // not a number
  'future', // a reading from an hour ahead
  'throttled', // 429: the next looks are put off
  'silent', // no look at all
  'late', // the reading arrives after later ones
  'twice', // the same reading is told again
  'corrected', // the reading is told again with another value of the same zone
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** From `from` to before `to`, each look has this fault. */
export interface Fault {
  readonly from: Offset;
  readonly to: Offset;
  readonly kind: FaultKind;
}

export type Held =
  | { readonly type: 'duration'; readonly ms: number }
  | { readonly type: 'samples'; readonly needed: number; readonly of: number };

/** Functions whose value lies among the readings of the window, so that the truth alone tells what they must say. */
export type MeanName = 'avg' | 'min' | 'max' | 'p95' | 'success';
/** The others: only the log tells. */
export const loggedNames = [
  'sum',
  'count',
  'delta',
  'p50',
  'rate',
  'increase',
  'resets',
  'changes',
  'drop',
] as const;

/** From `from` on a balance is spent evenly, until it is filled up again. */
export interface Spending {
  readonly from: Offset;
  readonly value: bigint;
  /** Units a millisecond. */
  readonly pace: bigint;
}
export type WindowName = MeanName | (typeof loggedNames)[number];

/** A comparison with a limit of the leaf's own: so many tenths and seven thousandths, which no rate or mean ever hits exactly. */
export interface OwnLimit {
  readonly operator: '<' | '>';
  readonly tenths: number;
  readonly suffix: '' | '/s' | '%';
}

/** Compared with another metric, or with a share of it. */
export interface OtherSide {
  readonly metric: number;
  readonly percent: number;
  readonly operator: '<' | '<=' | '>' | '>=';
}

/** Time itself is the evidence. */
export type TimeTest = { readonly kind: 'absent' } | { readonly kind: 'age'; readonly ms: number };

/** One comparison of a rule: a metric's alert or target, perhaps over a window, perhaps held. */
export interface LeafScript {
  readonly metric: number;
  readonly test: 'alert' | 'target';
  readonly until: boolean;
  readonly window: { readonly name: WindowName; readonly ms: number } | null;
  readonly held: Held | null;
  /** Instead of the form's own comparison. */
  readonly own?: OwnLimit;
  /** `until(m, bound)`: how long the balance lasts, against so many milliseconds. */
  readonly lasts?: { readonly bound: bigint; readonly operator: '<' | '>'; readonly ms: number };
  readonly other?: OtherSide;
  readonly timed?: TimeTest;
}

export type RuleScript =
  | { readonly type: 'leaf'; readonly leaf: LeafScript }
  | { readonly type: 'and' | 'or'; readonly parts: readonly RuleScript[] }
  | { readonly type: 'not'; readonly part: RuleScript };

export interface MetricScript {
  readonly form: number;
  readonly interval: number;
  /** Milliseconds by which a look may be early or late. */
  readonly jitter: number;
  readonly latency: number;
  readonly staleAfter: number;
  readonly hold: number;
  readonly missing: 'unknown' | 'keep' | 'bad' | 'good';
  /** Null: readings are stamped when they arrive. Else by how much the source's own clock is ahead of ours (or behind). */
  readonly ownClock: number | null;
  readonly phase: Offset;
  readonly target: RuleScript | null;
  readonly alert: RuleScript;
  readonly needs: number | null;
  readonly truth: readonly Segment[];
  readonly faults: readonly Fault[];
  /** What is judged is this function of its readings, once there are so many in the window. */
  readonly use?: { readonly name: MeanName; readonly ms: number; readonly least: number };
  /** Its source tells a value at the end of each period, counted from the epoch; within `delay`, or there will be none. */
  readonly aligned?: { readonly period: number; readonly delay: number };
  /** Instead of zones, its truth is a balance. */
  readonly spent?: readonly Spending[];
  /** How much of its windows must have been seen, in milliseconds. */
  readonly minSeen?: number;
  /** What its source tells of the process that counts. */
  readonly process?: ProcessScript;
  /** Calculated: the weighted mean of two others. It is not looked at by itself. */
  readonly derived?: { readonly of: readonly [number, number]; readonly weights: readonly [number, number] };
}

/** A process that begins anew now and then: a counter with it, where there is one. */
export interface ProcessScript {
  readonly tells: 'run' | 'beginning' | 'both';
  /** By how much its clock is ahead of ours, or behind. */
  readonly ahead: number;
  /** By how much the beginning of one process is told differently from look to look. */
  readonly drift: number;
  /** How many looks in ten say nothing of it. */
  readonly silent: number;
}

export type WorldEvent =
  | { readonly type: 'restart'; readonly at: Offset; readonly keeps: boolean }
  | { readonly type: 'suspend' | 'pause' | 'outage'; readonly at: Offset; readonly to: Offset };

export interface Script {
  readonly seed: number;
  readonly length: Offset;
  /** Between two boards. */
  readonly tick: number;
  readonly timeout: number;
  readonly metrics: readonly MetricScript[];
  readonly events: readonly WorldEvent[];
  readonly incidents: readonly { readonly class: 'P0' | 'P1'; readonly when: RuleScript }[];
  readonly hints: readonly RuleScript[];
  readonly gate: readonly RuleScript[];
  /** How much of its windows a line must have seen, in milliseconds. */
  readonly minSeen?: { readonly breach: number | null; readonly gate: number | null };
}

export const scriptStart = Date.UTC(2026, 11, 1, 15, 0, 0);

export function limitInThousandths({ tenths }: OwnLimit): number {
  return tenths * 100 + 7;
}

export function leavesIn(rule: RuleScript): readonly LeafScript[] {
  if (rule.type === 'leaf') return [rule.leaf];
  return rule.type === 'not' ? leavesIn(rule.part) : rule.parts.flatMap(leavesIn);
}

export function metricsIn(rule: RuleScript): readonly number[] {
  return [
    ...new Set(leavesIn(rule).flatMap(({ metric, other }) => (other ? [metric, other.metric] : [metric]))),
  ];
}

/** The metrics that are looked at for these. */
export function basesOf(script: Script, metrics: readonly number[]): readonly number[] {
  return [...new Set(metrics.flatMap((index) => script.metrics[index]?.derived?.of ?? [index]))];
}

/** Whose truth lets something pass: of a line and a target all, of what warns those that keep it from it. */
export function leavesThatLetPass(rule: RuleScript, isLine: boolean, negated = false): readonly LeafScript[] {
  if (rule.type === 'not') return leavesThatLetPass(rule.part, isLine, !negated);
  if (rule.type !== 'leaf') return rule.parts.flatMap((part) => leavesThatLetPass(part, isLine, negated));
  return isLine || negated ? [rule.leaf] : [];
}

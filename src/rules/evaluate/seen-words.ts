// What is said of a window that was seen in part: how much of it, and what that leaves open.

import { clockTime, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { exactDuration, formatDuration } from '../../domain/duration.ts';
import type { Part } from '../../domain/sample.ts';
import type { Value } from '../../domain/value.ts';
import { leavesOf, operandsOf, type Operand } from '../condition/ast.ts';
import { operandReading, type Facts } from '../condition/compile.ts';

import { minSeenOf } from '../condition/seen.ts';
import { asReading } from '../condition/windows.ts';
import type { MetricPlan } from '../plan.ts';

type Seen = Pick<Part, 'seenMs' | 'windowMs' | 'bornAt'>;

/** Less than this is nothing. */
const seenLeast: Milliseconds = 1_000;

/**
 * `saw 12s of 1m`; at the very start `saw nothing of 1m yet`. With why what was seen does not tell it: `saw 15s of 15s (what came
 * between two looks is open until 15:00:15)`.
 */
export function sawWords({ seenMs, windowMs, bornAt }: Seen): string {
  const seen = seenMs < seenLeast ? `nothing of ${exactDuration(windowMs)} yet` : ofWindow(seenMs, windowMs);
  if (bornAt === undefined) return `saw ${seen}`;
  return `saw ${seen} (what came between two looks is open until ${clockTime(bornAt + windowMs)})`;
}

/** `12m of 1h seen`. */
export function seenWords({ seenMs, windowMs }: Seen): string {
  return `${ofWindow(seenMs, windowMs)} seen`;
}

function ofWindow(seenMs: Milliseconds, windowMs: Milliseconds): string {
  return `${coarse(seenMs)} of ${exactDuration(windowMs)}`;
}

/**
 * What cannot be told yet is by now: `99.98% so far` of an estimate; `at least 478`, `at most 3`, `2 to 478` of what grows with
 * what is seen. Null where nothing was seen that could say so.
 */
export function openWords(value: Value, part: Part, shown: (value: Value) => string): string | null {
  if (part.seenMs < seenLeast) return null;
  return part.from === part.to ? `${shown(value)} so far` : boundWords(part, shown);
}

/** What is told of it by now: the estimate itself, or the bounds that it was told by. */
export function toldValueWords(value: Value, part: Part, shown: (value: Value) => string): string {
  return part.from === part.to ? shown(value) : boundWords(part, shown);
}

/** Of what grows with what is seen a target may speak by what was so far. */
export function soFarWords(value: Value, part: Part, shown: (value: Value) => string): string {
  if (part.from === part.to) return shown(value);
  return `${shown(part.from === Number.NEGATIVE_INFINITY ? part.to : part.from)} so far`;
}

function boundWords({ from, to }: Part, shown: (value: Value) => string): string {
  if (from === Number.NEGATIVE_INFINITY) return `at most ${shown(to)}`;
  return to === Number.POSITIVE_INFINITY ? `at least ${shown(from)}` : `${shown(from)} to ${shown(to)}`;
}

/**
 * `told in 33s`: when enough will have been seen if every look succeeds.
 * @param unbroken how long it has been seen without a hole.
 */
export function toldWords(
  part: Part,
  unbroken: Milliseconds,
  { interval, minSeen }: Pick<MetricPlan, 'interval' | 'minSeen'>,
): string {
  const min = minSeenOf(part.windowMs, interval, minSeen);
  const looks = Math.max(0, min.looks - part.looks) * interval;
  const left = Math.max(looks, min.ms - part.seenMs);
  // What is told already as an estimate, and what has bounds, waits for the rest of the window.
  const open = left > 0 && part.from === part.to ? left : part.windowMs - unbroken;
  return open <= 0 ? '' : `told in ${formatDuration(Math.ceil(open / 1_000) * 1_000)}`;
}

/** A window, and how much of it was seen. */
export interface OwnWindow {
  readonly ms: Milliseconds;
  readonly seenMs: Milliseconds;
  /** Null where it was seen whole, or nothing is known of it. */
  readonly part: Part | null;
  /** The rule's operand that looks back over it; null where the metric's value itself does. */
  readonly operand: Operand | null;
  /** What it comes to by now; null while there is none. */
  readonly value: Value | null;
}

/** The window that a metric's value or its own rules look back over; null without one. */
export function ownWindow(plan: MetricPlan, facts: Facts, at: Instant): OwnWindow | null {
  const newest = facts.series(plan.id)?.newestValue(at);
  const ofValue = { operand: null, value: newest?.value ?? null };
  if (newest?.part)
    return { ms: newest.part.windowMs, seenMs: newest.part.seenMs, part: newest.part, ...ofValue };
  const own = plan.use?.window ?? plan.readWindow;
  if (own !== null) return { ms: own, seenMs: newest ? own : 0, part: null, ...ofValue };
  for (const rule of [plan.alert, plan.target])
    for (const operand of rule ? leavesOf(rule.condition).flatMap(operandsOf) : []) {
      const window = operandWindow(operand, plan.minSeen, facts, at);
      if (window !== null) return window;
    }
  return null;
}

function operandWindow(
  operand: Operand,
  minSeen: Milliseconds | null,
  facts: Facts,
  at: Instant,
): OwnWindow | null {
  const ms = operand.call?.window ?? null;
  if (ms === null) return null;
  const read = operandReading(operand, null, facts, at, minSeen);
  if (read === null) return { ms, seenMs: 0, part: null, operand, value: null };
  const { part, value } = asReading(read);
  return { ms, seenMs: part?.seenMs ?? ms, part, operand, value };
}

/** A span that does not change with each second once it is long. */
function coarse(length: Milliseconds): string {
  return formatDuration(length < 600_000 ? length - (length % 1_000) : length - (length % 60_000));
}

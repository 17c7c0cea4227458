// What is said of a window that was seen in part: how much of it, and what that leaves open.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import { formatDuration } from '../domain/duration.ts';
import type { Part } from '../domain/sample.ts';
import type { Value } from '../domain/value.ts';
import { leavesOf, operandsOf, type Operand } from './condition/ast.ts';
import { operandReading, type Facts } from './condition/compile.ts';

import { minSeenOf } from './condition/seen.ts';
import { asReading } from './condition/windows.ts';
import type { MetricPlan } from './plan.ts';

/** `saw 12s of 1m`. */
export function sawWords({ seenMs, windowMs }: Pick<Part, 'seenMs' | 'windowMs'>): string {
  return `saw ${coarse(seenMs)} of ${formatDuration(windowMs)}`;
}

/** `12m of 1h seen`. */
export function seenWords({ seenMs, windowMs }: Pick<Part, 'seenMs' | 'windowMs'>): string {
  return `${coarse(seenMs)} of ${formatDuration(windowMs)} seen`;
}

/** `99.98% so far` of an estimate; `at least 478`, `at most 3`, `2 to 478` of what grows with what is seen. */
export function openWords(value: Value, part: Part, shown: (value: Value) => string): string {
  const { from, to } = part;
  if (from === to) return `${shown(value)} so far`;
  const [low, high] = [from !== Number.NEGATIVE_INFINITY, to !== Number.POSITIVE_INFINITY];
  if (low && high) return `${shown(from)} to ${shown(to)}`;
  return low ? `at least ${shown(from)}` : high ? `at most ${shown(to)}` : `${shown(value)} so far`;
}

/**
 * `told in 33s`: when enough will have been seen if every look succeeds.
 * @param minSeen what is written; null for the default.
 */
export function toldWords(part: Part, interval: Milliseconds, minSeen: Milliseconds | null): string {
  const min = minSeenOf(part.windowMs, interval, minSeen);
  const looks = Math.max(0, min.looks - part.looks) * interval;
  const left = Math.max(looks, min.ms - part.seenMs);
  // What is told already as an estimate, and what has bounds, waits for the rest of the window.
  const open = left > 0 && part.from === part.to ? left : part.windowMs - part.seenMs;
  return open <= 0 ? '' : `told in ${formatDuration(Math.ceil(open / 1_000) * 1_000)}`;
}

/** The window that a metric's value or its own rules look back over, and how much of it was seen; null without one. */
export function ownWindow(
  plan: MetricPlan,
  facts: Facts,
  at: Instant,
): { readonly ms: Milliseconds; readonly seenMs: Milliseconds; readonly part: Part | null } | null {
  const newest = facts.series(plan.id)?.newestValue(at);
  if (newest?.part) return { ms: newest.part.windowMs, seenMs: newest.part.seenMs, part: newest.part };
  const own = plan.use?.window ?? plan.readWindow;
  if (own !== null) return { ms: own, seenMs: newest ? own : 0, part: null };
  for (const rule of [plan.alert, plan.target])
    for (const operand of rule ? leavesOf(rule.condition).flatMap(operandsOf) : []) {
      const window = operandWindow(operand, facts, at);
      if (window !== null) return window;
    }
  return null;
}

function operandWindow(operand: Operand, facts: Facts, at: Instant): ReturnType<typeof ownWindow> {
  const ms = operand.call?.window ?? null;
  if (ms === null) return null;
  const read = operandReading(operand, null, facts, at, null);
  if (read === null) return { ms, seenMs: 0, part: null };
  const { part } = asReading(read);
  return { ms, seenMs: part?.seenMs ?? ms, part };
}

/** A span that does not change with each second once it is long. */
function coarse(length: Milliseconds): string {
  return formatDuration(length < 600_000 ? length - (length % 1_000) : length - (length % 60_000));
}

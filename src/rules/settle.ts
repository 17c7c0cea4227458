// Brings a metric's status up to an instant, and says which of its changes are told: while it flaps, only what gets worse.

import { isoInstant, type Instant } from '../domain/clock.ts';
import { severity, type Status } from '../domain/status.ts';
import type { Transition } from './board.ts';
import type { MetricJudge } from './metric-judge.ts';
import { takeUpSince } from './metric-standing.ts';
import type { MetricMemory, MetricVerdict } from './metric-status.ts';

export interface Settling {
  readonly at: Instant;
  readonly offline: boolean;
  readonly blocked: boolean;
  sentence(verdict: MetricVerdict): string;
}

/** @returns what is told of the change, if anything. */
export function settleMetric(judge: MetricJudge, settling: Settling): readonly Transition[] {
  const { at, offline } = settling;
  const { memory } = judge;
  const verdict = judge.verdict(at, settling.blocked);
  const { status } = verdict;
  const first = memory.status === 'unknown' && memory.since === judge.start && memory.was === null;
  const from = memory.status;
  memory.detail = verdict.detail;
  memory.was = verdict.was;
  // Offline freezes the clocks: what was, stands, and is shown as unknown by the board alone.
  if (offline && status === 'unknown') return [];
  const flapping = flappingChange(memory, from, status);
  if (status === from && flapping === null) return [];
  const since = status === from ? memory.since : (verdict.since ?? at);
  memory.status = status;
  memory.since = (status === from ? null : takeUpSince(judge, status)) ?? since;
  if (from === null || status === null) return [];
  const tell = (changed: { from: string; to: string }, when: Instant, reason: string): Transition => ({
    at: isoInstant(when),
    metric: judge.plan.id,
    title: judge.plan.title,
    kind: 'metric',
    ...changed,
    reason,
  });
  const sentence = settling.sentence(verdict);
  if (flapping) return [tell(flapping, at, memory.flap.flapping ? sentence : `calm again; ${sentence}`)];
  if ((first && status === 'green') || isQuiet(memory, from, status)) return [];
  return [tell({ from, to: status }, since, sentence)];
}

/** One transition when it begins to flap and one when it is calm again. */
function flappingChange(
  memory: MetricMemory,
  from: Status | null,
  to: Status | null,
): { from: string; to: string } | null {
  const { flapping } = memory.flap;
  if (to === null || flapping === (memory.toldFlapping !== null)) return null;
  memory.toldFlapping = flapping ? to : null;
  return flapping ? { from: from ?? to, to: 'flapping' } : { from: 'flapping', to };
}

/** A flapping status that is no worse than what was told is not told again; what cannot be told always is. */
function isQuiet(memory: MetricMemory, from: Status, to: Status): boolean {
  const told = memory.toldFlapping;
  if (told === null || from === 'unknown' || to === 'unknown') return false;
  if (severity(to, null) >= severity(told, null)) return true;
  memory.toldFlapping = to;
  return false;
}

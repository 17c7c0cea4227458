// Brings a metric's status up to an instant, and says which of its changes are told: while it flaps, only what gets worse.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import { severity, type Status } from '../../domain/status.ts';
import type { Transition } from '../board.ts';
import type { MetricJudge } from './metric.ts';
import { redSince, type MetricMemory, type MetricVerdict } from './status.ts';

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
  const first =
    memory.status === 'unknown' && memory.since === judge.start && memory.known === null && !judge.follows;
  const from = memory.status;
  memory.detail = verdict.detail;
  memory.was = verdict.was;
  // Offline freezes the clocks: what was, stands, and is shown as unknown by the board alone.
  if (offline && status === 'unknown') return [];
  const flapping = flappingChange(memory, from, status);
  if (status === from && flapping === null) {
    if (status === 'unknown') forgetEnded(memory, verdict);
    confirm(judge, verdict);
    return [];
  }
  // What is well is so since it was seen to be; a red keeps the start of its trouble, also where that is told late.
  const told = verdict.since ?? at;
  const began = status === 'red' ? told : Math.max(told, memory.since);
  const isNew = isNewTrouble(memory, verdict);
  if (status !== from) memory.since = takeSince(memory, verdict, began);
  memory.status = status;
  note(judge, verdict);
  if (from === null || status === null) return [];
  const tell = (
    changed: Pick<Transition, 'from' | 'to' | 'new'>,
    when: Instant,
    reason: string,
  ): Transition => ({
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
  return [tell({ from, to: status, new: isNew }, began, sentence)];
}

/** What was not told lately goes on where the same status comes back; what cannot be told has a time of its own. */
function takeSince(memory: MetricMemory, { status }: MetricVerdict, began: Instant): Instant {
  if (memory.status !== 'unknown') return began;
  if (status === 'red') return redSince(memory) ?? began;
  return status === 'amber' && memory.known?.status === 'amber' ? memory.known.since : began;
}

/** Worse than what stood, also while that could not be told. */
function isNewTrouble({ status: from, known }: MetricMemory, { status, was }: MetricVerdict): boolean {
  const stood = from === 'unknown' ? (known?.status ?? 'green') : from;
  return severity(status, was) < severity(stood, null);
}

/** Another status: what can be told is known from now on. */
function note(judge: MetricJudge, verdict: MetricVerdict): void {
  const { memory } = judge;
  const { status } = verdict;
  if (status === 'unknown') forgetEnded(memory, verdict);
  else if (status === null) memory.known = null;
  else memory.known = { status, since: memory.since, confirmedAt: judge.values.newestValue()?.at ?? null };
}

/** A red that evidence has ended, also while it could not be told, is not known any more. */
function forgetEnded(memory: MetricMemory, { was }: MetricVerdict): void {
  if (memory.known?.status === 'red' && was !== 'red') memory.known = null;
}

/** The same status on a newer value. */
function confirm({ memory: { known }, values }: MetricJudge, { status, detail }: MetricVerdict): void {
  if (known === null || status !== known.status || detail === 'stale') return;
  known.confirmedAt = values.newestValue()?.at ?? null;
}

/** One transition when it begins to flap and one when it is calm again. */
function flappingChange(
  memory: MetricMemory,
  from: Status | null,
  to: Status | null,
): Pick<Transition, 'from' | 'to' | 'new'> | null {
  const { flapping } = memory.flap;
  if (to === null || flapping === (memory.toldFlapping !== null)) return null;
  memory.toldFlapping = flapping ? to : null;
  return flapping ? { from: from ?? to, to: 'flapping', new: true } : { from: 'flapping', to, new: false };
}

/** A flapping status that is no worse than what was told is not told again; what cannot be told always is. */
function isQuiet(memory: MetricMemory, from: Status, to: Status): boolean {
  const told = memory.toldFlapping;
  if (told === null || from === 'unknown' || to === 'unknown') return false;
  if (severity(to, null) >= severity(told, null)) return true;
  memory.toldFlapping = to;
  return false;
}

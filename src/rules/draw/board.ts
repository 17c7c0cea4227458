// Draws the board from the judgement: the contract of ARCHITECTURE.md, in the profile's own order.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import { gapState } from '../../domain/gap.ts';
import { exactText, plotNumber } from '../../domain/value.ts';
import type { PlanJudges } from '../evaluate/set-up.ts';
import type { Board, HintState, IncidentState, Iso, MetricState, PhaseState, StepState } from '../board.ts';
import { mutedWords } from '../launch/controls.ts';
import { drawCriterion, drawItem, openIncidentCriterion } from './checklist.ts';
import { inMinutes, type Drawing } from './drawing.ts';
import { isOn, stateSentence } from './rule-sentence.ts';
import { gateVerdict } from '../launch/gate.ts';
import { currentPhase, launchClock } from '../launch/clock.ts';
import { effectiveT0 } from '../launch/marks.ts';
import type { MetricJudge } from '../evaluate/metric.ts';
import { confirmedAt, redSince, type MetricVerdict } from '../evaluate/status.ts';
import { rootOf, type Block } from '../evaluate/blocked.ts';
import { forecastOf } from '../evaluate/pace.ts';
import { metricSentence } from './metric-sentence.ts';
import { overdueWords, responseDue } from './transitions.ts';
import type { StepPlan } from '../plan.ts';
import { ownWindow } from '../evaluate/seen-words.ts';
import { turnsRedAt } from '../evaluate/turns-red.ts';
import { severity, type Status } from '../../domain/status.ts';

export function drawBoard(judge: PlanJudges, drawing: Drawing): Board {
  const { plan } = judge;
  const { now, observer } = drawing;
  const blockOf = (id: string): Block | null => {
    const metric = judge.metrics.get(id);
    return metric ? drawing.blocked(metric) : null;
  };
  const metrics = [...judge.metrics.values()].map((metric) => drawMetric(metric, drawing, blockOf));
  const incidents = plan.incidents.flatMap((incident) => drawIncident(judge, incident.id, drawing));
  const lines = inMinutes(drawing);
  const criteria = plan.gate.map((criterion) => drawCriterion(judge, criterion, lines));
  const implied = openIncidentCriterion(judge, lines);
  if (implied) criteria.push(implied);
  const { version } = plan.launch;
  const t0 = effectiveT0(plan.launch.t0, drawing.marks);
  return {
    schema: 'launchwall.board/2',
    at: isoInstant(now),
    profile: { name: plan.name, title: plan.title, digest: plan.digest },
    launch: {
      t0: t0 === null ? null : isoInstant(t0),
      clock: t0 === null ? null : launchClock(now, t0),
      phase: currentPhase(plan.phases, now, t0)?.id ?? null,
      version,
    },
    verdict: verdictOf(metrics),
    counts: countStatuses(metrics),
    muted: countMuted(metrics),
    metrics,
    hints: plan.hints.flatMap((hint) => drawHint(judge, hint.id, drawing)),
    incidents,
    phases: plan.phases.map((phase): PhaseState => ({
      id: phase.id,
      title: phase.title,
      startsAt: t0 === null || phase.offset === null ? null : isoInstant(t0 + phase.offset),
      items: phase.items.map((item) => drawItem(judge, phase, item, lines)),
    })),
    gate: { verdict: gateVerdict(criteria), criteria },
    sources: drawing.sources,
    observer: {
      offline: observer.grade !== null,
      grade: observer.grade,
      since: observer.since === null ? null : isoInstant(observer.since),
      loopLagMs: drawing.loopLagMs,
    },
  };
}

function drawMetric(
  judge: MetricJudge,
  drawing: Drawing,
  blockOf: (metric: string) => Block | null,
): MetricState {
  const { plan } = judge;
  const { now, narrator } = drawing;
  const blocked = drawing.blocked(judge);
  const verdict = judge.verdict(now, blocked !== null);
  const newest = judge.values.newestValue(now);
  const redAt = verdict.status === 'amber' ? turnsRedAt(judge, now) : null;
  const ack = drawing.controls.ackOf(plan.id);
  const mute = drawing.controls.muteOf(plan.id, now);
  const sentence = metricSentence(judge, verdict, blocked?.why ?? null, narrator);
  return {
    id: plan.id,
    title: plan.title,
    group: plan.group,
    source: plan.source,
    status: verdict.status,
    detail: mute && verdict.status !== null ? 'muted' : verdict.detail,
    was: verdict.was,
    since: isoInstant(sinceOf(judge, verdict, drawing)),
    confirmedAt: isoOrNull(confirmedAt(judge)),
    value: newest ? finite(plotNumber(newest.value)) : null,
    exact: newest ? exactText(newest.value) : null,
    unit: plan.unit,
    display: newest ? judge.shown(newest.value) : null,
    target: plan.target?.text ?? null,
    alert: plan.alert?.text ?? null,
    turnsRedAt: isoOrNull(redAt),
    endsAt: isoOrNull(endsAt(judge, verdict)),
    sampledAt: isoOrNull(newest?.at ?? null),
    ageMs: newest ? Math.max(0, now - newest.at) : null,
    blockedBy: blocked && rootOf(blocked, blockOf),
    forecast: forecastIn(judge, verdict, now),
    gap: judge.readings.gap && gapState(judge.readings.gap),
    window: windowState(judge, drawing),
    reason: mute ? `${mutedWords(mute)}; ${sentence}` : sentence,
    ack: ack && {
      by: ack.by,
      at: isoInstant(ack.at),
      until: ack.until === null ? null : isoInstant(ack.until),
      note: ack.note,
    },
    mute: mute && {
      by: mute.by,
      at: isoInstant(mute.at),
      until: isoInstant(mute.until),
      note: mute.note,
    },
  };
}

/** The start of the trouble; of what is unknown and was not red, since when that is so. */
function sinceOf(metric: MetricJudge, { status, was }: MetricVerdict, drawing: Drawing): Instant {
  const { memory } = metric;
  if (status !== 'unknown') return memory.since;
  if (was === 'red') return redSince(metric) ?? memory.since;
  // Offline ourselves, its own memory stands still.
  const { grade, since } = drawing.observer;
  return memory.status === 'unknown' || grade !== 'certain' ? memory.since : (since ?? memory.since);
}

/** Of what is freshly known, and has somewhere worse to go. */
function forecastIn(
  { plan, values }: MetricJudge,
  { status }: MetricVerdict,
  now: Instant,
): MetricState['forecast'] {
  return status === 'green' || status === 'amber' ? forecastOf(plan, values, now) : null;
}

/** When a red that is recovering ends if nothing changes. */
function endsAt({ rules: { alert } }: MetricJudge, { detail }: MetricVerdict): Instant | null {
  const holdSince = alert?.memory.holdSince ?? null;
  return detail === 'recovering' && alert && holdSince !== null ? holdSince + alert.setup.hold : null;
}

function isoOrNull(at: Instant | null): Iso | null {
  return at === null ? null : isoInstant(at);
}

function windowState({ plan }: MetricJudge, { narrator, now }: Drawing): MetricState['window'] {
  const window = ownWindow(plan, narrator.facts, now);
  return window && { ms: window.ms, seenMs: window.seenMs };
}

/** JSON has no infinity; `exact` still says it. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function stepsOf(steps: readonly StepPlan[]): readonly StepState[] {
  return steps.map(({ text, run }) => ({ text, run }));
}

function drawHint(judge: PlanJudges, id: string, drawing: Drawing): readonly HintState[] {
  const plan = judge.plan.hints.find((hint) => hint.id === id);
  const rule = judge.hints.get(id);
  if (!plan || !rule || rule.memory.state === 'inactive') return [];
  return [
    {
      id,
      kind: plan.kind,
      title: plan.title,
      state: isOn(rule) ? 'active' : 'pending',
      since: isoInstant(rule.memory.since ?? drawing.now),
      confirmedAt: isoOrNull(rule.memory.confirmedAt),
      reason: stateSentence(rule, drawing),
      steps: stepsOf(plan.steps),
    },
  ];
}

function drawIncident(judge: PlanJudges, id: string, drawing: Drawing): readonly IncidentState[] {
  const plan = judge.plan.incidents.find((incident) => incident.id === id);
  const rule = judge.incidents.get(id);
  if (!plan || !rule || rule.memory.state === 'inactive') return [];
  const since = rule.memory.since ?? drawing.now;
  const due = responseDue(plan, rule);
  const overdue = overdueWords(due, drawing.now);
  const sentence = stateSentence(rule, drawing);
  return [
    {
      id,
      class: plan.class,
      title: plan.title,
      state: isOn(rule) ? 'open' : 'pending',
      since: isoInstant(since),
      confirmedAt: isoOrNull(rule.memory.confirmedAt),
      respondBy: isoOrNull(due),
      tell: plan.tell,
      reason: overdue === '' ? sentence : `${overdue}; ${sentence}`,
      steps: stepsOf(plan.steps),
    },
  ];
}

type Told = Pick<MetricState, 'status' | 'detail' | 'was'>;

/** The worst status; nothing judged is unknown, never green. What is muted is shown, not counted. */
export function verdictOf(metrics: readonly Told[]): Status {
  let worst: Told | null = null;
  for (const metric of metrics)
    if (
      isCounted(metric) &&
      (!worst || severity(metric.status, metric.was) < severity(worst.status, worst.was))
    )
      worst = metric;
  return worst?.status ?? 'unknown';
}

export function countStatuses(metrics: readonly Told[]): Record<Status, number> {
  return byStatus(metrics.filter(isCounted));
}

/** Of what is muted, by status: it is counted here alone. */
export function countMuted(metrics: readonly Told[]): Record<Status, number> {
  return byStatus(metrics.filter(({ detail }) => detail === 'muted'));
}

function byStatus(metrics: readonly Told[]): Record<Status, number> {
  const counts: Record<Status, number> = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { status } of metrics) if (status !== null) counts[status]++;
  return counts;
}

function isCounted({ status, detail }: Told): boolean {
  return status !== null && detail !== 'muted';
}

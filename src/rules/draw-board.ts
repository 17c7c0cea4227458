// Draws the board from the judgement: the contract of DESIGN.md §8, in the profile's own order.

import { isoInstant, type Instant } from '../domain/clock.ts';
import { exactText, plotNumber } from '../domain/value.ts';
import type {
  Board,
  CriterionState,
  HintState,
  IncidentState,
  ItemState,
  MetricState,
  PhaseState,
  SourceState,
  StepState,
} from './board.ts';
import { firesAt, type Untold } from './condition/rule-state.ts';
import { mutedWords, type ControlBook } from './controls.ts';
import { gateVerdict } from './gate-verdict.ts';
import { currentPhase, launchClock } from './launch-clock.ts';
import type { MetricJudge } from './metric-judge.ts';
import { metricSentence } from './metric-sentence.ts';
import { overdueWords, responseDue } from './overdue.ts';
import type { ItemPlan, Plan, StepPlan } from './plan.ts';
import type { RuleJudge } from './rule-judge.ts';
import { endSentence, type Narrator } from './sentence.ts';
import { countStatuses, verdictOf } from './verdict.ts';

/** What has been judged. */
export interface Judgement {
  readonly plan: Plan;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly hints: ReadonlyMap<string, RuleJudge>;
  readonly incidents: ReadonlyMap<string, RuleJudge>;
  /** Items and criteria, by id. */
  readonly items: ReadonlyMap<string, RuleJudge>;
}

export interface Drawing {
  readonly now: Instant;
  readonly sources: readonly SourceState[];
  readonly loopLagMs: number;
  readonly offlineSince: Instant | null;
  readonly narrator: Narrator;
  /** What people have said: acknowledged, muted. */
  readonly controls: ControlBook;
  /** Why a metric cannot be told, although values may be there. */
  blocked(judge: MetricJudge): string | null;
  readonly untold: Untold;
}

export function drawBoard(judge: Judgement, drawing: Drawing): Board {
  const { plan } = judge;
  const { now } = drawing;
  const metrics = [...judge.metrics.values()].map((metric) => drawMetric(metric, drawing));
  const incidents = plan.incidents.flatMap((incident) => drawIncident(judge, incident.id, drawing));
  const criteria = plan.gate.map((criterion) => drawCriterion(judge, criterion, drawing));
  const implied = openIncidentCriterion(judge, drawing);
  if (implied) criteria.push(implied);
  const { t0, version } = plan.launch;
  return {
    schema: 'launchwall.board/1',
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
    metrics,
    hints: plan.hints.flatMap((hint) => drawHint(judge, hint.id, drawing)),
    incidents,
    phases: plan.phases.map((phase): PhaseState => ({
      id: phase.id,
      title: phase.title,
      startsAt: t0 === null || phase.offset === null ? null : isoInstant(t0 + phase.offset),
      items: phase.items.map((item) => drawItem(judge, item, drawing)),
    })),
    gate: { verdict: gateVerdict(criteria), criteria },
    sources: drawing.sources,
    observer: {
      offline: drawing.offlineSince !== null,
      since: drawing.offlineSince === null ? null : isoInstant(drawing.offlineSince),
      loopLagMs: drawing.loopLagMs,
    },
  };
}

function drawMetric(judge: MetricJudge, drawing: Drawing): MetricState {
  const { plan, memory, rules } = judge;
  const { now, narrator } = drawing;
  const blocked = drawing.blocked(judge);
  const verdict = judge.verdict(now, blocked !== null);
  const newest = judge.values.newestValue(now);
  const redAt =
    rules.alert && memory.alert && verdict.status === 'amber' ? firesAt(rules.alert, memory.alert) : null;
  const ack = drawing.controls.ackOf(plan.id);
  const mute = drawing.controls.muteOf(plan.id, now);
  const sentence = metricSentence(judge, verdict, blocked, narrator);
  return {
    id: plan.id,
    title: plan.title,
    group: plan.group,
    source: plan.source,
    status: verdict.status,
    detail: mute && verdict.status !== null ? 'muted' : verdict.detail,
    was: verdict.was,
    since: isoInstant(memory.since),
    value: newest ? finite(plotNumber(newest.value)) : null,
    exact: newest ? exactText(newest.value) : null,
    unit: plan.unit,
    display: newest ? judge.shown(newest.value) : null,
    target: plan.target?.text ?? null,
    alert: plan.alert?.text ?? null,
    turnsRedAt: redAt === null ? null : isoInstant(redAt),
    sampledAt: newest ? isoInstant(newest.at) : null,
    ageMs: newest ? Math.max(0, now - newest.at) : null,
    gap: judge.gap,
    reason: mute ? `${mutedWords(mute)}; ${sentence}` : sentence,
    ack: ack && {
      by: ack.by,
      at: isoInstant(ack.at),
      until: ack.until === null ? null : isoInstant(ack.until),
      note: ack.note,
    },
  };
}

/** JSON has no infinity; `exact` still says it. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function stepsOf(steps: readonly StepPlan[]): readonly StepState[] {
  return steps.map(({ text, run }) => ({ text, run }));
}

function isOn(rule: RuleJudge): boolean {
  return rule.memory.state === 'firing' || rule.memory.state === 'holding';
}

/** The rule's sentence; one that cannot be told any more says so, since it stays until fresh data end it. */
function stateSentence(rule: RuleJudge, drawing: Drawing): string {
  const sentence = rule.sentence(drawing.narrator);
  if (!isOn(rule)) return sentence;
  const truth = rule.truth(drawing.now, drawing.untold);
  if (truth === null) return `${sentence}; it stays until fresh data end it`;
  return `${sentence}; ${endSentence(rule.rule.condition)}`;
}

function drawHint(judge: Judgement, id: string, drawing: Drawing): readonly HintState[] {
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
      reason: stateSentence(rule, drawing),
      steps: stepsOf(plan.steps),
    },
  ];
}

function drawIncident(judge: Judgement, id: string, drawing: Drawing): readonly IncidentState[] {
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
      respondBy: due === null ? null : isoInstant(due),
      tell: plan.tell,
      reason: overdue === '' ? sentence : `${overdue}; ${sentence}`,
      steps: stepsOf(plan.steps),
    },
  ];
}

function drawItem(judge: Judgement, item: ItemPlan, drawing: Drawing): ItemState {
  const rule = judge.items.get(item.id);
  return {
    id: item.id,
    refs: item.refs,
    text: item.text,
    kind: rule ? 'auto' : 'manual',
    status: rule ? passOrFail(rule, drawing) : 'todo',
    by: null,
    at: null,
    evidence: rule ? rule.sentence(drawing.narrator) : null,
  };
}

function drawCriterion(
  judge: Judgement,
  criterion: ItemPlan & { readonly required: boolean },
  drawing: Drawing,
): CriterionState {
  const rule = judge.items.get(criterion.id);
  return {
    id: criterion.id,
    refs: criterion.refs,
    text: criterion.text,
    required: criterion.required,
    status: rule ? passOrFail(rule, drawing) : 'todo',
    evidence: rule ? rule.sentence(drawing.narrator) : null,
  };
}

function passOrFail(rule: RuleJudge, drawing: Drawing): 'pass' | 'fail' | 'unknown' {
  const truth = drawing.offlineSince === null ? rule.truth(drawing.now, drawing.untold) : null;
  return truth === null ? 'unknown' : truth ? 'pass' : 'fail';
}

/** The gate's live part (RULES.md §8.10): no P0 rule holds, is about to, or cannot be told. */
function openIncidentCriterion(judge: Judgement, drawing: Drawing): CriterionState | null {
  const watched = judge.plan.incidents.filter(
    (incident) => incident.class === 'P0' && judge.incidents.has(incident.id),
  );
  if (watched.length === 0 || judge.plan.gate.length === 0) return null;
  const rules = watched.flatMap((incident) => {
    const rule = judge.incidents.get(incident.id);
    return rule ? [{ incident, rule }] : [];
  });
  const holding = rules.filter(({ rule }) => rule.memory.state !== 'inactive');
  const untold = rules.filter(({ rule }) => passOrFail(rule, drawing) === 'unknown');
  const blocking = holding.length > 0 ? holding : untold;
  return {
    id: 'no-open-p0',
    refs: [],
    text: 'No P0 incident is open, pending, or impossible to tell',
    required: true,
    status: holding.length > 0 ? 'fail' : untold.length > 0 ? 'unknown' : 'pass',
    evidence:
      blocking.length === 0
        ? `${rules.length} watched, none open`
        : blocking
            .map(({ incident, rule }) => `${incident.title}: ${stateSentence(rule, drawing)}`)
            .join('; '),
  };
}

// Draws the checklist and the gate from the judgement and from what people have said: items, criteria, signatures.

import { isoInstant } from '../../domain/clock.ts';
import type { PlanJudges } from '../evaluate/set-up.ts';
import type { CriterionState, ItemState } from '../board.ts';
import type { Drawing } from './drawing.ts';
import { lineSentence, passOrFail, stateSentence } from './rule-sentence.ts';
import { latchOf, latchWords, momentWords } from './latch.ts';
import { countsFor, type Signature, type Tick } from '../launch/marks.ts';
import type { CriterionPlan, ItemPlan, PhasePlan } from '../plan.ts';

export function drawItem(judge: PlanJudges, phase: PhasePlan, item: ItemPlan, drawing: Drawing): ItemState {
  const rule = judge.items.get(item.id);
  const { id, refs, text } = item;
  if (!rule) {
    const given = drawing.marks.ticks.get(id);
    const tick = given && countsFor(given, item) ? given : undefined;
    return {
      id,
      refs,
      text,
      kind: 'manual',
      status: tick?.state ?? 'todo',
      live: null,
      by: tick?.by ?? null,
      at: tick ? isoInstant(tick.at) : null,
      evidence: tick ? (tick.note === '' ? null : tick.note) : given ? otherTextWords(given, drawing) : null,
      measured: [],
    };
  }
  const live = passOrFail(rule, drawing);
  const latch = latchOf(judge.plan, phase, item, drawing.marks);
  return {
    id,
    refs,
    text,
    kind: 'auto',
    status: latch ? 'pass' : live,
    live,
    by: null,
    at: latch ? isoInstant(latch.at) : null,
    evidence: latch
      ? latchWords(latch, live, rule.sentence(drawing.narrator), drawing.now)
      : lineSentence(rule, judge, drawing),
    measured: Object.entries(latch?.shown ?? {}).map(([metric, display]) => ({ metric, display })),
  };
}

/** Here only what is true now counts: no latch, and no signature where the rule itself can tell. */
export function drawCriterion(judge: PlanJudges, criterion: CriterionPlan, drawing: Drawing): CriterionState {
  const rule = judge.items.get(criterion.id);
  const { id, refs, text, required } = criterion;
  const given = rule ? undefined : drawing.marks.signatures.get(id);
  const signature = given?.digest === criterion.digest ? given : undefined;
  return {
    id,
    refs,
    text,
    required,
    kind: rule ? 'auto' : 'manual',
    status: rule ? passOrFail(rule, drawing) : signature ? 'done' : 'todo',
    by: signature?.by ?? null,
    at: signature ? isoInstant(signature.at) : null,
    evidence: rule
      ? lineSentence(rule, judge, drawing)
      : given
        ? signatureWords(given, signature !== undefined, drawing)
        : null,
  };
}

/** A tick counts for the text that it was given for. */
function otherTextWords({ by, at, state }: Tick, { now }: Drawing): string {
  const word = state === 'done' ? 'ticked' : 'skipped';
  return `${word} by ${by} at ${momentWords(at, now)}, for another text: it has to be ${word} anew`;
}

/** A signature counts for the text that it was given for. */
function signatureWords({ by, at, note, digest }: Signature, counts: boolean, { now }: Drawing): string {
  const signed = `signed by ${by} at ${momentWords(at, now)}`;
  if (counts) return note === '' ? signed : `${signed}: ${note}`;
  const text = digest === null ? 'for a text that was not kept with it' : 'for another text';
  return `${signed}, ${text}: it has to be signed anew`;
}

/** The gate's live part (docs/judgement.md §8.10): no P0 rule holds, is about to, or cannot be told. */
export function openIncidentCriterion(judge: PlanJudges, drawing: Drawing): CriterionState | null {
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
    kind: 'auto',
    by: null,
    at: null,
    status: holding.length > 0 ? 'fail' : untold.length > 0 ? 'unknown' : 'pass',
    evidence:
      blocking.length === 0
        ? `${rules.length} watched, none open`
        : blocking
            .map(({ incident, rule }) => `${incident.title}: ${stateSentence(rule, drawing)}`)
            .join('; '),
  };
}

// What is picked out on the timeline or the gate, whole: its text, how it stands, who said so and when, and what it rests on.

import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { CriterionState, Iso, ItemState } from '../../../rules/board.ts';
import type { ItemPlan } from '../../../rules/plan.ts';
import type { TimedPhase } from '../../../rules/launch/timeline.ts';
import type { Style } from '../../theme.ts';
import { between, coarseAge } from '../../text/age.ts';
import { wrap } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';
import { markWords, momentText } from '../words/mark.ts';
import { duty } from '../words/phase.ts';
import { liveParts } from './timeline.ts';

const faint: Style = { dim: true };
const allRows = Number.POSITIVE_INFINITY;
const labelColumns = 10;

export function itemDetail(
  { plan, board }: WallSnapshot,
  item: ItemState,
  timed: TimedPhase,
  columns: number,
): readonly Line[] {
  const planned = plan.phases.flatMap(({ items }) => items).find(({ id }) => id === item.id) ?? null;
  const said = item.status === 'skipped' ? 'reason' : item.kind === 'manual' ? 'note' : 'evidence';
  return [
    standing(item, itemStanding(item, timed, board.at)),
    ...textLines(item.text, columns),
    ...labelled(item.status, whoText(item, board.at), columns),
    ...labelled(said, item.evidence ?? '', columns),
    ...plannedLines(planned, item, columns),
    ...labelled('phase', timed.phase.title, columns),
  ];
}

export function criterionDetail(
  { plan, board }: WallSnapshot,
  criterion: CriterionState,
  columns: number,
): readonly Line[] {
  const planned = plan.gate.find(({ id }) => id === criterion.id) ?? null;
  const { required, evidence, kind } = criterion;
  return [
    standing(criterion, [part(required ? ' · required' : ' · recommended', faint)]),
    ...textLines(criterion.text, columns),
    ...labelled('signed', whoText(criterion, board.at), columns),
    ...(kind === 'auto' && evidence !== null ? labelled('evidence', evidence, columns) : []),
    ...plannedLines(planned, criterion, columns),
  ];
}

function standing({ status, kind }: ItemState | CriterionState, words: Line): Line {
  const { glyph, word, style } = markWords[status];
  return [
    part(`${glyph} ${word.toUpperCase()}`, { ...style, bold: true }),
    part(kind === 'auto' ? '  judged' : '  by hand', faint),
    ...words,
  ];
}

/** `by ana at 14:12:03`: whole, however long the name is. */
function whoText({ by, at: moment }: ItemState | CriterionState, at: Iso): string {
  return by === null ? '' : `by ${by}${moment === null ? '' : ` at ${momentText(moment, at)}`}`;
}

/** ` · passed at 14:12:03; now fails`, ` · overdue for 42m`. */
function itemStanding(item: ItemState, timed: TimedPhase, at: Iso): Line {
  const { status, at: moment, kind } = item;
  const lead = part(' · ', faint);
  if (status === 'done' || status === 'skipped') return [];
  if (status === 'pass' && moment !== null)
    return [lead, part(`passed at ${momentText(moment, at)}`), ...liveParts(item, '; ')];
  if (status === 'pass')
    return [lead, part(duty(timed) === 'later' ? 'as it is now, not due yet' : 'as it is now')];
  const { endsAt } = timed;
  switch (duty(timed)) {
    case 'overdue': {
      const span = endsAt === null ? '' : ` for ${coarseAge(between(endsAt, at))}`;
      return [lead, part(`overdue${span}`, { token: 'red', bold: true })];
    }
    case 'due': {
      const until = endsAt === null ? ' now' : ` until ${momentText(endsAt, at)}`;
      return [lead, part(`due${until}`, { token: 'amber', bold: true })];
    }
    case 'later':
      return [lead, part(kind === 'auto' ? 'as it is now, not due yet' : 'not due yet')];
  }
}

function textLines(text: string, columns: number): readonly Line[] {
  return wrap(text, columns, allRows).map((words) => [part(words, { bold: true })]);
}

/** Its condition, or why only a person can tell; and the lines of the checklist that it stands for. */
function plannedLines(
  planned: ItemPlan | null,
  { kind, refs }: ItemState | CriterionState,
  columns: number,
): readonly Line[] {
  return [
    ...labelled('when', planned?.when?.text ?? '', columns),
    ...(kind === 'manual' ? labelled('because', planned?.manual ?? '', columns) : []),
    ...labelled('refs', refs.join(', '), columns),
  ];
}

function labelled(label: string, text: string, columns: number): readonly Line[] {
  return wrap(text, columns - labelColumns, allRows).map((words, row) => [
    part((row === 0 ? label : '').padEnd(labelColumns), faint),
    part(words),
  ]);
}

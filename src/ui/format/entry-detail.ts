// What is picked out on the timeline or the gate, whole: its text, how it stands, who said so and when, and what it rests on.

import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { CriterionState, Iso, ItemState } from '../../rules/board.ts';
import type { ItemPlan } from '../../rules/plan.ts';
import type { TimedPhase } from '../../rules/timeline.ts';
import type { Style } from '../theme.ts';
import { between, coarseAge } from './age.ts';
import { wrap } from './columns.ts';
import { part, type Line } from './line.ts';
import { markWords, momentText } from './mark-words.ts';
import { duty } from './phase-words.ts';
import { withoutSeconds } from './steady.ts';
import { liveParts } from './timeline-lines.ts';

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
    standing(item, [...itemStanding(item, timed, board.at)]),
    ...textLines(item.text, columns),
    ...labelled(said, item.evidence === null ? '' : withoutSeconds(item.evidence), columns),
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
  const { by, at, required, evidence, kind } = criterion;
  return [
    standing(criterion, [
      part(required ? 'required' : 'recommended', faint),
      ...(by === null || at === null
        ? []
        : [part(' · ', faint), part(`signed by ${by} at ${momentText(at, board.at)}`)]),
    ]),
    ...textLines(criterion.text, columns),
    ...(kind === 'auto' && evidence !== null ? labelled('evidence', withoutSeconds(evidence), columns) : []),
    ...plannedLines(planned, criterion, columns),
  ];
}

function standing({ status, kind }: ItemState | CriterionState, words: Line): Line {
  const { glyph, word, style } = markWords[status];
  return [
    part(`${glyph} ${word.toUpperCase()}`, { ...style, bold: true }),
    part(kind === 'auto' ? '  judged · ' : '  by hand · ', faint),
    ...words,
  ];
}

/** `passed at 14:12:03; now fails`, `done by ana at 14:12:03`, `overdue for 42m`. */
function itemStanding(item: ItemState, timed: TimedPhase, at: Iso): Line {
  const { status, by, at: moment, kind } = item;
  const when = moment === null ? '' : ` at ${momentText(moment, at)}`;
  if (status === 'pass')
    return moment === null ? [part('as it is now')] : [part(`passed${when}`), ...liveParts(item, '; ')];
  if (status === 'done' || status === 'skipped')
    return [part(`${status}${by === null ? '' : ` by ${by}`}${when}`)];
  const { endsAt } = timed;
  switch (duty(timed)) {
    case 'overdue':
      return [
        part(`overdue${endsAt === null ? '' : ` for ${coarseAge(between(endsAt, at))}`}`, {
          token: 'red',
          bold: true,
        }),
      ];
    case 'due':
      return [
        part(`due${endsAt === null ? ' now' : ` until ${momentText(endsAt, at)}`}`, {
          token: 'amber',
          bold: true,
        }),
      ];
    case 'later':
      return [part(kind === 'auto' ? 'as it is now; not due yet' : 'not due yet')];
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
    ...(kind === 'manual' ? labelled('by hand', planned?.manual ?? '', columns) : []),
    ...labelled('refs', refs.join(', '), columns),
  ];
}

function labelled(label: string, text: string, columns: number): readonly Line[] {
  return wrap(text, columns - labelColumns, allRows).map((words, row) => [
    part((row === 0 ? label : '').padEnd(labelColumns), faint),
    part(words),
  ]);
}

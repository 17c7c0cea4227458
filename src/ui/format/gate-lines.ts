// The gate as lines: the verdict with what is missing, each criterion with its evidence, and the checklist of this phase and the next.

import { statusGlyph } from '../../domain/status.ts';
import type { Board, CriterionState, ItemState, PhaseState } from '../../rules/board.ts';
import type { Style } from '../theme.ts';
import { between, coarseAge, timeOf } from './age.ts';
import { wrap } from './columns.ts';
import { missingCriteria } from './header-lines.ts';
import { part, type Line } from './line.ts';

type Mark = CriterionState['status'] | ItemState['status'];

/** What is ticked or told: a criterion of the gate, or an item of a phase. */
interface Entry {
  readonly text: string;
  readonly status: Mark;
  readonly evidence: string | null;
}

const allRows = Number.POSITIVE_INFINITY;
const faint: Style = { dim: true };
const indent = '           ';

const markOf: Readonly<Record<Mark, { readonly glyph: string; readonly style: Style }>> = {
  fail: { glyph: statusGlyph.red, style: { token: 'red', bold: true } },
  unknown: { glyph: statusGlyph.unknown, style: { token: 'unknown', bold: true } },
  todo: { glyph: '○', style: { token: 'amber' } },
  pass: { glyph: '✓', style: { token: 'green' } },
  done: { glyph: '✓', style: { token: 'green' } },
  skipped: { glyph: '–', style: faint },
};

/** What stands between a launch and its go comes first. */
const markOrder: readonly Mark[] = ['fail', 'unknown', 'todo', 'skipped', 'pass', 'done'];

export function gateLines(board: Board, columns: number): readonly Line[] {
  const { criteria } = board.gate;
  const ofKind = (required: boolean): readonly CriterionState[] =>
    criteria.filter((criterion) => criterion.required === required);
  return [
    [],
    ...verdictLines(board, columns),
    ...section('REQUIRED', '', ofKind(true), columns),
    ...section('RECOMMENDED', 'missing ones do not hold the launch up', ofKind(false), columns),
    ...phasesShown(board).flatMap((phase) =>
      section(`PHASE ${phase.title}`, phaseTime(phase, board), phase.items.map(entryOf), columns),
    ),
  ];
}

function verdictLines({ gate }: Board, columns: number): readonly Line[] {
  if (gate.criteria.length === 0)
    return [
      [
        part(' ◌ NO GATE  ', { token: 'unknown', bold: true }),
        part('The profile has no criteria: nobody can call this a go.'),
      ],
    ];
  const required = gate.criteria.filter((criterion) => criterion.required);
  if (gate.verdict === 'go')
    return [
      [
        part(' ● GO ', { token: 'green', bold: true, inverse: true }),
        part(`  all ${required.length} required criteria are met on fresh readings`),
      ],
    ];
  const said =
    required.length === 0
      ? 'no criterion is required: that is not a go'
      : `${missingCriteria(gate)} of ${required.length} required criteria are missing: ${tally(required)}`;
  return wrap(said, columns - 12, allRows).map((words, row) =>
    row === 0
      ? [part(' ✖ NO-GO ', { token: 'red', bold: true, inverse: true }), part(`  ${words}`, { bold: true })]
      : [part(indent), part(words, { bold: true })],
  );
}

/** `2 fail, 1 unknown, 5 todo`. */
function tally(entries: readonly Entry[]): string {
  return markOrder
    .filter((mark) => mark !== 'pass' && mark !== 'done')
    .map((mark) => ({ mark, count: entries.filter(({ status }) => status === mark).length }))
    .filter(({ count }) => count > 0)
    .map(({ mark, count }) => `${count} ${mark}`)
    .join(', ');
}

/** The phase in which we are and the next one; all of them where there is no T-0 to tell by. */
function phasesShown({ phases, launch, at }: Board): readonly PhaseState[] {
  if (launch.t0 === null) return phases;
  const next = phases
    .filter(({ startsAt }) => startsAt !== null && startsAt > at)
    .reduce<PhaseState | null>(
      (first, phase) => (first === null || (phase.startsAt ?? '') < (first.startsAt ?? '') ? phase : first),
      null,
    );
  return phases.filter((phase) => phase.id === launch.phase || phase === next);
}

function phaseTime({ startsAt, id }: PhaseState, { at, launch }: Board): string {
  if (startsAt === null) return '';
  const span = coarseAge(Math.abs(Date.parse(startsAt) - Date.parse(at)));
  if (startsAt > at) return `next, at ${timeOf(startsAt)}Z, in ${span}`;
  return `${id === launch.phase ? 'now, ' : ''}since ${timeOf(startsAt)}Z (${coarseAge(between(startsAt, at))})`;
}

function entryOf({ text, status, evidence, by, at }: ItemState): Entry {
  const signed = by === null ? null : `${by}${at === null ? '' : ` at ${timeOf(at)}Z`}`;
  return { text, status, evidence: evidence ?? signed };
}

function section(name: string, note: string, entries: readonly Entry[], columns: number): readonly Line[] {
  if (entries.length === 0) return [];
  const open = tally(entries);
  return [
    [],
    [
      part(` ${name}`, { bold: true }),
      part(`  ${[note, open === '' ? 'all met' : open].filter((text) => text !== '').join(' · ')}`, faint),
    ],
    ...markOrder.flatMap((mark) =>
      entries.filter(({ status }) => status === mark).flatMap((entry) => entryLines(entry, columns)),
    ),
  ];
}

function entryLines({ text, status, evidence }: Entry, columns: number): readonly Line[] {
  const { glyph, style } = markOf[status];
  const met = status === 'pass' || status === 'done' || status === 'skipped';
  const room = columns - indent.length - 1;
  return [
    ...wrap(text, room, allRows).map((words, row) => [
      part(row === 0 ? ` ${glyph} ${status.padEnd(indent.length - 3)}` : indent, style),
      part(words, met ? {} : { bold: true }),
    ]),
    ...wrap(evidence ?? '', room, allRows).map((words) => [part(indent), part(words, faint)]),
  ];
}

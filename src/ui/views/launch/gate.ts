// The gate as lines: the verdict, what is missing in the order in which to go about it, and what is met, each with its evidence.

import type { Board, CriterionState } from '../../../rules/board.ts';
import { missingInOrder, isMet } from '../../../rules/launch/gate.ts';
import { mutedTail } from '../../../domain/muted.ts';
import type { Style } from '../../theme.ts';
import { wrap } from '../../text/columns.ts';
import type { EntryBlock, EntrySection } from '../../text/list.ts';
import { part, type Line } from '../../text/line.ts';
import { markColumns, markPart, momentText, tally } from '../words/mark.ts';

const allRows = Number.POSITIVE_INFINITY;
const faint: Style = { dim: true };
const indent = ' '.repeat(3 + markColumns);

/** The verdict in as many lines as it takes. */
export function gateHead(board: Board, columns: number): readonly Line[] {
  const { gate } = board;
  const required = gate.criteria.filter((criterion) => criterion.required);
  const verdict = (block: Line[number], said: string): readonly Line[] =>
    wrap(said, columns - 13, allRows).map((words, row) => [
      ...(row === 0 ? [part(' '), block, part('  ')] : [part(' '.repeat(block.text.length + 3))]),
      part(words, { bold: true }),
    ]);
  if (gate.criteria.length === 0)
    return verdict(
      part('◌ NO GATE', { token: 'unknown', bold: true }),
      'the profile has no criteria: nobody can call this a go',
    );
  if (gate.verdict === 'go')
    return verdict(
      part(' ● GO ', { token: 'green', bold: true, inverse: true }),
      `all ${required.length} required criteria are met on fresh readings or signed${mutedTail(board)}`,
    );
  const missing = missingInOrder(gate.criteria);
  return verdict(
    part(' ✖ NO-GO ', { token: 'red', bold: true, inverse: true }),
    required.length === 0
      ? 'no criterion is required: that is not a go'
      : `${missing.length} of ${required.length} required criteria are missing: ${tally(missing)}${mutedTail(board)}`,
  );
}

export function gateSections({ gate, at }: Board, columns: number): readonly EntrySection[] {
  const missing = missingInOrder(gate.criteria);
  const met = gate.criteria.filter((criterion) => criterion.required && isMet(criterion));
  const recommended = gate.criteria.filter((criterion) => !criterion.required);
  const open = tally(recommended);
  const section = (name: string, note: string, criteria: readonly CriterionState[], numbered: boolean) =>
    criteria.length === 0
      ? []
      : [
          {
            heading: [part(` ${name}`, { bold: true }), part(`  ${note}`, faint)],
            blocks: criteria.map((criterion, index) =>
              block(criterion, numbered ? `${index + 1} ` : '', at, columns),
            ),
          },
        ];
  return [
    ...section('MISSING', 'in the order in which to go about it', missing, true),
    ...section('MET', `${met.length} required`, met, false),
    ...section(
      'RECOMMENDED',
      `they do not hold the launch up · ${open === '' ? 'all met' : open}`,
      recommended,
      false,
    ),
  ];
}

function block(criterion: CriterionState, number: string, at: string, columns: number): EntryBlock {
  const { id, status, text } = criterion;
  const room = columns - indent.length - 1;
  const open = !isMet(criterion);
  const texts = wrap(`${number}${text}`, room, allRows);
  const below = wrap(evidenceOf(criterion, at), room, allRows);
  return {
    id,
    open,
    lines: (picked) => [
      ...texts.map((words, row) => [
        part(row === 0 && picked ? ' ▸ ' : '   ', { token: 'accent', bold: true }),
        row === 0 ? markPart(status) : part(' '.repeat(markColumns)),
        part(words, { bold: open, underline: picked }),
      ]),
      ...below.map((words) => [part(indent), part(words, faint)]),
    ],
  };
}

/** Who signed and when, with the note; or what an automatic one rests on. */
function evidenceOf(criterion: CriterionState, at: string): string {
  const { evidence, by, at: moment } = criterion;
  if (evidence !== null) return evidence;
  if (by !== null) return `signed by ${by}${moment === null ? '' : ` at ${momentText(moment, at)}`}`;
  return '';
}

/** The first that is missing. */
export function firstCriterion({ gate }: Board): string | null {
  return missingInOrder(gate.criteria)[0]?.id ?? null;
}

/** Who signed what, the newest first, a row each; `rows` at most. */
export function signatureLines({ gate, at }: Board, columns: number, rows: number): readonly Line[] {
  const signed = gate.criteria
    .filter(({ by }) => by !== null)
    .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  if (signed.length === 0) return [[part('Nobody has signed anything yet.', faint)]];
  const lines = signed.map((criterion): Line => [
    part(criterion.at === null ? '' : `${momentText(criterion.at, at)} `, faint),
    part(`${criterion.by ?? ''}  `, { bold: true }),
    ...wrap(criterion.text, columns, 1).map((words) => part(words)),
  ]);
  if (lines.length <= rows) return lines;
  const shown = lines.slice(0, Math.max(0, rows - 1));
  return [...shown, [part(`… ${lines.length - shown.length} more`, faint)]];
}

// What a line of a checklist is, as a glyph and a word; and by whom and when it was said or seen.

import { statusGlyph } from '../../../domain/status.ts';
import type { CriterionState, Iso, ItemState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { timeOf } from '../../text/age.ts';
import { clip } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';

export type MarkStatus = CriterionState['status'] | ItemState['status'];

interface MarkWords {
  readonly glyph: string;
  readonly word: string;
  readonly style: Style;
}

export const markWords: Readonly<Record<MarkStatus, MarkWords>> = {
  fail: { glyph: statusGlyph.red, word: 'fail', style: { token: 'red', bold: true } },
  unknown: { glyph: statusGlyph.unknown, word: 'unknown', style: { token: 'unknown', bold: true } },
  todo: { glyph: '○', word: 'to do', style: { token: 'amber' } },
  pass: { glyph: '✓', word: 'pass', style: { token: 'green' } },
  done: { glyph: '✓', word: 'done', style: { token: 'green' } },
  skipped: { glyph: '–', word: 'skipped', style: { dim: true } },
};

/** Columns of `✓ skipped`, and a blank. */
export const markColumns = 10;

export function markPart(status: MarkStatus, style: Style = markWords[status].style): Line[number] {
  const { glyph, word } = markWords[status];
  return part(`${glyph} ${word}`.padEnd(markColumns), style);
}

/** A name is never longer than this beside other things. */
export const nameColumnsMax = 16;

/** `14:12:03`; with the day where it is another one. */
export function momentText(moment: Iso, at: Iso): string {
  return moment.slice(0, 10) === at.slice(0, 10)
    ? timeOf(moment)
    : `${moment.slice(5, 10)} ${timeOf(moment).slice(0, 5)}`;
}

/** `ana 14:12:03`, `14:12:03`; empty where nobody has said or seen anything. */
export function whoAndWhen(
  { by, at: moment }: { readonly by: string | null; readonly at: Iso | null },
  at: Iso,
): string {
  return [by === null ? '' : clip(by, nameColumnsMax), moment === null ? '' : momentText(moment, at)]
    .filter((text) => text !== '')
    .join(' ');
}

/** `2 fail, 1 unknown, 5 to do`; what is met is not counted. */
export function tally(entries: readonly { readonly status: MarkStatus }[]): string {
  return (['fail', 'unknown', 'todo', 'skipped'] as const)
    .map((status) => ({ status, count: entries.filter((entry) => entry.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${markWords[status].word}`)
    .join(', ');
}

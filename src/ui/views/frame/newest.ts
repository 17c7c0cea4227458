// The row below the head of the wall: what must not be overlooked, else what happened last.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { ObserverGrade } from '../../../rules/board.ts';
import { timeOf } from '../../text/age.ts';
import { clip, columnsOf } from '../../text/columns.ts';
import { lineColumns, part, type Line, type Size } from '../../text/line.ts';
import { bannerLines, noticeLines, noticeNow } from './header.ts';

/**
 * The row below the head of the wall, always there: what must not be overlooked, one beside the other in fewer words; else what
 * happened last.
 */
export function newestLine(snapshot: WallSnapshot, columns: number): Line {
  const { board, paused, transitions } = snapshot;
  const { grade } = board.observer;
  const notice = noticeNow(snapshot);
  const loud = { bold: true, inverse: true } as const;
  const alone = (grade === null ? 0 : 1) + (paused ? 1 : 0) + (notice === null ? 0 : 1) === 1;
  if (alone && notice === null) return bannerLines(snapshot, columns, 1)[0] ?? [];
  const line: Line = [
    ...(grade === null
      ? []
      : [part(` ${statusGlyph.unknown} ${observerBriefly[grade]} `, { token: 'unknown', ...loud })]),
    ...(paused ? [part(' ‖ PAUSED ', { token: 'amber', ...loud })] : []),
  ];
  if (notice !== null) {
    const [said = []] = noticeLines(
      { ...notice, text: notice.text.replace(/\s+/g, ' ') },
      Math.max(30, columns - lineColumns(line)),
      1,
    );
    return [...line, ...said];
  }
  if (line.length > 0) return line;
  const [newest] = transitions;
  if (newest === undefined) return [part(' no status has changed yet', { token: 'dim' })];
  const { at, title, to, reason } = newest;
  return [
    part(` ${timeOf(at)} `, { token: 'dim' }),
    part(clip(`${title} is ${to}: ${reason}`, columns - 11)),
  ];
}

const observerBriefly: Readonly<Record<ObserverGrade, string>> = {
  certain: 'OFFLINE: this machine has no way out',
  doubt: "IN DOUBT: this machine's way out, or all behind it",
};

/** A notice that is longer than its row is told among what was last, in at most so many rows; none where the row has all of it. */
export function wholeNotice(
  snapshot: WallSnapshot,
  rowColumns: number,
  { columns, rows }: Size,
): readonly Line[] {
  const notice = noticeNow(snapshot);
  if (notice === null || columnsOf(notice.text) + 18 <= rowColumns) return [];
  return noticeLines(notice, columns, rows);
}

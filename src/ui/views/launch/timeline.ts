// The timeline as lines: how the launch stands, the phases with their items, and what is overdue and due.

import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { Board, Iso, ItemState } from '../../../rules/board.ts';
import { isOpen, type OpenItem, type TimedPhase, type Timeline } from '../../../rules/launch/timeline.ts';
import type { Style } from '../../theme.ts';
import { between, coarseAge } from '../../text/age.ts';
import { clip } from '../../text/columns.ts';
import type { EntryBlock, EntrySection } from '../../text/list.ts';
import { clipLine, fitPieces, justify, lineColumns, part, type Line } from '../../text/line.ts';
import { markColumns, markPart, markWords, momentText, whoAndWhen } from '../words/mark.ts';
import { duty, isEarly, metIn, phaseHeading } from '../words/phase.ts';

const faint: Style = { dim: true };
const indent = ' '.repeat(3 + markColumns);

/** `TIMELINE  T-0 at 13:49:50 · 38 of 64 met · 4 due · 3 overdue`. */
export function timelineHead({ phases, launch, at }: Board, timeline: Timeline, columns: number): Line {
  const items = phases.flatMap((phase) => phase.items);
  const met = timeline.phases.reduce((sum, timed) => sum + metIn(timed), 0);
  const { due, overdue } = timeline;
  const t0 =
    launch.t0 === null
      ? part('no T-0 yet: nothing is due, 0 says that it is now', { token: 'amber', bold: true })
      : part(`T-0 at ${momentText(launch.t0, at)}`);
  return [
    part(' '),
    ...fitPieces(
      [
        { rank: 0, line: [part('TIMELINE', { bold: true })] },
        { rank: 2, line: [t0] },
        { rank: 3, line: [part(`${met} of ${items.length} met`, faint)] },
        {
          rank: 1,
          line:
            overdue.length === 0
              ? []
              : [part(`${markWords.fail.glyph} ${overdue.length} overdue`, { token: 'red', bold: true })],
        },
        {
          rank: 1,
          line:
            due.length === 0
              ? [part('nothing due', faint)]
              : [part(`○ ${due.length} due`, { token: 'amber', bold: true })],
        },
      ],
      columns - 2,
      '   ',
    ),
  ];
}

/** @param options `evidence`: whether each item has its evidence on a line below it. */
export function timelineSections(
  { board }: WallSnapshot,
  timeline: Timeline,
  columns: number,
  { evidence }: { readonly evidence: boolean },
): readonly EntrySection[] {
  return timeline.phases.map((timed) => ({
    heading: phaseHeading(timed, board, columns),
    blocks: timed.phase.items.map((item): EntryBlock => ({
      id: item.id,
      open: isOpen(item),
      lines: (picked) => [
        itemLine(item, timed, board.at, columns, picked),
        ...(evidence && item.evidence !== null
          ? [[part(indent), part(clip(item.evidence, columns - indent.length - 1), faint)]]
          : []),
      ],
    })),
  }));
}

function itemLine(item: ItemState, timed: TimedPhase, at: Iso, columns: number, picked: boolean): Line {
  const { status, text } = item;
  const open = isOpen(item);
  // What passes or fails before its time is neither met nor an alarm yet.
  const early = isEarly(item, timed);
  return justify(
    [
      part(picked ? ' ▸ ' : '   ', { token: 'accent', bold: true }),
      markPart(status, early ? faint : markWords[status].style),
      part(text, {
        bold: open && !early,
        underline: picked,
        ...(status === 'skipped' ? faint : {}),
      }),
    ],
    [...rightParts(item, timed, at), part(' ')],
    columns,
  );
}

/** `ana 14:12:03`, `14:12:03, now fails`, `overdue`, `due`: who, when, and what has become of it. */
function rightParts(item: ItemState, timed: TimedPhase, at: Iso): Line {
  if (isEarly(item, timed)) return item.kind === 'auto' ? [part('as of now', faint)] : [];
  if (!isOpen(item)) return [part(whoAndWhen(item, at), faint), ...liveParts(item, ', ')];
  const words = duty(timed);
  return [part(words, { token: words === 'overdue' ? 'red' : 'amber', bold: words === 'overdue' })];
}

/** `now fails` beside an item that has passed in its phase. */
export function liveParts({ status, live }: Pick<ItemState, 'status' | 'live'>, lead = ''): Line {
  if (status !== 'pass' || live === null || live === 'pass') return [];
  const words = live === 'fail' ? 'now fails' : 'now unknown';
  return [part(lead, faint), part(words, markWords[live].style)];
}

/** The item with which the screen begins: what is due first, else what comes first in the phase that we are in. */
export function firstItem({ phases, due, overdue }: Timeline): string | null {
  const current = phases.find(({ time }) => time === 'current') ?? phases.find(({ time }) => time === 'next');
  return due[0]?.item.id ?? current?.phase.items[0]?.id ?? overdue[0]?.item.id ?? null;
}

/** What is overdue, then what is due, a row each; `rows` at most, the last one counts what has no room. */
export function dueLines(
  { due, overdue }: Timeline,
  at: Iso,
  columns: number,
  rows: number,
): readonly Line[] {
  if (due.length + overdue.length === 0) return [[part('Nothing is due, nothing is overdue.', faint)]];
  const all = [
    ...overdue.map((open) => dueLine(open, 'overdue', at, columns)),
    ...due.map((open) => dueLine(open, 'due', at, columns)),
  ];
  if (all.length <= rows) return all;
  const shown = all.slice(0, Math.max(0, rows - 1));
  return [...shown, [part(`… ${all.length - shown.length} more`, faint)]];
}

function dueLine({ item, phase, by }: OpenItem, word: 'overdue' | 'due', at: Iso, columns: number): Line {
  const { glyph, style } = markWords[item.status];
  const late = word === 'overdue';
  const span =
    by === null ? '' : late ? ` ${coarseAge(between(by, at))}` : ` in ${coarseAge(between(at, by))}`;
  const right: Line = [part(`${word}${span}`, { token: late ? 'red' : 'amber', bold: late })];
  const left: Line = [part(`${glyph} `, style), part(item.text), part(`  ${phase.title}`, faint)];
  return justify(clipLine(left, columns - lineColumns(right) - 1), right, columns);
}

// The sheet of the wall: the problems, as large as all of them fit; where there are none, what is nearest to a limit; then what was
// last. It is always full.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import { statusToken } from '../../theme.ts';
import { timeOf } from '../../text/age.ts';
import { wrap } from '../../text/columns.ts';
import { lineColumns, part, type Line, type Size } from '../../text/line.ts';
import { latestLines } from '../log/lines.ts';
import type { HomesView } from './homes.ts';
import { largeLines, largeRowsLeast } from './large.ts';
import { nearestLine, nearestOf } from './nearest.ts';
import { bareReason } from '../words/reason.ts';
import { problemLines, problemsOf, type Problem } from './problems.ts';

/** From so many columns on problems stand in frames, two beside each other from the second on. */
const largeFrom = 60;
const twoFrom = 100;
/** A red has this many rows beside another, an amber fewer. */
const beside = { red: 11, other: 7 } as const;
const latestRowsLeast = 3;

/** At most `size.rows` lines of at most `size.columns` cells. @param hasLatest what was last stands below, where there is room. */
export function sheetLines(
  view: HomesView,
  { columns, rows }: Size,
  { hasLatest }: { readonly hasLatest: boolean },
): readonly Line[] {
  if (rows <= 0) return [];
  const problems = problemsOf(view.snapshot);
  const told =
    problems.length === 0
      ? calmLines(view, columns, rows - (hasLatest && rows > 8 ? latestRowsLeast : 0))
      : troubleLines(problems, view, columns, rows);
  return hasLatest ? withLatest(told, view.snapshot, columns, rows) : told;
}

function troubleLines(
  problems: readonly Problem[],
  view: HomesView,
  columns: number,
  rows: number,
): readonly Line[] {
  if (columns >= twoFrom) {
    const large = pairedLines(problems, view, columns, rows);
    if (large !== null) return large;
  }
  const most = Math.min(2, problems.length);
  const others = problems.length - most;
  // Two frames, and the others in two rows each, or they all are smaller.
  const each = Math.floor((rows - 2 * others) / most);
  if (columns < largeFrom || each < largeRowsLeast) return problemLines(problems, view, columns, rows);
  const large = problems.slice(0, most).flatMap((problem, index) => {
    const own = index === 0 && most > 1 ? rows - 2 * others - each * (most - 1) : each;
    return largeLines(problem, view.snapshot, columns, own);
  });
  return [...large, ...problemLines(problems.slice(most), view, columns, rows - large.length)];
}

/** Frames two beside each other, reds higher than the others; null where not all fit so. */
function pairedLines(
  problems: readonly Problem[],
  view: HomesView,
  columns: number,
  rows: number,
): readonly Line[] | null {
  if (problems.length < 2) return problems[0] ? largeLines(problems[0], view.snapshot, columns, rows) : null;
  const pairs = Array.from({ length: Math.ceil(problems.length / 2) }, (_, at) =>
    problems.slice(at * 2, at * 2 + 2),
  );
  const heights = pairs.map((pair) =>
    pair.some(({ metric }) => metric.status === 'red') ? beside.red : beside.other,
  );
  const used = heights.reduce((sum, height) => sum + height, 0);
  if (used > rows) return null;
  const width = Math.floor(columns / 2);
  return pairs.flatMap((pair, at) => {
    const height = (heights[at] ?? 0) + (at === 0 ? rows - used : 0);
    const [left = [], right = []] = pair.map((problem) => largeLines(problem, view.snapshot, width, height));
    return left.map((line, row): Line => [...line, ...(right[row] ?? [])]);
  });
}

/** No problem: since when, what is nearest to a limit, what is still to be seen. */
function calmLines(view: HomesView, columns: number, rows: number): readonly Line[] {
  const { board } = view.snapshot;
  const lead = calmLead(view.snapshot);
  const nearest = nearestOf(view.snapshot, Math.max(0, rows - (rows > 8 ? 3 : 2)));
  const heading: Line =
    nearest.length === 0
      ? []
      : [part(columns < largeFrom ? ' nearest to its limit' : ' NEAREST TO A LIMIT', { token: 'dim' })];
  const lines: Line[] = [lead, ...(rows > 8 ? [[]] : [])];
  if (nearest.length > 0) lines.push(heading, ...nearest.map((metric) => nearestLine(metric, view, columns)));
  if (board.metrics.length === 0)
    lines.push([
      part(' The profile watches no metric: nothing is judged, nothing is green.', { token: 'unknown' }),
    ]);
  return lines.slice(0, rows);
}

function calmLead({ board }: WallSnapshot): Line {
  const { green } = board.counts;
  if (board.verdict !== 'green')
    return [
      part(` ${statusGlyph[board.verdict]} nothing is judged yet`, {
        token: statusToken(board.verdict),
        bold: true,
      }),
    ];
  const judged = board.metrics.filter(({ status }) => status !== null);
  const since =
    judged
      .map((metric) => metric.since)
      .toSorted()
      .at(-1) ?? board.at;
  return [
    part(` ${statusGlyph.green} ALL ${green} GREEN`, { token: 'green', bold: true }),
    part(` since ${timeOf(since)}`),
  ];
}

/** What was last fills what is left. */
function withLatest(
  lines: readonly Line[],
  { transitions }: WallSnapshot,
  columns: number,
  rows: number,
): readonly Line[] {
  const left = rows - lines.length;
  if (left < latestRowsLeast) return lines;
  const latest = latestLines(transitions, columns - 1, left - 1);
  return [
    ...lines,
    [part(' LATEST', { token: 'dim' })],
    ...latest.map((line): Line => [part(' '), ...line]),
  ].slice(0, rows);
}

/** What is told instead of *do now* where nothing is to be done and not all is well: the worst, why, and what looks at it. */
export function worstLines(snapshot: WallSnapshot, { columns, rows }: Size): readonly Line[] {
  const [problem] = problemsOf(snapshot);
  if (problem === undefined) return [];
  const { metric } = problem;
  const related = snapshot.related(metric.id).map(({ label, title }) => `${label} ${title}`);
  const watched =
    related.length === 0 ? 'No incident and no hint looks at it.' : `Looked at by ${related.join(', ')}.`;
  const text = (words: string): readonly Line[] => wrap(words, columns, 3).map((line): Line => [part(line)]);
  return [
    [part('Look at ', { token: 'dim' }), ...nameParts(metric)],
    ...text(bareReason(metric)),
    ...text(watched).map((line): Line => line.map(({ text: words }) => part(words, { token: 'dim' }))),
  ]
    .filter((line) => lineColumns(line) > 0)
    .slice(0, rows);
}

function nameParts({ status, title }: MetricState): Line {
  const style = { token: statusToken(status), bold: true } as const;
  return [part(status === null ? '' : `${statusGlyph[status]} `, style), part(title, { bold: true })];
}

// The two lines at the top: which launch, where in it, and how it stands; then what the judgement rests on. And the banners below.

import { clockTime } from '../../../domain/clock.ts';
import { counted } from '../../../domain/plural.ts';
import { statusGlyph } from '../../../domain/status.ts';
import type { Notice, WallSnapshot } from '../../../engine/snapshot.ts';
import type { Board, ObserverGrade } from '../../../rules/board.ts';
import { mutedTail } from '../../../domain/muted.ts';
import { environmentToken, statusToken } from '../../theme.ts';
import { between, clockSpan, coarseAge, timeOf } from '../../text/age.ts';
import { clip, wrap } from '../../text/columns.ts';
import { fitPieces, justify, keepPieces, lineColumns, part, type Line, type Piece } from '../../text/line.ts';

/** An information is shown for so long, a warning for so long; an error stays until a newer notice. */
const noticeShownMs = { info: 60_000, warning: 600_000, error: Number.POSITIVE_INFINITY } as const;

/** `SGE production` in the environment `production` is `SGE`: the word stands beside it already. */
function shortTitle(title: string, environment: string): string {
  const words = title.trim();
  return words.toLowerCase().endsWith(` ${environment.toLowerCase()}`)
    ? words.slice(0, -environment.length - 1).trimEnd()
    : words;
}

/** The environment as an unmistakable block, then the title. */
export function nameLine(title: string, environment: string, columns: number): Line {
  const block = ` ${environment.toUpperCase()} `;
  return [
    part(clip(block, 20), { token: environmentToken(environment), bold: true, inverse: true }),
    part(` ${clip(shortTitle(title, environment), columns)}`, { bold: true }),
  ];
}

/** Required criteria that are not met: why a gate is not a go. */
function missingCriteria({ criteria }: Board['gate']): number {
  return criteria.filter(({ required, status }) => required && status !== 'pass' && status !== 'done').length;
}

/** @param full with how many required criteria are missing. */
export function verdictParts(board: Board, { full = false } = {}): Line {
  const { verdict, gate } = board;
  const block = part(` ${statusGlyph[verdict]} ${verdict.toUpperCase()} `, {
    token: statusToken(verdict),
    bold: true,
    inverse: true,
  });
  const muted = mutedTail(board);
  const leftOut = muted === '' ? [] : [part(`${muted} `, { token: 'red', bold: true })];
  return [block, ...leftOut, part(' '), ...goParts(gate, full)];
}

/** A gate without criteria is not a go. */
function goParts(gate: Board['gate'], full: boolean): Line {
  if (gate.criteria.length === 0) return [part('no gate', { token: 'dim' })];
  if (gate.verdict === 'go') return [part('GO', { token: 'green', bold: true })];
  const missing = missingCriteria(gate);
  return [
    part('NO-GO', { token: 'red', bold: true }),
    ...(full && missing > 0 ? [part(` · ${missing} missing`, { token: 'red' })] : []),
  ];
}

/**
 * The verdict first, where reading begins: it is what the wall is for. What ticks stands at the right end, so that a
 * second that passes rewrites only that.
 */
export function topLine(snapshot: WallSnapshot, mode: string | null, columns: number): Line {
  return topLineWith(snapshot, mode, columns, true) ?? topLineWith(snapshot, mode, columns, false) ?? [];
}

/** What a line may not be without for the sake of the count of missing criteria: verdict, name, clocks. */
const topRankKept = 3;

/** Null when the count of missing criteria would push away what is worth more. */
function topLineWith(
  snapshot: WallSnapshot,
  mode: string | null,
  columns: number,
  full: boolean,
): Line | null {
  const { board, plan } = snapshot;
  const gap = columns >= 100 ? '   ' : '  ';
  const bold = (text: string | null): Line => (text === null ? [] : [part(text, { bold: true })]);
  const left: readonly Piece[] = [
    { rank: 0, line: verdictParts(board, { full }) },
    { rank: 1, line: nameLine(plan.title, plan.environment, Math.max(8, Math.floor(columns * 0.3))) },
    { rank: 4, line: mode === null ? [] : [part(mode, { token: 'accent', bold: true })] },
    { rank: 7, line: board.launch.version === null ? [] : [part(board.launch.version, { token: 'dim' })] },
  ];
  const right: readonly Piece[] = [
    { rank: 6, line: currentPhase(board) },
    { rank: 5, line: nextPhase(board) },
    { rank: 2, line: bold(board.launch.clock) },
    { rank: 3, line: [part(`${timeOf(board.at)}Z`)] },
  ];
  const kept = keepPieces([...left, ...right], columns - 2, gap);
  const worthMore = [...left, ...right].filter(
    ({ rank, line }) => rank <= topRankKept && lineColumns(line) > 0,
  );
  if (full && worthMore.some((piece) => !kept.has(piece))) return null;
  const side = (pieces: readonly Piece[]): Line =>
    fitPieces(
      pieces.filter((piece) => kept.has(piece)),
      columns,
      gap,
    );
  return justify(side(left), [...side(right), part(' ')], columns);
}

function currentPhase(board: Board): Line {
  const current = board.phases.find(({ id }) => id === board.launch.phase);
  return current === undefined ? [] : [part(`phase ${current.title}`, { token: 'dim' })];
}

/** `▸ T+1 Hour in 17m`. */
function nextPhase(board: Board): Line {
  let next: { readonly title: string; readonly startsAt: string } | null = null;
  for (const { title, startsAt } of board.phases)
    if (startsAt !== null && startsAt > board.at && (next === null || startsAt < next.startsAt))
      next = { title, startsAt };
  return next === null
    ? []
    : [part(`▸ ${next.title} in ${phaseSpan(between(board.at, next.startsAt))}`, { token: 'dim' })];
}

/** By the second only when it is near. */
const phaseNearMs = 5 * 60_000;

function phaseSpan(span: number): string {
  return span < phaseNearMs ? clockSpan(span) : coarseAge(span);
}

export function secondLine(board: Board, columns: number): Line {
  const words = columns >= 76;
  const gap = columns >= 100 ? '   ' : '  ';
  const counts: Line = (['red', 'unknown', 'amber', 'green'] as const).flatMap((status) => {
    const count = board.counts[status];
    const style =
      count === 0 ? { token: 'dim' as const } : { token: statusToken(status), bold: status !== 'green' };
    return [part(`${statusGlyph[status]} ${count}${words ? ` ${status}` : ''}`, style), part(gap)];
  });
  const left: Line = [part(' '), ...counts];
  const room = columns - lineColumns(left) - 2;
  const evidence = fitPieces(evidencePieces(board, columns >= 100), room, ' · ');
  return justify(left, lineColumns(evidence) > room ? [] : [...evidence, part(' ')], columns);
}

/** What the judgement rests on: which sources answer, and what the counts at the left leave out. */
function evidencePieces(board: Board, full: boolean): readonly Piece[] {
  const muted = board.metrics.filter(({ mute }) => mute !== null).length;
  const unread = board.metrics.filter(({ ageMs }) => ageMs === null).length;
  const wereRed = board.metrics.filter(({ status, was }) => status === 'unknown' && was === 'red').length;
  const were = `${wereRed} ${full ? 'unknown ' : ''}${wereRed === 1 ? 'was' : 'were'} red`;
  return [
    // "0 red" is no good news where the reds are only not seen any more.
    { rank: 0, line: wereRed === 0 ? [] : [part(were, { token: 'red', bold: true })] },
    // What is muted is in none of the counts at the left.
    { rank: 0, line: muted === 0 ? [] : [part(`${muted} muted`, { token: 'accent', bold: true })] },
    { rank: 2, line: unread === 0 ? [] : [part(`${unread} without any reading`, { token: 'unknown' })] },
    { rank: 0, line: sourceParts(board, full) },
  ];
}

/** `18 sources answer`, `✖ api fails, 17 of 18 answer`. */
function sourceParts({ sources }: Board, full: boolean): Line {
  const failing = sources.filter(({ ok }) => !ok);
  const [first] = failing;
  if (first === undefined)
    return [
      part(`${counted(sources.length, 'source')} ${sources.length === 1 ? 'answers' : 'answer'}`, {
        token: 'dim',
      }),
    ];
  const style = { token: 'unknown', bold: true } as const;
  if (!full) return [part(`${failing.length}/${sources.length} sources fail`, style)];
  const who =
    failing.length === 1
      ? `${clip(first.id, 24)} fails`
      : `${clip(first.id, 24)} and ${failing.length - 1} more fail`;
  return [
    part(`${statusGlyph.red} ${who}`, style),
    part(`, ${sources.length - failing.length} of ${sources.length} answer`),
  ];
}

const observerWords: Readonly<Record<ObserverGrade, string>> = {
  certain: 'OFFLINE: this machine has no way out; nothing is known, nothing new ripens, deadlines run on',
  doubt: "IN DOUBT: either this machine's way out or everything behind it; judged as if it were not",
};

/** Lines that must not be overlooked: offline, paused, and the newest notice. At most `rows`. */
export function bannerLines(snapshot: WallSnapshot, columns: number, rows: number): readonly Line[] {
  const { board, paused } = snapshot;
  const banners: Line[] = [];
  const { grade } = board.observer;
  if (grade !== null) {
    const since = board.observer.since === null ? '' : ` since ${timeOf(board.observer.since)}`;
    banners.push([
      part(clip(` ${statusGlyph.unknown} ${observerWords[grade]}${since} `, columns), {
        token: 'unknown',
        bold: true,
        inverse: true,
      }),
    ]);
  }
  if (paused)
    banners.push([
      part(clip(' ‖ PAUSED: nothing is polled and readings grow stale; Space resumes ', columns), {
        token: 'amber',
        bold: true,
        inverse: true,
      }),
    ]);
  const notice = noticeNow(snapshot);
  if (notice !== null)
    banners.push(...noticeLines(notice, columns, Math.min(noticeRowsMax, rows - banners.length)));
  return banners.slice(0, rows);
}

const noticeRowsMax = 3;

/** What is wrong stands at the end of a long notice: it is not cut while there is a line for it. */
export function noticeLines({ at, level, text }: Notice, columns: number, rows: number): readonly Line[] {
  const token = level === 'error' ? 'red' : level === 'warning' ? 'amber' : 'accent';
  const lead: Line = [
    part(` ${level === 'info' ? 'note' : level} `, { token, bold: true }),
    part(`${clockTime(at)} `, { token: 'dim' }),
  ];
  const indent = lineColumns(lead);
  return wrap(text, columns - indent - 1, rows).map((words, index) => [
    ...(index === 0 ? lead : [part(' '.repeat(indent))]),
    part(words, { bold: level !== 'info' }),
  ]);
}

/** The newest notice while it is to be shown. */
export function noticeNow({ board, notices }: WallSnapshot): Notice | null {
  const [notice] = notices;
  return notice !== undefined && Date.parse(board.at) - notice.at < noticeShownMs[notice.level]
    ? notice
    : null;
}

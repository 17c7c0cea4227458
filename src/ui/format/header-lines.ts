// The two lines at the top: which launch, where in it, and how it stands; then what the judgement rests on. And the banners below.

import { clockTime } from '../../domain/clock.ts';
import { statusGlyph } from '../../domain/status.ts';
import type { Notice, WallSnapshot } from '../../engine/snapshot.ts';
import type { Board } from '../../rules/board.ts';
import { environmentToken, statusToken } from '../theme.ts';
import { between, clockSpan, fineAge, timeOf } from './age.ts';
import { clip } from './columns.ts';
import { fitPieces, justify, lineColumns, part, type Line, type Piece } from './line.ts';

/** An information is shown for so long, a warning for so long; an error stays until a newer notice. */
const noticeShownMs = { info: 60_000, warning: 600_000, error: Number.POSITIVE_INFINITY } as const;

/** `SGE production` in the environment `production` is `SGE`: the word stands beside it already. */
export function shortTitle(title: string, environment: string): string {
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

export function verdictParts(board: Board): Line {
  const { verdict, gate } = board;
  const block = part(` ${statusGlyph[verdict]} ${verdict.toUpperCase()} `, {
    token: statusToken(verdict),
    bold: true,
    inverse: true,
  });
  return [block, part(' '), ...goParts(gate)];
}

/** A gate without criteria is not a go. */
function goParts(gate: Board['gate']): Line {
  if (gate.criteria.length === 0) return [part('no gate', { token: 'dim' })];
  return gate.verdict === 'go'
    ? [part('GO', { token: 'green', bold: true })]
    : [part('NO-GO', { token: 'red', bold: true })];
}

/** The verdict first, where reading begins: it is what the wall is for. */
export function topLine(snapshot: WallSnapshot, mode: string | null, columns: number): Line {
  const { board, plan } = snapshot;
  const time: Line = columns >= 60 ? [part(`${timeOf(board.at)}Z `)] : [];
  const room = columns - lineColumns(time) - 2;
  const phase = phaseParts(board, true);
  const pieces: Piece[] = [
    { rank: 0, line: verdictParts(board) },
    { rank: 1, line: nameLine(plan.title, plan.environment, Math.max(8, Math.floor(columns * 0.3))) },
    { rank: 3, line: mode === null ? [] : [part(mode, { token: 'accent', bold: true })] },
    { rank: 2, line: board.launch.clock === null ? [] : [part(board.launch.clock, { bold: true })] },
    { rank: 4, line: phase },
    { rank: 5, line: board.launch.version === null ? [] : [part(board.launch.version, { token: 'dim' })] },
  ];
  const gap = columns >= 100 ? '   ' : '  ';
  const fits = (candidate: readonly Piece[]): boolean =>
    candidate.reduce(
      (sum, { line }) => sum + (line.length > 0 ? lineColumns(line) + gap.length : 0),
      -gap.length,
    ) <= room;
  const short = pieces.map((piece) =>
    piece.line === phase ? { ...piece, line: phaseParts(board, false) } : piece,
  );
  const withoutVersion = pieces.filter(({ rank }) => rank < 5);
  const chosen = fits(pieces) ? pieces : fits(withoutVersion) ? withoutVersion : short;
  return justify(fitPieces(chosen, room, gap), time, columns);
}

/** `T-0 ▸ T+1 Hour in 17:43`. */
function phaseParts(board: Board, full: boolean): Line {
  const current = board.phases.find(({ id }) => id === board.launch.phase);
  const next = board.phases
    .filter(({ startsAt }) => startsAt !== null && startsAt > board.at)
    .reduce<Board['phases'][number] | null>(
      (soonest, phase) =>
        soonest === null || (phase.startsAt ?? '') < (soonest.startsAt ?? '') ? phase : soonest,
      null,
    );
  const left = next?.startsAt ? clockSpan(between(board.at, next.startsAt)) : '';
  return [
    ...(current === undefined || (!full && next !== null)
      ? []
      : [part('phase ', { token: 'dim' }), part(current.title)]),
    ...(next === null
      ? []
      : [part(`${current === undefined || !full ? '' : ' '}▸ ${next.title} in ${left}`, { token: 'dim' })]),
  ];
}

export function secondLine(board: Board, columns: number): Line {
  const words = columns >= 60;
  const gap = columns >= 100 ? '   ' : '  ';
  const counts: Line = (['red', 'unknown', 'amber', 'green'] as const).flatMap((status) => {
    const count = board.counts[status];
    const style =
      count === 0 ? { token: 'dim' as const } : { token: statusToken(status), bold: status !== 'green' };
    return [part(`${statusGlyph[status]} ${count}${words ? ` ${status}` : ''}`, style), part(gap)];
  });
  const left: Line = [part(' '), ...counts];
  const room = columns - lineColumns(left) - 2;
  return justify(
    left,
    [...fitPieces(evidencePieces(board, columns >= 100), room, ' · '), part(' ')],
    columns,
  );
}

/** What the judgement rests on: how old the oldest reading is, and how the sources are. */
function evidencePieces(board: Board, full: boolean): readonly Piece[] {
  const ages = board.metrics.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]));
  const failing = board.sources.filter(({ ok }) => !ok).length;
  const sources = board.sources.length;
  const unread = board.metrics.length - ages.length;
  return [
    {
      rank: 1,
      line: [
        part(
          ages.length === 0
            ? 'no reading yet'
            : `oldest ${full ? 'reading ' : ''}${fineAge(Math.max(...ages))}`,
        ),
      ],
    },
    {
      rank: 2,
      line: unread > 0 && ages.length > 0 ? [part(`${unread} without any`, { token: 'unknown' })] : [],
    },
    {
      rank: 0,
      line:
        failing > 0
          ? [
              part(`${failing} of ${sources} sources ${failing === 1 ? 'fails' : 'fail'}`, {
                token: 'unknown',
                bold: true,
              }),
            ]
          : [part(`${sources} ${sources === 1 ? 'source' : 'sources'}`, { token: 'dim' })],
    },
  ];
}

/** Lines that must not be overlooked: offline, paused, and the newest notice. At most `rows`. */
export function bannerLines(snapshot: WallSnapshot, columns: number, rows: number): readonly Line[] {
  const { board, paused, notices } = snapshot;
  const banners: Line[] = [];
  if (board.observer.offline) {
    const since = board.observer.since === null ? '' : ` since ${timeOf(board.observer.since)}`;
    banners.push([
      part(
        clip(
          ` ${statusGlyph.unknown} OFFLINE: this machine has no network${since}; nothing is known, every clock stands still `,
          columns,
        ),
        { token: 'unknown', bold: true, inverse: true },
      ),
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
  const notice = notices[0];
  if (notice !== undefined && Date.parse(board.at) - notice.at < noticeShownMs[notice.level])
    banners.push(noticeLine(notice));
  return banners.slice(0, rows);
}

function noticeLine({ at, level, text }: Notice): Line {
  const token = level === 'error' ? 'red' : level === 'warning' ? 'amber' : 'accent';
  return [
    part(` ${level === 'info' ? 'note' : level} `, { token, bold: true }),
    part(`${clockTime(at)} `, { token: 'dim' }),
    part(text, level === 'info' ? {} : { bold: true }),
  ];
}

// The sources' health as lines: one row of figures each, then where it looks, what it says of itself, and why it fails.

import { counted } from '../../../domain/plural.ts';
import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { SourceState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { between, clockSpan, fineAge } from '../../text/age.ts';
import { columnsOf, fit, fitRight, wrap } from '../../text/columns.ts';
import { part, type Line, type Part } from '../../text/line.ts';

const faint: Style = { dim: true };
/** What a name may take in a narrow terminal. */
const idColumnsMax = 24;
const gapRowsMax = 3;
/** Before the name: a glyph and a word. */
const leadColumns = 7;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly value: (source: SourceState, at: string) => string;
}

/** The first ones are shown where there is not room for all. */
const columnsWanted: readonly Column[] = [
  { title: 'latency', width: 8, value: ({ latencyMs }) => latencyText(latencyMs) },
  { title: 'last ok', width: 12, value: ({ lastOkAt }, at) => lastOkText(lastOkAt, at) },
  { title: 'next in', width: 8, value: ({ nextAt }, at) => (nextAt === null ? '–' : nextText(nextAt, at)) },
  { title: 'polls', width: 7, value: ({ polls }) => String(polls) },
  { title: 'gaps', width: 6, value: ({ gaps }) => String(gaps) },
  { title: 'skipped', width: 8, value: ({ skipped }) => String(skipped) },
];

/**
 * `old`: it answered when it was asked last, too long ago to judge by; `new`: it was not asked yet; `fix`: it answers, and says what of
 * its set-up somebody should mend.
 */
type Standing = 'ok' | 'gap' | 'old' | 'new' | 'fix';

/** How long an answer counts of which no metric is read. */
const countsMs = 60_000;

/** An answer counts here as long as the readings out of it do. */
function standingOf(source: SourceState, { board, plan }: WallSnapshot): Standing {
  if (source.polls === 0) return 'new';
  if (!source.ok || source.lastOkAt === null) return 'gap';
  const counts = plan.metrics
    .filter((metric) => metric.source === source.id)
    .map(({ staleAfter }) => staleAfter);
  if (between(source.lastOkAt, board.at) > (counts.length === 0 ? countsMs : Math.max(...counts)))
    return 'old';
  return source.warning === null ? 'ok' : 'fix';
}

function latencyText(latencyMs: number | null): string {
  if (latencyMs === null) return '–';
  return latencyMs < 10 ? `${Math.round(latencyMs * 10) / 10}ms` : `${Math.round(latencyMs)}ms`;
}

function lastOkText(lastOkAt: string | null, at: string): string {
  return lastOkAt === null ? 'never' : `${fineAge(between(lastOkAt, at))} ago`;
}

function nextText(nextAt: string, at: string): string {
  const span = between(at, nextAt);
  return span === 0 ? 'now' : clockSpan(span);
}

/** A source that fails stands before one that answers, one to mend before the others; else they keep the profile's order. */
export function sourceLines(snapshot: WallSnapshot, columns: number): readonly Line[] {
  const { board, plan } = snapshot;
  const { sources, at } = board;
  if (sources.length === 0)
    return [
      [],
      [part(' The profile has no sources: nothing is read, nothing is known.', { token: 'unknown' })],
    ];
  const standings = sources.map((source) => ({ source, standing: standingOf(source, snapshot) }));
  const idColumns = Math.min(idColumnsMax, Math.max(6, ...sources.map(({ id }) => columnsOf(id)))) + 1;
  const kindColumns = Math.min(12, Math.max(4, ...sources.map(({ kind }) => columnsOf(kind)))) + 1;
  const shown = fitting(columns - leadColumns - idColumns - kindColumns);
  const head = `${' '.repeat(leadColumns)}${fit('source', idColumns)}${fit('kind', kindColumns)}`;
  return [
    [],
    summary(standings.map(({ standing }) => standing)),
    [
      part(head + shown.map(({ title, width }) => fitRight(title, width)).join(''), {
        ...faint,
        underline: true,
      }),
    ],
    ...(['gap', 'old', 'new', 'fix', 'ok'] as const).flatMap((rank) =>
      standings
        .filter(({ standing }) => standing === rank)
        .flatMap(({ source, standing }) => [
          figures(source, standing, at, idColumns, kindColumns, shown),
          ...details(source, plan.sources.find(({ id }) => id === source.id)?.place ?? null, at, columns),
        ]),
    ),
  ];
}

/** Whole columns only. */
function fitting(room: number): readonly Column[] {
  let left = room;
  return columnsWanted.filter(({ width }) => (left -= width) >= 0);
}

/** Green only when each of them has answered lately. */
function summary(standings: readonly Standing[]): Line {
  const all = standings.length;
  const count = (standing: Standing): number => standings.filter((one) => one === standing).length;
  const lead: Part = part(' ');
  const toMend = count('fix');
  if (count('ok') + toMend === all) {
    const token = toMend === 0 ? 'green' : 'amber';
    const answer = all === 1 ? 'the one source answers' : `all ${all} sources answer`;
    const words =
      toMend === 0 ? '' : all === 1 ? ', and is to be mended' : `, ${toMend} of them to be mended`;
    return [lead, part(`${statusGlyph[token]} ${answer}${words}`, { token, bold: true })];
  }
  const told = [
    ['gap', 'does not answer', 'do not answer'],
    ['old', 'was not heard of for too long', 'were not heard of for too long'],
    ['new', 'was not asked yet', 'were not asked yet'],
    ['fix', 'is to be mended', 'are to be mended'],
  ] as const;
  const words = told
    .filter(([standing]) => count(standing) > 0)
    .map(([standing, one, many], index) => {
      const of = index === 0 ? ` of ${counted(all, 'source')}` : '';
      return `${count(standing)}${of} ${count(standing) === 1 ? one : many}`;
    });
  return [lead, part(`${statusGlyph.unknown} ${words.join(', ')}`, { token: 'unknown', bold: true })];
}

function figures(
  source: SourceState,
  standing: Standing,
  at: string,
  idColumns: number,
  kindColumns: number,
  shown: readonly Column[],
): Line {
  const token = standing === 'ok' ? 'green' : standing === 'fix' ? 'amber' : 'unknown';
  return [
    part(` ${statusGlyph[token]} ${standing.padEnd(leadColumns - 4)}`, { token, bold: true }),
    part(' '),
    part(fit(source.id, idColumns), { bold: true }),
    part(fit(source.kind, kindColumns), faint),
    ...shown.map(({ width, value, title }) => {
      const text = fitRight(value(source, at), width);
      return part(text, Number(text) > 0 && title !== 'polls' ? { token: 'amber' } : {});
    }),
  ];
}

function details(source: SourceState, place: string | null, at: string, columns: number): readonly Line[] {
  const said = [place, source.note].filter((text) => text !== null && text !== '').join(' · ');
  const age = source.lookedAt === null ? '' : `, ${fineAge(between(source.lookedAt, at))} ago`;
  const gap = source.gap === null ? '' : `${source.gap.reason}: ${source.gap.message}${age}`;
  return [
    ...wrap(gap, columns - 8, gapRowsMax).map((row) => [part('       '), part(row, { token: 'unknown' })]),
    ...wrap(source.warning ?? '', columns - 8, gapRowsMax).map((row) => [
      part('       '),
      part(row, { token: 'amber' }),
    ]),
    ...wrap(said, columns - 8, gapRowsMax).map((row) => [part('       '), part(row, faint)]),
  ];
}

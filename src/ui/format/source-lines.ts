// The sources' health as lines: one row of figures each, then where it looks, what it says of itself, and why it fails.

import { statusGlyph } from '../../domain/status.ts';
import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { SourceState } from '../../rules/board.ts';
import type { Style } from '../theme.ts';
import { between, clockSpan, fineAge } from './age.ts';
import { columnsOf, fit, fitRight, wrap } from './columns.ts';
import { part, type Line, type Part } from './line.ts';

const faint: Style = { dim: true };
/** What a name may take in a narrow terminal. */
const idColumnsMax = 24;
const gapRowsMax = 3;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly value: (source: SourceState, at: string) => string;
  /** From how many columns of the screen on it is shown. */
  readonly from: number;
}

const columnsShown: readonly Column[] = [
  { title: 'latency', width: 9, from: 44, value: ({ latencyMs }) => latencyText(latencyMs) },
  { title: 'last ok', width: 10, from: 34, value: ({ lastOkAt }, at) => lastOkText(lastOkAt, at) },
  {
    title: 'next in',
    width: 9,
    from: 54,
    value: ({ nextAt }, at) => (nextAt === null ? '–' : nextText(nextAt, at)),
  },
  { title: 'polls', width: 8, from: 64, value: ({ polls }) => String(polls) },
  { title: 'gaps', width: 7, from: 70, value: ({ gaps }) => String(gaps) },
  { title: 'skipped', width: 9, from: 78, value: ({ skipped }) => String(skipped) },
];

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

/** A source that fails stands before one that answers; else they keep the profile's order. */
export function sourceLines({ board, plan }: WallSnapshot, columns: number): readonly Line[] {
  const { sources, at } = board;
  if (sources.length === 0)
    return [
      [],
      [part(' The profile has no sources: nothing is read, nothing is known.', { token: 'unknown' })],
    ];
  const failing = sources.filter(({ ok }) => !ok);
  const idColumns = Math.min(idColumnsMax, Math.max(6, ...sources.map(({ id }) => columnsOf(id)))) + 1;
  const kindColumns = Math.min(12, Math.max(4, ...sources.map(({ kind }) => columnsOf(kind)))) + 1;
  const shown = columnsShown.filter(({ from }) => columns >= from);
  const head = `       ${fit('source', idColumns)}${fit('kind', kindColumns)}`;
  return [
    [],
    [summary(sources.length, failing.length)],
    [
      part(head + shown.map(({ title, width }) => fitRight(title, width)).join(''), {
        ...faint,
        underline: true,
      }),
    ],
    ...[...failing, ...sources.filter(({ ok }) => ok)].flatMap((source) => [
      figures(source, at, idColumns, kindColumns, shown),
      ...details(source, plan.sources.find(({ id }) => id === source.id)?.place ?? null, columns),
    ]),
  ];
}

function summary(count: number, failing: number): Part {
  return failing === 0
    ? part(
        ` ${statusGlyph.green} ${count === 1 ? 'the one source answers' : `all ${count} sources answer`}`,
        { token: 'green', bold: true },
      )
    : part(
        ` ${statusGlyph.unknown} ${failing} of ${count} sources ${failing === 1 ? 'does' : 'do'} not answer`,
        {
          token: 'unknown',
          bold: true,
        },
      );
}

function figures(
  source: SourceState,
  at: string,
  idColumns: number,
  kindColumns: number,
  shown: readonly Column[],
): Line {
  const state: Style = { token: source.ok ? 'green' : 'unknown', bold: true };
  return [
    part(source.ok ? ` ${statusGlyph.green} ok ` : ` ${statusGlyph.unknown} gap`, state),
    part(' '),
    part(fit(source.id, idColumns), { bold: true }),
    part(fit(source.kind, kindColumns), faint),
    ...shown.map(({ width, value, title }) => {
      const text = fitRight(value(source, at), width);
      return part(text, Number(text) > 0 && title !== 'polls' ? { token: 'amber' } : {});
    }),
  ];
}

function details(source: SourceState, place: string | null, columns: number): readonly Line[] {
  const said = [place, source.note].filter((text) => text !== null && text !== '').join(' · ');
  const gap = source.gap === null ? '' : `${source.gap.reason}: ${source.gap.message}`;
  return [
    ...wrap(gap, columns - 8, gapRowsMax).map((row) => [part('       '), part(row, { token: 'unknown' })]),
    ...wrap(said, columns - 8, gapRowsMax).map((row) => [part('       '), part(row, faint)]),
  ];
}

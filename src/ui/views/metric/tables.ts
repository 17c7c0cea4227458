// The lower part of a metric's own screen: its newest samples, its transitions, and the rules that look at it.

import { clockTime } from '../../../domain/clock.ts';
import { statuses, statusGlyph, type Status } from '../../../domain/status.ts';
import type { Point, WallSnapshot } from '../../../engine/snapshot.ts';
import { statusToken, type Style } from '../../theme.ts';
import { timeOf } from '../../text/age.ts';
import { columnsOf, fit, fitRight } from '../../text/columns.ts';
import { justify, lineColumns, part, type Line } from '../../text/line.ts';

const faint: Style = { dim: true };
/** Most samples in the table; the chart above shows the rest. */
const samplesShownMax = 50;
/** From here on, samples stand at the left and the rest at their right. */
const besideFromColumns = 110;
const samplesColumns = 46;
/** Where all stands below each other, so many samples come before the rest. */
const samplesStacked = 8;

export function metricTables(snapshot: WallSnapshot, metric: string, columns: number): readonly Line[] {
  const points = snapshot.points(metric, samplesShownMax).toReversed();
  const rest = [...transitionLines(snapshot, metric), [], ...relatedLines(snapshot, metric)];
  if (columns < besideFromColumns) {
    const samples = points.slice(0, samplesStacked);
    return [
      ...sampleLines(samples, columns),
      [],
      ...rest,
      [],
      ...olderLines(points.slice(samplesStacked), columns),
    ];
  }
  return beside(sampleLines(points, samplesColumns), rest, samplesColumns);
}

function heading(text: string, note = ''): Line {
  return [part(' '), part(text, { bold: true, underline: true }), part(note, faint)];
}

function sampleLines(points: readonly Point[], columns: number): readonly Line[] {
  if (points.length === 0) return [heading('Newest samples'), [part(' none yet', { token: 'unknown' })]];
  return [heading('Newest samples', '  UTC'), ...pointLines(points, columns)];
}

function olderLines(points: readonly Point[], columns: number): readonly Line[] {
  return points.length === 0 ? [] : [heading('Older samples'), ...pointLines(points, columns)];
}

/** Values at the right of one column, so that their digits stand below each other; a gap says why, once for a whole run of it. */
function pointLines(points: readonly Point[], columns: number): readonly Line[] {
  const widest = Math.max(0, ...points.map(({ value, text }) => (value === null ? 0 : columnsOf(text))));
  const valueColumns = Math.min(widest, Math.max(8, columns - 14));
  return runsOf(points).map(({ newest, oldest, count }) => [
    part(` ${clockTime(newest.at)}  `, faint),
    newest.value === null
      ? part(`${statusGlyph.unknown} ${gapName(oldest, count)}: ${newest.text}`, { token: 'unknown' })
      : part(fitRight(newest.text, valueColumns)),
  ]);
}

function gapName(oldest: Point, count: number): string {
  return count === 1 ? 'gap' : `${count} gaps since ${clockTime(oldest.at)}`;
}

interface GapRun {
  readonly newest: Point;
  oldest: Point;
  count: number;
}

/** Newest first. Gaps of one reason that follow each other are one run; a value is always its own. */
function runsOf(points: readonly Point[]): readonly GapRun[] {
  const runs: GapRun[] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last && point.value === null && last.oldest.value === null && last.oldest.text === point.text) {
      last.oldest = point;
      last.count++;
    } else runs.push({ newest: point, oldest: point, count: 1 });
  }
  return runs;
}

function transitionLines({ transitions, transitionsDropped }: WallSnapshot, metric: string): readonly Line[] {
  const own = transitions.filter((entry) => entry.kind === 'metric' && entry.metric === metric);
  const dropped =
    transitionsDropped > 0 ? `  ${transitionsDropped} older ones of all metrics are not kept here` : '';
  if (own.length === 0) return [heading('Transitions'), [part(` none${dropped}`, faint)]];
  return [
    heading('Transitions', dropped),
    ...own.map(({ at, from, to, reason }) => [
      part(` ${timeOf(at)}  `, faint),
      ...statePart(from, { dim: true }),
      part(' → ', faint),
      ...statePart(to, { bold: true }),
      part(`  ${reason}`),
    ]),
  ];
}

function statePart(state: string, style: Style): Line {
  const status = statuses.find((known) => known === state) ?? null;
  return [
    part(status === null ? state : `${statusGlyph[status]} ${state}`, {
      ...style,
      ...tokenOf(status, style),
    }),
  ];
}

function tokenOf(status: Status | null, { dim }: Style): Style {
  return status === null || dim === true ? {} : { token: statusToken(status) };
}

function relatedLines(snapshot: WallSnapshot, metric: string): readonly Line[] {
  const related = snapshot.related(metric);
  if (related.length === 0)
    return [heading('Hints and incidents on it'), [part(' none looks at this metric', faint)]];
  return [
    heading('Hints and incidents on it'),
    ...related.map(({ id, label, title, when }) => {
      const state =
        [...snapshot.board.incidents, ...snapshot.board.hints].find((entry) => entry.id === id)?.state ??
        'quiet';
      const style: Style =
        state === 'quiet' ? faint : state === 'pending' ? { token: 'amber' } : { token: 'red', bold: true };
      return [part(` ${fit(state, 8)}${label}  ${title}  `, style), part(when, faint)];
    }),
  ];
}

function beside(left: readonly Line[], right: readonly Line[], leftColumns: number): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const kept = justify(left[index] ?? [], [], leftColumns - 1);
    return [...kept, part(' '.repeat(leftColumns - lineColumns(kept))), ...(right[index] ?? [])];
  });
}

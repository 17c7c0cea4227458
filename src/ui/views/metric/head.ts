// The upper part of a metric's own screen: its status, the sentence, what it is held against, and where it comes from.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState, SourceState, Board } from '../../../rules/board.ts';
import type { MetricPlan } from '../../../rules/plan.ts';
import { exactDuration } from '../../../domain/duration.ts';
import { statusToken, type Style } from '../../theme.ts';
import { type Size, justify, part, type Line } from '../../text/line.ts';
import { between, fineAge, timeOf, clockSpan } from '../../text/age.ts';
import { wrap } from '../../text/columns.ts';
import { doNow } from '../do-now/do-now.ts';
import { momentText } from '../words/mark.ts';
import { valueParts } from '../words/metric.ts';

const faint: Style = { dim: true };
/** The sentence is never cut on a screen that has room for this many rows of it. */
const sentenceRowsMax = 4;
/** On a lower screen the chart needs the rows more than the source's details do. */
const detailsFromRows = 28;

export function metricHead(
  snapshot: WallSnapshot,
  metric: MetricState,
  { columns, rows }: Size,
): readonly Line[] {
  const { board, plan } = snapshot;
  const metricPlan = plan.metrics.find(({ id }) => id === metric.id) ?? null;
  const style: Style = { token: statusToken(metric.status), bold: true };
  return [
    titleLine(metric, board.at, columns),
    ...wrap(metric.reason, columns - 2, sentenceRowsMax).map((row) => [part(` ${row}`, style)]),
    [],
    limitsLine(metric, metricPlan),
    [part(' state   ', faint), ...alertStage(metric, board)],
    ...sourceLines(snapshot, metric, columns, rows < detailsFromRows ? 1 : 2),
    ...extraLines(metric, metricPlan, board.at),
    ...doLines(snapshot, metric.id, columns),
  ];
}

function titleLine(metric: MetricState, at: string, columns: number): Line {
  const { status, detail } = metric;
  const word = status === null ? '' : `${statusGlyph[status]} ${status.toUpperCase()}`;
  const was = metric.was === 'red' && status === 'unknown' ? ' (was red)' : '';
  const left: Line = [
    part(word === '' ? '' : ` ${word} `, { token: statusToken(status), bold: true, inverse: true }),
    part(`${detail === null ? '' : ` ${detail}`}${was}`, { token: statusToken(status) }),
    part(` ${metric.title}`, { token: 'title', bold: true }),
    part('  '),
    ...valueParts(metric, at),
  ];
  return justify(
    left,
    [part(`since ${timeOf(metric.since)} (${fineAge(between(metric.since, at))}) `)],
    columns,
  );
}

function limitsLine(metric: MetricState, plan: MetricPlan | null): Line {
  const hold =
    plan !== null && plan.hold > 0 && metric.alert !== null ? `, hold ${exactDuration(plan.hold)}` : '';
  return [
    part(' target  ', faint),
    part(metric.target ?? 'none', metric.target === null ? faint : {}),
    part('   alert  ', faint),
    part((metric.alert ?? 'none') + hold, metric.alert === null ? faint : {}),
    ...(metric.turnsRedAt === null
      ? []
      : [part('   turns red  ', faint), part(timeOf(metric.turnsRedAt), { token: 'red', bold: true })]),
    ...(plan?.use ? [part(`   value is ${plan.use.name} over its readings`, faint)] : []),
  ];
}

function sourceLines(
  { board, plan }: WallSnapshot,
  metric: MetricState,
  columns: number,
  rowsMax: number,
): readonly Line[] {
  const source = board.sources.find(({ id }) => id === metric.source) ?? null;
  const place = plan.sources.find(({ id }) => id === metric.source)?.place ?? '';
  const text = [
    source && source.kind !== metric.source ? `${metric.source} (${source.kind})` : metric.source,
    metric.ageMs === null ? 'no reading yet' : `reading ${fineAge(metric.ageMs)} old`,
    ...(source ? sourceFacts(source) : []),
    place,
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
  const gap = metric.gap ?? source?.gap ?? null;
  const lookedAt = source?.lookedAt ?? null;
  const age = lookedAt === null ? '' : `, ${fineAge(between(lookedAt, board.at))} ago`;
  return [
    ...wrap(text, columns - 10, rowsMax).map((row, index) => [
      part(index === 0 ? ' source  ' : '         ', faint),
      part(row),
    ]),
    ...(gap === null
      ? []
      : wrap(`${gap.reason}: ${gap.message}${age}`, columns - 10, 2).map((row, index) => [
          part(index === 0 ? ` ${statusGlyph.unknown} gap   ` : '         ', { token: 'unknown' }),
          part(row, { token: 'unknown', bold: true }),
        ])),
  ];
}

function sourceFacts(source: SourceState): readonly string[] {
  return [
    ...(source.latencyMs === null ? [] : [`${Math.round(source.latencyMs * 10) / 10}ms`]),
    `${source.polls} polls, ${source.gaps} gaps, ${source.skipped} skipped`,
    ...(source.note === null ? [] : [source.note]),
    ...(source.warning === null ? [] : [source.warning]),
  ];
}

function extraLines(metric: MetricState, plan: MetricPlan | null, at: string): readonly Line[] {
  const { ack, mute } = metric;
  return [
    ...(ack === null
      ? []
      : [[part(' ack     ', faint), part(saidText(ack, at), { token: 'accent', bold: true })]]),
    ...(mute === null
      ? []
      : [[part(' muted   ', faint), part(saidText(mute, at), { token: 'accent', bold: true })]]),
    ...(plan === null || plan.missing === 'unknown'
      ? []
      : [
          [
            part(' missing ', faint),
            part(`counts as ${plan.missing}${plan.because === null ? '' : `: ${plan.because}`}`),
          ],
        ]),
  ];
}

/** `ana at 14:12:03, until 15:30:00: on it`. */
function saidText({ by, at: said, until, note }: NonNullable<MetricState['ack']>, at: string): string {
  const end = until === null ? ', until it recovers or gets worse' : `, until ${momentText(until, at)}`;
  return `${by} at ${momentText(said, at)}${end}${note === '' ? '' : `: ${note}`}`;
}

/** What is open or pending because of this metric; its steps are on the do-now screen. */
function doLines(snapshot: WallSnapshot, id: string, columns: number): readonly Line[] {
  const related = new Set(snapshot.related(id).map((rule) => rule.id));
  return doNow(snapshot.board)
    .filter((entry) => related.has(entry.id))
    .map((entry) => {
      const style: Style = entry.pending ? { token: 'amber' } : { token: 'red', bold: true };
      const right =
        entry.countdown === null ? [] : [part(`${entry.countdown} `, { ...style, inverse: entry.overdue })];
      return justify([part(' do now  ', faint), part(entry.headline, style)], right, columns);
    });
}

interface AlertStage {
  readonly name: string;
  readonly glyph: string;
  readonly token: 'green' | 'amber' | 'red' | 'unknown';
}

const green: AlertStage = { name: 'green', glyph: statusGlyph.green, token: 'green' };
const amber: AlertStage = { name: 'amber', glyph: statusGlyph.amber, token: 'amber' };
const pending: AlertStage = { name: 'pending', glyph: statusGlyph.amber, token: 'amber' };
const red: AlertStage = { name: 'red', glyph: statusGlyph.red, token: 'red' };
const recovering: AlertStage = { name: 'recovering', glyph: statusGlyph.red, token: 'red' };
const unknown: AlertStage = { name: 'unknown', glyph: statusGlyph.unknown, token: 'unknown' };

/**
 * Where a metric's alert stands, in one line, the current stage in brackets: `green → [▲ pending, red in 2:48] → red → recovering`. The machine (docs/judgement.md §8):
 *
 *   green or amber ──alert holds──▶ pending ──for its whole `for`──▶ red ──alert is over──▶ recovering ──hold──▶ green or amber
 *
 * Unknown stands beside it: nothing is fresh, so nothing moves, and what was red stays so.
 */
export function alertStage(metric: MetricState, board: Board): Line {
  if (metric.status === null) return [part('no target and no alert: a plain reading', { dim: true })];
  const current = stageOf(metric);
  if (current === unknown) {
    const kept = metric.was === 'red' ? '; it was red, and only fresh readings end that' : '';
    return [...mark(unknown, ''), part(`  nothing moves without fresh readings${kept}`, { dim: true })];
  }
  if (metric.alert === null)
    return [...chain([green, amber], current, ''), part('  no alert: it never turns red', { dim: true })];
  return chain(
    [current === amber ? amber : green, pending, red, recovering],
    current,
    currentNote(metric, board),
  );
}

function stageOf({ status, detail, turnsRedAt }: MetricState): AlertStage {
  if (status === 'unknown') return unknown;
  if (status === 'red') return detail === 'recovering' ? recovering : red;
  if (status === 'amber') return detail === 'pending' || turnsRedAt !== null ? pending : amber;
  return green;
}

function currentNote({ turnsRedAt }: MetricState, board: Board): string {
  return turnsRedAt === null ? '' : `, red in ${clockSpan(between(board.at, turnsRedAt))}`;
}

function chain(stages: readonly AlertStage[], current: AlertStage, note: string): Line {
  return stages.flatMap((stage, index) => [
    ...(index === 0 ? [] : [part(' → ', { dim: true })]),
    ...(stage === current ? mark(stage, note) : [part(stage.name, { dim: true })]),
  ]);
}

function mark({ name, glyph, token }: AlertStage, note: string): Line {
  const style: Style = { token, bold: true };
  return [part(`[${glyph} ${name}${note}]`, style)];
}

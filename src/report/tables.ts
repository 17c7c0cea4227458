// The report's tables: metrics worst first, the gate, the phases, the sources.

import { displayValue } from '../domain/display.ts';
import { worstFirst } from '../domain/worst-first.ts';
import type { Board, HintState, IncidentState, ItemState, MetricState, SourceState } from '../rules/board.ts';
import type { Block } from './block.ts';
import { gapInWords, gateInWords, itemInWords, shownTime, statusInWords } from './words.ts';

const nothing = '–';

/** What is going on before what is about to; P0 before P3; equals keep the profile's order. */
export function urgentFirst<Entry extends HintState | IncidentState>(
  entries: readonly Entry[],
): readonly Entry[] {
  const rank = (entry: Entry): string =>
    `${entry.state === 'pending' ? 1 : 0}${'class' in entry ? entry.class : ''}`;
  return [...entries].sort((left, right) =>
    rank(left) < rank(right) ? -1 : rank(left) > rank(right) ? 1 : 0,
  );
}

export function metricBlocks(board: Board): readonly Block[] {
  const rows = worstFirst(board.metrics).map((metric) => [
    statusInWords(metric),
    metric.title,
    valueOf(metric),
    metric.target ?? nothing,
    metric.alert ?? nothing,
    shownTime(metric.since, board, { withAge: true }),
    reasonOf(metric, board),
  ]);
  return section('Metrics', ['Status', 'Metric', 'Value', 'Target', 'Alert', 'Since', 'Reason'], rows);
}

/** The newest value; one that is not fresh says so. */
export function valueOf({ display, status, ageMs }: MetricState): string {
  if (display === null) return 'none';
  return status === 'unknown' && ageMs !== null ? `last ${display}` : display;
}

function reasonOf(metric: MetricState, board: Board): string {
  const parts = [metric.reason];
  if (metric.gap !== null && !metric.reason.includes(metric.gap.message))
    parts.push(`newest look: ${metric.gap.message}`);
  // The reason of what is pending says it.
  if (metric.turnsRedAt !== null && metric.detail !== 'pending')
    parts.push(`turns red at ${shownTime(metric.turnsRedAt, board)}`);
  if (metric.ack !== null && metric.ack.note !== '') parts.push(`note: ${metric.ack.note}`);
  return parts.filter((part) => part !== '').join('; ');
}

export function gateBlocks(board: Board): readonly Block[] {
  const rows = board.gate.criteria.map((criterion) => [
    itemInWords(criterion.status),
    criterion.required ? 'required' : 'recommended',
    criterion.text,
    criterion.evidence ?? nothing,
    refsOf(criterion.refs),
  ]);
  const head = ['Status', 'Weight', 'Criterion', 'Evidence', 'Refs'];
  return section(`Gate: ${gateInWords(board)}`, head, rows);
}

export function phaseBlocks(board: Board): readonly Block[] {
  const head = ['Status', 'Item', 'Evidence', 'By', 'Refs'];
  return board.phases.flatMap(({ title, startsAt, items, id }) => {
    const starts = startsAt === null ? '' : `, from ${shownTime(startsAt, board)}`;
    const now = id === board.launch.phase ? ' (now)' : '';
    const rows = items.map((item) => [
      itemInWords(item.status),
      item.text,
      item.evidence ?? nothing,
      signature(item, board),
      refsOf(item.refs),
    ]);
    return section(`Phase: ${title}${starts}${now}`, head, rows);
  });
}

function signature({ kind, by, at }: ItemState, board: Board): string {
  if (by === null) return kind === 'auto' ? 'judged' : 'a person';
  return at === null ? by : `${by} at ${shownTime(at, board)}`;
}

export function sourceBlocks(board: Board): readonly Block[] {
  const rows = board.sources.map((source) => [
    sourceInWords(source),
    source.id,
    source.kind,
    source.latencyMs === null ? nothing : displayValue(source.latencyMs, 'ms'),
    String(source.polls),
    String(source.gaps),
    String(source.skipped),
    source.lastOkAt === null ? 'never' : shownTime(source.lastOkAt, board, { withAge: true }),
    troubleOf(source, board),
  ]);
  const head = [
    'State',
    'Source',
    'Kind',
    'Latency',
    'Polls',
    'Gaps',
    'Skipped',
    'Last good',
    'Trouble and notes',
  ];
  return section('Sources', head, rows);
}

/** `● ok`, `▲ ok`, `✖ timeout`; a source that has not been polled is neither. */
export function sourceInWords({ ok, polls, gap, warning }: SourceState): string {
  if (polls === 0) return '◌ not polled';
  if (!ok) return `✖ ${gap?.reason ?? 'gap'}`;
  return warning === null ? '● ok' : '▲ ok';
}

function troubleOf(source: SourceState, board: Board): string {
  const { gap, note, warning } = source;
  const said = gapInWords(source, board);
  const parts = [said, warning, note === gap?.message ? null : note].filter((part) => part !== null);
  return parts.length === 0 ? nothing : [...new Set(parts)].join('; ');
}

function refsOf(refs: readonly string[]): string {
  return refs.length === 0 ? nothing : refs.join(', ');
}

function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly Block[] {
  const heading: Block = { type: 'heading', level: 2, text: title };
  return [heading, rows.length === 0 ? { type: 'line', text: 'None.' } : { type: 'table', head, rows }];
}

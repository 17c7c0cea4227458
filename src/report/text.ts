// The board as plain text, for `launchwall check`: the verdict, the metrics in columns, the reasons, and what to do.

import { isMet } from '../rules/launch/gate.ts';
import { plainText } from '../domain/text.ts';
import type { Board, MetricState, StepState } from '../rules/board.ts';
import { cleanCommand } from './blocks.ts';
import { alignColumns } from './columns.ts';
import { worstFirst } from '../domain/worst-first.ts';
import { sourceInWords, urgentFirst, valueOf } from './tables.ts';
import {
  countsInWords,
  gapInWords,
  gateInWords,
  itemInWords,
  observerInWords,
  shownTime,
  statusInWords,
  verdictInWords,
} from './words.ts';

/** Rows whose cells stand in columns; a row of one cell is a line. */
interface Group {
  readonly indent: number;
  readonly rows: readonly (readonly string[])[];
}

export function textReport(board: Board): string {
  const clean = (text: string): string => plainText(text, 1_000);
  const groups = [
    ...headOf(board),
    ...metricGroups(board),
    ...incidentGroups(board),
    ...hintGroups(board),
    ...gateGroups(board),
    ...sourceGroups(board),
  ];
  const lines = groups.flatMap(({ indent, rows }) =>
    alignColumns(rows.map((row) => row.map(clean))).map((line) =>
      line === '' ? '' : ' '.repeat(indent) + line,
    ),
  );
  return `${lines.join('\n')}\n`;
}

function line(text: string, indent = 0): Group {
  return { indent, rows: [[text]] };
}

const blank = line('');

function headOf(board: Board): readonly Group[] {
  const { profile, launch, at, observer } = board;
  const verdict = [
    verdictInWords(board),
    `${profile.title} (${profile.name})`,
    launch.clock ?? '',
    `${at} UTC`,
  ];
  const groups = [{ indent: 0, rows: [verdict.filter((part) => part !== '')] }, line(countsInWords(board))];
  if (observer.grade !== null) groups.push(line(observerInWords(observer.grade, '')));
  return groups;
}

function metricGroups(board: Board): readonly Group[] {
  if (board.metrics.length === 0) return [];
  const metrics = worstFirst(board.metrics);
  const rows = metrics.map((metric) => [
    statusInWords(metric),
    metric.title,
    valueOf(metric),
    metric.target ?? '–',
    metric.alert ?? '–',
    shownTime(metric.since, board, { withAge: true }),
  ]);
  const table = { indent: 0, rows: [['STATUS', 'METRIC', 'VALUE', 'TARGET', 'ALERT', 'SINCE'], ...rows] };
  const reasons = metrics.filter(needsReason).map(({ title, reason }) => line(`${title}: ${reason}`, 2));
  return [blank, table, ...(reasons.length === 0 ? [] : [blank, line('WHY'), ...reasons])];
}

/** Everything that is not green says why; a green one too when its newest look gave nothing. */
function needsReason({ status, gap }: MetricState): boolean {
  return (status !== null && status !== 'green') || gap !== null;
}

function incidentGroups(board: Board): readonly Group[] {
  return urgentFirst(board.incidents).flatMap((incident) => {
    const respond = incident.respondBy === null ? '' : `, respond by ${shownTime(incident.respondBy, board)}`;
    return [
      blank,
      line(`${incident.class} ${incident.title} (${incident.state}${respond})`),
      line(incident.reason, 2),
      ...(incident.tell === null ? [] : [line(`tell: ${incident.tell}`, 2)]),
      ...stepGroups(incident.steps),
    ];
  });
}

function hintGroups(board: Board): readonly Group[] {
  return urgentFirst(board.hints).flatMap((hint) => [
    blank,
    line(`${hint.kind.toUpperCase()} ${hint.title} (${hint.state})`),
    line(hint.reason, 2),
    ...stepGroups(hint.steps),
  ]);
}

function stepGroups(steps: readonly StepState[]): readonly Group[] {
  return steps.flatMap(({ text, run }, index) => {
    const command = run === null ? [] : cleanCommand(run).split('\n');
    return [
      line(`${index + 1}. ${text}`, 2),
      ...command.map((part) => line(part, 5 + part.length - part.trimStart().length)),
    ];
  });
}

function gateGroups(board: Board): readonly Group[] {
  const rows = board.gate.criteria
    .filter((criterion) => !isMet(criterion))
    .map(({ status, required, text, evidence }) => [
      itemInWords(status),
      required ? 'required' : 'recommended',
      evidence === null ? text : `${text} (${evidence})`,
    ]);
  return [blank, line(`GATE ${gateInWords(board)}`), { indent: 2, rows }];
}

function sourceGroups(board: Board): readonly Group[] {
  const silent = board.sources.filter(({ ok, polls }) => !ok || polls === 0);
  const warned = board.sources.filter(({ warning }) => warning !== null);
  const troubled = board.sources.filter((source) => silent.includes(source) || warned.includes(source));
  if (troubled.length === 0) return [];
  const rows = troubled.map((source) => [
    sourceInWords(source),
    source.id,
    gapInWords(source, board) ?? source.warning ?? source.note ?? '',
  ]);
  const counts = [
    [silent.length, 'without an answer'],
    [warned.length, 'to mend'],
  ] as const;
  const told = counts.flatMap(([count, what]) =>
    count === 0 ? [] : `${count} of ${board.sources.length} ${what}`,
  );
  const title = `SOURCES ${told.join(', ')}`;
  return [blank, line(title), { indent: 2, rows }];
}

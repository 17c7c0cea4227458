// The checklist given back, filled in: its phases in their own order and words, each line with its state, its evidence, who
// and when; the gate with its signatures; what was measured; incidents and whom to tell.

import { escapedJson, plainText } from '../domain/text.ts';
import type { Board, CriterionState, ItemState } from '../rules/board.ts';
import { baselinesOf, type Baseline } from '../rules/launch/baselines.ts';
import type { Plan } from '../rules/plan.ts';
import { timelineOf, type TimedPhase } from '../rules/launch/timeline.ts';
import { escapeMarkdown, escapeStart } from './markdown.ts';
import { gateInWords, shownTime } from './words.ts';

export interface ChecklistInput {
  readonly board: Board;
  readonly plan: Plan;
  /** The launch whose marks these are. */
  readonly launch: string;
}

/** The mark of a line; those that no person has to look at again are not empty. */
const markOf: Readonly<Record<ItemState['status'], string>> = {
  pass: 'x',
  done: 'x',
  todo: ' ',
  skipped: '-',
  fail: '!',
  unknown: '?',
};

const textMax = 1_000;
const blankLine = '________________';

export function checklistMarkdown(input: ChecklistInput): string {
  const text = (given: string): string => escapeMarkdown(plainText(given, textMax));
  const { board } = input;
  const timeline = timelineOf(board);
  const sections: readonly (readonly string[])[] = [
    [`# Checklist · ${text(board.profile.title)}`],
    factLines(input, text),
    ...inItsOwnOrder(timeline.phases).flatMap((phase) => phaseLines(phase, board, text)),
    ...gateLines(board, text),
    ...baselineLines(input, text),
    ...incidentLines(input, text),
    ...stepLines(input, text),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

type Text = (given: string) => string;

/** By the lines of the checklist that the phases carry (`ref`); phases without any stay behind the one that they follow. */
function inItsOwnOrder(phases: readonly TimedPhase[]): readonly TimedPhase[] {
  let last = '';
  const placed = phases.map((phase) => {
    const refs = phase.phase.items.flatMap((item) => item.refs);
    last = refs.toSorted(byNumber)[0] ?? last;
    return { phase, ref: last };
  });
  return placed.toSorted((left, right) => byNumber(left.ref, right.ref)).map(({ phase }) => phase);
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });

function factLines({ board, launch }: ChecklistInput, text: Text): readonly string[] {
  const { t0, clock, version } = board.launch;
  const timeline = timelineOf(board);
  const items = board.phases.flatMap((phase) => phase.items);
  const open = timeline.phases.reduce((sum, phase) => sum + phase.open.length, 0);
  const { due, overdue } = timeline;
  return [
    `- Taken at: ${board.at} (all times are UTC)`,
    `- Launch: ${text(launch)}${version === null ? '' : `, version ${text(version)}`}`,
    `- T-0: ${t0 === null ? 'not set' : `${t0} (${clock ?? ''})`}`,
    `- Items: ${items.length - open} of ${items.length} done, ${due.length} due, ${overdue.length} overdue`,
    `- Gate: ${text(gateInWords(board))}`,
    `- Marks: \\[x\\] done or passed, \\[ \\] to do, \\[-\\] skipped, \\[!\\] fails, \\[?\\] cannot be told`,
  ];
}

function phaseLines(
  { phase, time, open }: TimedPhase,
  board: Board,
  text: Text,
): readonly (readonly string[])[] {
  const starts = phase.startsAt === null ? '' : `, from ${shownTime(phase.startsAt, board)}`;
  const late = time === 'past' && open.length > 0 ? `, ${open.length} overdue` : '';
  const heading = `## ${text(phase.title)}${starts}${time === 'current' ? ' (now)' : ''}${late}`;
  const lines = phase.items.flatMap((item) => itemLines(item, board, text));
  return [[heading], lines.length === 0 ? ['No items.'] : lines];
}

function itemLines(item: ItemState, board: Board, text: Text): readonly string[] {
  return [
    `- [${markOf[item.status]}] ${text(item.text)}${refsOf(item.refs, text)}`,
    ...detail(itemWords(item, board)).map((words) => `  - ${escapeStart(text(words))}`),
  ];
}

/** `done by ana at 14:02:11: note`; an automatic item has its evidence. */
function itemWords({ status, kind, by, at, evidence }: ItemState, board: Board): string {
  if (kind === 'auto') return evidence ?? '';
  if (by === null) return '';
  const when = at === null ? '' : ` at ${shownTime(at, board)}`;
  return `${status} by ${by}${when}${evidence === null ? '' : `: ${evidence}`}`;
}

function gateLines(board: Board, text: Text): readonly (readonly string[])[] {
  const { criteria } = board.gate;
  if (criteria.length === 0) return [];
  const part = (required: boolean): readonly (readonly string[])[] => {
    const chosen = criteria.filter((criterion) => criterion.required === required);
    if (chosen.length === 0) return [];
    const lines = chosen.flatMap((criterion) => criterionLines(criterion, text));
    return [[required ? '### Required' : '### Recommended'], lines];
  };
  return [[`## Gate: ${text(gateInWords(board))}`], ...part(true), ...part(false)];
}

function criterionLines(criterion: CriterionState, text: Text): readonly string[] {
  const { status, kind, refs, evidence } = criterion;
  const line = `- [${markOf[status]}] ${text(criterion.text)}${refsOf(refs, text)}`;
  if (kind === 'manual' && status === 'todo') return [line, `  - Signed: ${blankLine} Date: ${blankLine}`];
  return [line, ...detail(evidence).map((words) => `  - ${escapeStart(text(words))}`)];
}

/** What the launch was to be held against, with what was measured: the checklist's own rows, then every other reading. */
function baselineLines({ board, plan }: ChecklistInput, text: Text): readonly (readonly string[])[] {
  const all = baselinesOf(board, plan);
  const named = all.filter(({ refs }) => refs.length > 0);
  const table = (title: string, rows: readonly Baseline[]): readonly (readonly string[])[] =>
    rows.length === 0
      ? []
      : [
          [title],
          tableLines(
            baselineHead,
            rows.map((row) => baselineCells(row, board, text)),
          ),
        ];
  if (named.length === 0) return table('## Baselines', all);
  return [...table('## Baselines', named), ...table('## Other readings', all.slice(named.length))];
}

const baselineHead = ['Metric', 'Target', 'Alert', 'Measured', 'At', 'Status'];

function baselineCells(row: Baseline, board: Board, text: Text): readonly string[] {
  const { metric, refs, target, measured, measuredAt } = row;
  const stale =
    metric.status === 'unknown' && measured !== null && measured === metric.display ? 'last ' : '';
  return [
    text(metric.title) + refsOf(refs, text),
    text(target ?? '–'),
    text(metric.alert ?? '–'),
    text(measured === null ? 'not measured' : stale + measured),
    measuredAt === null ? '–' : shownTime(measuredAt, board),
    text(baselineStatus(row)),
  ];
}

/** `met; now 3.1ms, green`: what it was in its phase, and what it is. */
function baselineStatus({ metric: { display, status }, measured, met }: Baseline): string {
  const now = met === 'met' && display !== null && measured !== display ? `now ${display}` : null;
  const live = [now, status].filter((part) => part !== null).join(', ');
  return [met, live].filter((part) => part !== null && part !== '').join('; ') || '–';
}

function incidentLines({ plan, board }: ChecklistInput, text: Text): readonly (readonly string[])[] {
  if (plan.incidents.length === 0) return [];
  const open = new Map(board.incidents.map((incident) => [incident.id, incident.state]));
  const rows = plan.incidents.map(({ id, class: label, title, respondText, tell, when, refs }) => [
    label,
    text(title) + refsOf(refs, text),
    text(respondText ?? '–'),
    text(tell ?? '–'),
    open.get(id) ?? (when === null ? 'told by a person' : '–'),
  ]);
  return [['## Incidents'], tableLines(['Class', 'Incident', 'Respond within', 'Tell', 'Now'], rows)];
}

/** What to do when: the hints' and the incidents' steps, with their commands. */
function stepLines({ plan, board }: ChecklistInput, text: Text): readonly (readonly string[])[] {
  const on = new Set([...board.hints, ...board.incidents].map(({ id }) => id));
  const told = [
    ...plan.hints.map((hint) => ({ ...hint, label: hint.kind })),
    ...plan.incidents.map((incident) => ({ ...incident, label: incident.class })),
  ].filter(({ steps, refs }) => steps.length > 0 || refs.length > 0);
  if (told.length === 0) return [];
  return [
    ['## What to do'],
    ...told.map(({ id, label, title, when, refs, steps }) => [
      `### ${label}: ${text(title)}${refsOf(refs, text)}${on.has(id) ? ' (now)' : ''}`,
      '',
      ...(when === null ? [] : [`When ${text(when.text)}:`, '']),
      ...steps.flatMap((step, index) => [
        `${index + 1}. ${text(step.text)}${refsOf(step.refs, text)}`,
        ...(step.run === null ? [] : [`   - ${text(step.run)}`]),
      ]),
    ]),
  ];
}

function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function refsOf(refs: readonly string[], text: Text): string {
  return refs.length === 0 ? '' : ` (${text(refs.join(', '))})`;
}

function detail(words: string | null): readonly string[] {
  return words === null || words === '' ? [] : [words];
}

/** The same as data; the board's own shapes. */
export function checklistJson({ board, plan, launch }: ChecklistInput): string {
  const timeline = timelineOf(board);
  const baselines = baselinesOf(board, plan).map(({ metric, refs, target, measured, measuredAt, met }) => {
    const { id, title, alert, exact, unit, display, sampledAt, status } = metric;
    const now = { exact, unit, display, sampledAt, status };
    return { id, refs, title, target, alert, measured, measuredAt, met, ...now };
  });
  const hints = plan.hints.map(({ id, kind, title, when, refs, steps }) => {
    const state = board.hints.find((hint) => hint.id === id)?.state ?? null;
    return { id, kind, title, when: when.text, refs, steps, state };
  });
  const incidents = plan.incidents.map(
    ({ id, class: label, title, when, respondText, tell, refs, steps }) => {
      const state = board.incidents.find((incident) => incident.id === id)?.state ?? null;
      const condition = when?.text ?? null;
      return { id, class: label, title, when: condition, respond: respondText, tell, refs, steps, state };
    },
  );
  const json = {
    schema: 'launchwall.checklist/1',
    at: board.at,
    profile: board.profile,
    launch: { name: launch, ...board.launch },
    phases: inItsOwnOrder(timeline.phases).map(({ phase, time, endsAt }) => ({ ...phase, time, endsAt })),
    due: timeline.due.map(({ item }) => item.id),
    overdue: timeline.overdue.map(({ item }) => item.id),
    gate: board.gate,
    baselines,
    hints,
    incidents,
  };
  return `${escapedJson(JSON.stringify(json, null, 2))}\n`;
}

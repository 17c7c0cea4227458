// What a snapshot report says, as blocks without a format: Markdown and HTML only draw them.

import { formatDuration } from '../domain/duration.ts';
import { plainText } from '../domain/text.ts';
import type { Board, HintState, IncidentState } from '../rules/board.ts';
import { mutedTail } from '../domain/muted.ts';
import type { Block } from './block.ts';
import { gateBlocks, metricBlocks, phaseBlocks, sourceBlocks, urgentFirst } from './tables.ts';
import { countsInWords, gateInWords, observerInWords, shownTime, verdictInWords } from './words.ts';

export interface ReportInput {
  readonly board: Board;
  readonly versions: { readonly launchwall: string; readonly node: string };
  /** Files that the profile was read from. */
  readonly profileFiles?: readonly string[];
}

/** Longest text of one cell or line, in characters; it is cut with `…`. */
const textMax = 1_000;

/** The whole report, worst things first. Every text is free of control characters; only commands keep their lines. */
export function reportBlocks(input: ReportInput): readonly Block[] {
  const { board } = input;
  const blocks: readonly Block[] = [
    { type: 'heading', level: 1, text: `${verdictInWords(board)} · ${board.profile.title}` },
    {
      type: 'line',
      text: `Verdict: ${board.verdict}${mutedTail(board)}. ${countsInWords(board)}`,
      strong: true,
    },
    { type: 'line', text: `Gate: ${gateInWords(board)}` },
    ...offline(board),
    { type: 'facts', facts: factsOf(board) },
    { type: 'heading', level: 2, text: 'Incidents' },
    ...(board.incidents.length === 0
      ? [{ type: 'line' as const, text: 'No incident is open or pending.' }]
      : urgentFirst(board.incidents).flatMap((incident) => incidentBlocks(incident, board))),
    { type: 'heading', level: 2, text: 'Hints' },
    ...(board.hints.length === 0
      ? [{ type: 'line' as const, text: 'No hint is active or pending.' }]
      : urgentFirst(board.hints).flatMap((hint) => hintBlocks(hint, board))),
    ...metricBlocks(board),
    ...gateBlocks(board),
    ...phaseBlocks(board),
    ...sourceBlocks(board),
    ...provenance(input),
  ];
  return blocks.map((block) => cleaned(block));
}

function offline(board: Board): readonly Block[] {
  const { observer } = board;
  if (observer.grade === null) return [];
  const since = observer.since === null ? '' : ` since ${shownTime(observer.since, board)}`;
  const text = observerInWords(observer.grade, since);
  return [{ type: 'line', text, strong: true }];
}

function factsOf(board: Board): readonly (readonly [string, string])[] {
  const { launch, at } = board;
  const phase = board.phases.find(({ id }) => id === launch.phase);
  return [
    ['Taken at', `${at} (all times are UTC)`],
    ['Launch', launch.t0 === null ? 'no T-0 is set' : `${launch.clock ?? 'T?'}, T-0 at ${launch.t0}`],
    ['Phase', launch.phase === null ? 'none' : (phase?.title ?? launch.phase)],
    ['Version', launch.version ?? 'not named'],
  ];
}

function incidentBlocks(incident: IncidentState, board: Board): readonly Block[] {
  const facts: (readonly [string, string])[] = [['Why', incident.reason]];
  if (incident.respondBy !== null) facts.push(['Respond', deadline(incident.respondBy, board)]);
  if (incident.tell !== null) facts.push(['Tell', incident.tell]);
  const since = shownTime(incident.since, board, { withAge: true });
  return [
    {
      type: 'heading',
      level: 3,
      text: `${incident.class} ${incident.title} · ${incident.state} since ${since}`,
    },
    { type: 'facts', facts },
    { type: 'steps', steps: incident.steps },
  ];
}

function hintBlocks(hint: HintState, board: Board): readonly Block[] {
  const since = shownTime(hint.since, board, { withAge: true });
  return [
    {
      type: 'heading',
      level: 3,
      text: `${hint.kind.toUpperCase()} ${hint.title} · ${hint.state} since ${since}`,
    },
    { type: 'facts', facts: [['Why', hint.reason]] },
    { type: 'steps', steps: hint.steps },
  ];
}

function deadline(respondBy: string, board: Board): string {
  const left = Date.parse(respondBy) - Date.parse(board.at);
  const by = `by ${shownTime(respondBy, board)}`;
  return left >= 0 ? `${by}, in ${formatDuration(left)}` : `${by}, overdue by ${formatDuration(-left)}`;
}

function provenance({ board, versions, profileFiles }: ReportInput): readonly Block[] {
  const facts: (readonly [string, string])[] = [
    ['Profile', board.profile.name],
    ['Digest', board.profile.digest],
  ];
  if (profileFiles && profileFiles.length > 0) facts.push(['Files', profileFiles.join(', ')]);
  facts.push(['Launchwall', versions.launchwall], ['Node', versions.node], ['Board', board.schema]);
  return [
    { type: 'heading', level: 2, text: 'Where this comes from' },
    { type: 'facts', facts },
  ];
}

function cleaned(block: Block): Block {
  const clean = (text: string): string => plainText(text, textMax);
  switch (block.type) {
    case 'heading':
    case 'line':
      return { ...block, text: clean(block.text) };
    case 'facts':
      return { ...block, facts: block.facts.map(([name, value]) => [name, clean(value)]) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(clean)) };
    case 'steps':
      return {
        ...block,
        steps: block.steps.map(({ text, run }) => ({
          text: clean(text),
          run: run === null ? null : cleanCommand(run),
        })),
      };
  }
}

/** A command keeps its lines, since a shell reads them; control characters and direction marks go all the same. */
export function cleanCommand(command: string): string {
  return command
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      line.replace(/^[ \t]*/, '').length === 0 ? '' : indentOf(line) + plainText(line, textMax),
    )
    .join('\n');
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '  ') ?? '';
}

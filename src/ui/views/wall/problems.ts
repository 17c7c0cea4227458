// The problems of the sheet: in which order they stand, in which form each of them fits, and their rows.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { Board, Iso, MetricState } from '../../../rules/board.ts';
import { statusToken, type Style } from '../../theme.ts';
import { between, clockSpan, fineAge } from '../../text/age.ts';
import { clip, columnsOf, fit, fitRight } from '../../text/columns.ts';
import { justify, lineColumns, part, type Line } from '../../text/line.ts';
import { cutName } from '../../text/names.ts';
import { isProblem, saidWords } from '../words/metric.ts';
import { boundWords, wholeReason } from '../words/reason.ts';
import { forecastSpan } from '../words/forecast.ts';
import { filledStrip, type HomesView } from './homes.ts';

/** One cause with what waits for it. */
export interface Problem {
  readonly metric: MetricState;
  /** Metrics that cannot be told for want of this one, in the profile's order. */
  readonly dependants: readonly MetricState[];
}

/** For so long after a change it is called new. */
const newFor = 60_000;

/** The classes of incidents, gravest first; behind them what none is open for. */
const classes: readonly string[] = ['P0', 'P1', 'P2', 'P3'];

/**
 * Worst first: red of an open incident by its class, red, unknown that was red, unknown, amber that is turning red by when it does,
 * amber; what is muted last. Among equals the oldest first: a new one is added below its like, and nothing above it moves.
 */
export function problemsOf(snapshot: WallSnapshot): readonly Problem[] {
  const { board } = snapshot;
  const byId = new Map(board.metrics.map((metric) => [metric.id, metric]));
  const problems = board.metrics.filter(isProblem);
  // What was red stays one of its own, and what counts is never told under what is muted.
  const isDependant = ({ blockedBy, was, mute }: MetricState): boolean => {
    const cause = blockedBy === null ? undefined : byId.get(blockedBy);
    if (cause === undefined || !isProblem(cause) || was === 'red') return false;
    return cause.mute === null || mute !== null;
  };
  const dependants = Map.groupBy(problems.filter(isDependant), ({ blockedBy }) => blockedBy);
  const ranked = problems
    .filter((metric) => !isDependant(metric))
    .map((metric) => ({ metric, rank: rankOf(metric, snapshot), since: sinceOf(metric) }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.since - b.since)
    .map(({ metric }) => ({ metric, dependants: dependants.get(metric.id) ?? [] }));
}

function rankOf(metric: MetricState, snapshot: WallSnapshot): number {
  const { status, was, detail, mute, turnsRedAt } = metric;
  const muted = mute === null ? 0 : 100;
  switch (status) {
    case 'red':
      return muted + classRank(metric, snapshot);
    case 'unknown':
      return muted + (was === 'red' ? 10 : detail === 'warming' ? 12 : 11);
    default:
      return muted + (turnsRedAt === null ? 21 : 20);
  }
}

function classRank(metric: MetricState, snapshot: WallSnapshot): number {
  const level = openClass(metric, snapshot);
  return level === null ? classes.length : classes.indexOf(level);
}

/** The gravest class of the open incidents that look at this metric; null where none is. */
export function openClass({ id }: MetricState, snapshot: WallSnapshot): string | null {
  const open = new Set(snapshot.board.incidents.flatMap((one) => (one.state === 'open' ? [one.id] : [])));
  if (open.size === 0) return null;
  const levels = new Set(snapshot.related(id).flatMap((rule) => (open.has(rule.id) ? [rule.label] : [])));
  return classes.find((level) => levels.has(level)) ?? null;
}

/** What the equals are ordered by: when it turns red, or since when it is what it is. */
function sinceOf({ status, turnsRedAt, since }: MetricState): number {
  return Date.parse(status === 'amber' && turnsRedAt !== null ? turnsRedAt : since);
}

/** How a problem is told: two rows, or one. */
export type ProblemForm = 'M' | 'S';

export interface Placed {
  readonly problem: Problem;
  readonly form: ProblemForm;
  /** Of all that is told of it: a cause in the larger form has a row for what waits for it, where there is one. */
  readonly rows: number;
}

export interface ProblemPlan {
  readonly shown: readonly Placed[];
  /** Those that the last row counts and names. */
  readonly counted: readonly Problem[];
}

/** As large as all of them fit into the rows: the worst in two rows, the others in one, the last row for what is left. */
export function planProblems(problems: readonly Problem[], rows: number): ProblemPlan {
  if (rows <= 0) return { shown: [], counted: problems };
  const fitting = problems.length <= rows ? problems.length : rows - 1;
  const shown = problems.slice(0, fitting);
  let free = problems.length <= rows ? rows - problems.length : 0;
  return {
    shown: shown.map((problem): Placed => {
      const more = Math.min(free, problem.dependants.length > 0 ? 2 : 1);
      free -= more;
      return { problem, form: more === 0 ? 'S' : 'M', rows: 1 + more };
    }),
    counted: problems.slice(fitting),
  };
}

/** All rows of the problems, at most `rows`. */
export function problemLines(
  problems: readonly Problem[],
  view: HomesView,
  columns: number,
  rows: number,
): readonly Line[] {
  const { shown, counted } = planProblems(problems, rows);
  const lines = shown.flatMap(({ problem, form, rows: own }): readonly Line[] => {
    if (form === 'S') return [shortLine(problem.metric, view, columns)];
    const told = middleLines(problem.metric, view, columns);
    return own > 2 ? [...told, dependantsLine(problem, view.snapshot.board, columns)] : told;
  });
  return counted.length === 0 ? lines : [...lines, countedLine(counted, columns)];
}

const frames = { red: '┃', unknown: '╎', amber: '│', green: ' ' } as const;

function tokenOf({ status }: MetricState): Style {
  return status === null ? { token: 'dim' } : { token: statusToken(status) };
}

/** Where the value ends, how long the strip is, and what a value has at the least. */
interface Measure {
  readonly valueEnd: number;
  readonly value: number;
  readonly strip: number;
}

function measureOf(form: ProblemForm, columns: number): Measure {
  if (columns < 60) return { valueEnd: columns - 13, value: 6, strip: 0 };
  const strip = form === 'M' ? 16 : 12;
  const most = form === 'M' ? 39 : 34;
  return { valueEnd: Math.min(columns >= 100 ? columns - 60 : most, columns - strip - 16), value: 10, strip };
}

/** From the frame to the strip. */
function leadParts(
  metric: MetricState,
  view: HomesView,
  frame: string,
  { valueEnd, value, strip }: Measure,
): Line {
  const cells = Math.min(Math.max(value, view.widths.of(metric)), valueEnd - 3 - 5);
  const name = valueEnd - 3 - 1 - cells;
  const style = tokenOf(metric);
  return [
    part(view.selected === metric.id ? '▸' : frame, style),
    part(metric.status === null ? '·' : statusGlyph[metric.status], { ...style, bold: true }),
    part(' '),
    part(fit(cutName(metric.title, name), name), { bold: true }),
    part(' '),
    part(
      fitRight(metric.display ?? '—', cells),
      metric.status === 'unknown' ? { token: 'dim' } : { ...style, bold: true },
    ),
    ...(strip === 0 ? [] : [part(' '), ...filledStrip(metric.id, view, strip)]),
  ];
}

/** Name, value, history and age; below it the whole reason, at its right what is forecast, or what people have said. */
function middleLines(metric: MetricState, view: HomesView, columns: number): readonly [Line, Line] {
  const frame = frames[metric.status ?? 'green'];
  const { at } = view.snapshot.board;
  const lead = leadParts(metric, view, frame, measureOf('M', columns));
  const said = saidWords(metric);
  const tail = part(said === '' ? forecastWords(metric) : said, { token: said === '' ? 'amber' : 'accent' });
  const room = columns - 3 - (said === '' ? 0 : columnsOf(said) + 2);
  return [
    justify(lead, ageParts(metric, at, columns - lineColumns(lead) - 1), columns),
    justify(
      [part(columns < 60 ? ' ' : frame, tokenOf(metric)), part('  '), part(wholeReason(metric, room))],
      [tail],
      columns,
    ),
  ];
}

/** All in one row: the bound instead of the reason. */
function shortLine(metric: MetricState, view: HomesView, columns: number): Line {
  const lead = leadParts(metric, view, ' ', measureOf('S', columns));
  const { at } = view.snapshot.board;
  const age = fineAge(between(metric.since, at));
  const pending = pendingWords(metric, at);
  const tail = part(
    pending === '' ? age : pending,
    pending === '' ? tokenOf(metric) : { token: 'red', bold: true },
  );
  const room = columns - lineColumns(lead) - columnsOf(tail.text) - (columns < 60 ? 2 : 3);
  const bound = boundWords(metric);
  const middle = columnsOf(bound) <= room ? bound : '';
  return justify([...lead, part(columns < 60 ? ' ' : '  '), part(middle, { token: 'dim' })], [tail], columns);
}

/** `NEW red 42s`, `◔ red in 2:48`, `unknown 1m2s`: as much of it as there is room for. */
export function ageParts(metric: MetricState, at: Iso, columns: number): Line {
  const pending = pendingWords(metric, at);
  if (pending !== '') return [part(clip(pending, columns), { token: 'red', bold: true })];
  const span = between(metric.since, at);
  const words = `${metric.status ?? ''} ${fineAge(span)}`;
  const isNew = span < newFor && columnsOf(words) + 4 <= columns;
  return [
    ...(isNew ? [part('NEW ', { bold: true })] : []),
    part(columnsOf(words) <= columns ? words : fineAge(span), tokenOf(metric)),
  ];
}

function pendingWords({ turnsRedAt, status }: MetricState, at: Iso): string {
  if (turnsRedAt === null || status === 'red') return '';
  return `◔ red in ${clockSpan(Date.parse(turnsRedAt) - Date.parse(at))}`;
}

/** `▷ 80% in 18m to 25m`. */
function forecastWords({ forecast }: MetricState): string {
  return forecast === null ? '' : `▷ ${forecast.bound} in ${forecastSpan(forecast)}`;
}

/** `◌ 9 unknown because of it: 9 were green`. */
function dependantsLine({ metric, dependants }: Problem, board: Board, columns: number): Line {
  const count = dependants.length;
  const green = dependants.filter(({ was }) => was === 'green').length;
  const seen = dependants
    .flatMap(({ sampledAt }) => sampledAt ?? [])
    .toSorted()
    .at(0);
  const last = seen === undefined ? '' : `, last seen ${fineAge(between(seen, board.at))} ago`;
  const were = green === 0 ? '' : `: ${green === count ? `${green}` : `${green} of them`} were green`;
  const whole = `◌ ${count} unknown because of it${last}${were}`;
  const words = columnsOf(whole) <= columns - 3 ? whole : `◌ ${count} unknown by it`;
  return [
    part(frames[metric.status ?? 'green'], tokenOf(metric)),
    part('  '),
    part(clip(words, columns - 3), { token: 'unknown' }),
  ];
}

/** `▲ 5 more: API latency, Stuck intents…`: the worst of them first, none without being counted. */
function countedLine(problems: readonly Problem[], columns: number): Line {
  const [first] = problems;
  const status = first?.metric.status ?? 'amber';
  const lead = `${statusGlyph[status]} ${problems.length} more: `;
  let names = '';
  for (const [index, { metric }] of problems.entries()) {
    const name = briefName(metric.title);
    const longer = names === '' ? name : `${names}, ${name}`;
    const rest = index === problems.length - 1 ? 0 : 1;
    if (columnsOf(lead) + columnsOf(longer) + rest + 1 > columns) {
      names = names === '' ? clip(name, Math.max(1, columns - columnsOf(lead) - 1)) : `${names}…`;
      break;
    }
    names = longer;
  }
  return [part(' '), part(lead, { token: statusToken(status), bold: true }), part(names)];
}

/** Of a list of names: without what stands in brackets, and a long one by its first word. */
function briefName(title: string): string {
  const bare = title.replace(/ \([^)]*\)$/, '');
  const [first = bare] = bare.split(' ');
  return columnsOf(bare) <= 14 ? bare : `${clip(first, 13)}…`;
}

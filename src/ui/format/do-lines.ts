// *Do now* in as many rows as there are: what is open first, each with its steps and commands; what does not fit is counted.

import type { Iso } from '../../rules/board.ts';
import type { Style } from '../theme.ts';
import { countdown } from './age.ts';
import { wrap } from './columns.ts';
import type { Command, DoItem } from './do-items.ts';
import { clipLine, justify, lineColumns, part, type Line, type Part } from './line.ts';

export interface DoContext {
  readonly at: Iso;
  readonly columns: number;
  readonly rows: number;
  /** The command that the copy key takes; marked `[y]`. */
  readonly copied: Command | null;
}

/** Lines that one step or command may take. */
const wrapMax = 3;

/** A line that wants to be shown; what has the highest rank is left out first. */
interface Wish {
  readonly rank: number;
  readonly line: Line;
}

/** At most `rows` lines of at most `columns` cells. The first item's first step is on the first line that has room for it. */
export function doLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  return unclippedLines(items, context).map((line) => clipLine(line, context.columns));
}

function unclippedLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  const { rows, columns } = context;
  if (rows <= 0) return [];
  if (items.length === 0) return [[part('Nothing to do now.', { token: 'dim' })]];
  if (rows < 4) return stripLines(items, context);
  const wishes = items.flatMap((item, index) => wishesOf(item, index, context));
  if (wishes.length <= rows) return wishes.map(({ line }) => line);
  const kept = new Set([...wishes].sort((a, b) => a.rank - b.rank).slice(0, rows - 1));
  const shown = wishes.filter((wish) => kept.has(wish));
  const left = wishes.filter((wish) => !kept.has(wish) && lineColumns(wish.line) > 0).length;
  // A blank line that only parted what is no longer there would be wasted room.
  if (left === 0) return shown.map(({ line }) => line);
  return [...shown.map(({ line }) => line), more(left, columns)];
}

function more(lines: number, columns: number): Line {
  return justify(
    [part(`… ${lines} more ${lines === 1 ? 'line' : 'lines'}`, { token: 'dim' })],
    [part('d', { bold: true }), part(' all of it', { token: 'dim' })],
    columns,
  );
}

function wishesOf(item: DoItem, index: number, context: DoContext): readonly Wish[] {
  const first = index === 0;
  const late = item.pending ? 20 : 0;
  const reason: Line = [part('    '), part(item.reason, { token: 'dim' })];
  const wishes: Wish[] = [
    ...(first ? [] : [{ rank: 90 + index, line: [] }]),
    { rank: first ? 0 : 2 + late, line: headLine(item, context) },
    { rank: (first ? 5 : 9) + late, line: reason },
  ];
  item.steps.forEach((step, number) => {
    const rank = (first ? (number === 0 ? 1 : 3) : number === 0 ? 4 : 6) + late;
    for (const line of stepLines(item, step.text, number, context)) wishes.push({ rank, line });
    if (step.run !== null)
      for (const line of commandLines(item, number, step.run, context))
        wishes.push({ rank: rank + 0.5, line });
  });
  if (item.tell !== null)
    wishes.push({
      rank: (first ? 4 : 7) + late,
      line: [part('    tell  ', { token: 'dim' }), part(item.tell)],
    });
  return wishes;
}

function headLine(item: DoItem, { at, columns }: DoContext): Line {
  return justify(nameParts(item), deadlineParts(item, at), columns);
}

function nameParts(item: DoItem): Line {
  const style: Style = item.pending ? { token: 'dim' } : { token: urgency(item), bold: true };
  return [
    part(item.label, { ...style, inverse: item.kind === 'incident' && !item.pending }),
    ...(item.pending ? [part(' (pending)', { token: 'amber' })] : []),
    part('  '),
    part(item.title, item.pending ? {} : { bold: true }),
  ];
}

function urgency(item: DoItem): 'red' | 'amber' | 'accent' {
  if (item.kind === 'rollback' || item.label === 'P0' || item.label === 'P1') return 'red';
  return item.kind === 'incident' ? 'amber' : 'accent';
}

function deadlineParts(item: DoItem, at: Iso): Line {
  if (item.respondBy === null) return [];
  const { text, overdue } = countdown(item.respondBy, at);
  return [part(text, overdue ? { token: 'red', bold: true, inverse: true } : { token: 'amber', bold: true })];
}

function isCopied(copied: Command | null, item: DoItem, step: number): boolean {
  return (
    copied !== null && copied.item.id === item.id && copied.item.kind === item.kind && copied.step === step
  );
}

function commandLine(item: DoItem, step: number, run: string, context: DoContext): Line {
  const mark: Part[] = isCopied(context.copied, item, step)
    ? [part('[y]', { bold: true, inverse: true })]
    : [];
  const line = [part('  '), part('$ ', { token: 'dim' }), part(run, commandStyle(item))];
  return justify(line, mark, context.columns);
}

function commandStyle(item: DoItem): Style {
  return { token: item.pending ? 'dim' : 'accent' };
}

/** A step's text takes as many lines as it needs, up to `wrapMax`, where it is open; a pending one has one. */
function stepLines(item: DoItem, text: string, number: number, { columns }: DoContext): readonly Line[] {
  const style: Style = item.pending ? { token: 'dim' } : {};
  return wrap(text, columns - 4, item.pending ? 1 : wrapMax).map((words, index) => [
    part(index === 0 ? `  ${number + 1} ` : '    ', { token: 'dim' }),
    part(words, style),
  ]);
}

/** The whole command, over several lines where it is long: it must be readable where nothing can be copied. */
function commandLines(item: DoItem, step: number, run: string, context: DoContext): readonly Line[] {
  const marked = isCopied(context.copied, item, step);
  return wrap(run, context.columns - (marked ? 10 : 6), item.pending ? 1 : wrapMax).map((words, index) =>
    justify(
      [part(index === 0 ? '    $ ' : '      ', { token: 'dim' }), part(words, commandStyle(item))],
      marked && index === 0 ? [part('[y]', { bold: true, inverse: true })] : [],
      context.columns,
    ),
  );
}

/** One to three lines: the first item with its first step, and what else there is. */
function stripLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  const { columns, rows, at } = context;
  const [item, ...others] = items;
  if (item === undefined) return [];
  const step = item.steps.findIndex(({ run }) => run !== null);
  const run = item.steps[step]?.run ?? null;
  const first = item.steps[0];
  const act: Line =
    run === null
      ? first === undefined
        ? []
        : [part('  1 ', { token: 'dim' }), part(first.text)]
      : commandLine(item, step, run, context);
  const rest = othersLine(others, columns);
  if (rows === 1) return [justify([...nameParts(item), part(' ')], deadlineParts(item, at), columns)];
  const head =
    rows === 2 && others.length > 0
      ? justify(
          nameParts(item),
          [...deadlineParts(item, at), part(`  +${others.length} `), part('d', { bold: true })],
          columns,
        )
      : headLine(item, context);
  return rows === 2 || others.length === 0 ? [head, act] : [head, act, rest];
}

/** `ROLLBACK error rate 12.4% > 10% · SCALE UP (pending)      d all of it`. */
function othersLine(others: readonly DoItem[], columns: number): Line {
  const parts = others.flatMap((item, index) => [
    ...(index === 0 ? [] : [part(' · ', { token: 'dim' })]),
    part(item.label, item.pending ? { token: 'dim' } : { token: urgency(item), bold: true }),
    item.pending ? part(' (pending)', { token: 'amber' }) : part(` ${item.reason}`),
  ]);
  return justify(parts, [part('d', { bold: true }), part(' all of it', { token: 'dim' })], columns);
}

/** Rows in which everything would be shown. */
export function doRowsWanted(items: readonly DoItem[], columns: number, at: Iso): number {
  const context: DoContext = { at, columns, rows: 0, copied: null };
  return Math.max(1, items.flatMap((item, index) => wishesOf(item, index, context)).length);
}

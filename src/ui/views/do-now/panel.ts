// *Do now* in as many rows as there are: what is open first, each with its steps and commands; what does not fit is counted.

import { counted } from '../../../domain/plural.ts';
import type { Iso } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { countdown } from '../../text/age.ts';
import { drawable, wrap } from '../../text/columns.ts';
import type { Command, DoItem } from './items.ts';
import { clipLine, justify, lineColumns, part, type Line, type Part } from '../../text/line.ts';

export interface DoContext {
  readonly at: Iso;
  readonly columns: number;
  readonly rows: number;
  /** The command that the copy key takes; marked `[y]`. */
  readonly copied: Command | null;
  /** Metrics of which nothing is known freshly: there may be more to do than is shown. */
  readonly unknown: number;
}

const copyMark: Part = part('[y]', { bold: true, inverse: true });

/** Whether all of the command stands in these lines, from its beginning to its end. */
export function isWholeIn(lines: readonly Line[], run: string): boolean {
  const said = lines
    .flatMap((line) => line.filter((one) => one.text !== copyMark.text))
    .map(({ text }) => text);
  const bare = (text: string): string => text.replace(/\s+/g, '');
  return bare(said.join('')).includes(bare(drawable(run)));
}

/** Lines that one step or command may take. */
const wrapMax = 3;
/** And one of what is only pending, a reason, or whom to tell. */
const wrapBriefly = 2;

/** A line that wants to be shown; what has the highest rank is left out first. */
interface Wish {
  readonly rank: number;
  readonly line: Line;
  /** The next line belongs to the same text. */
  readonly goesOn?: boolean;
}

/** The lines of one text. */
function wishesFor(lines: readonly Line[], rank: number): readonly Wish[] {
  return lines.map((line, index) => ({ rank, line, goesOn: index < lines.length - 1 }));
}

/** At most `rows` lines of at most `columns` cells. The first item's first step is on the first line that has room for it. */
export function doLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  return unclippedLines(items, context).map((line) => clipLine(line, context.columns));
}

function unclippedLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  const { rows, columns } = context;
  if (rows <= 0) return [];
  if (items.length === 0) return nothingLines(context);
  if (rows < 4) return stripLines(items, context);
  const wishes = items.flatMap((item, index) => wishesOf(item, index, context));
  if (wishes.length <= rows) return wishes.map(({ line }) => line);
  const kept = new Set([...wishes].sort((a, b) => a.rank - b.rank).slice(0, rows - 1));
  // Half a command must not look like a whole one.
  const shown = wishes.flatMap((wish, index) => {
    const next = wishes[index + 1];
    if (!kept.has(wish)) return [];
    const broken = wish.goesOn === true && next !== undefined && !kept.has(next);
    return [broken ? [...clipLine(wish.line, columns - 2), part(' …', { bold: true })] : wish.line];
  });
  const left = wishes.filter((wish) => !kept.has(wish) && lineColumns(wish.line) > 0).length;
  // A blank line that only parted what is no longer there would be wasted room.
  return left === 0 ? shown : [...shown, more(left, columns)];
}

function nothingLines({ columns, rows, unknown }: DoContext): readonly Line[] {
  if (unknown === 0) return [[part('Nothing to do now.', { token: 'dim' })]];
  const text = `Nothing known to do now; ${unknown} unknown may hide something.`;
  return wrap(text, columns, Math.min(rows, wrapBriefly)).map((words) => [part(words, { token: 'unknown' })]);
}

function more(lines: number, columns: number): Line {
  return justify(
    [part(`… ${counted(lines, 'more line')}`, { token: 'dim' })],
    [part('d', { bold: true }), part(' all of it', { token: 'dim' })],
    columns,
  );
}

function wishesOf(item: DoItem, index: number, context: DoContext): readonly Wish[] {
  const first = index === 0;
  const late = item.pending ? 20 : 0;
  const wishes: Wish[] = [
    ...(first ? [] : [{ rank: 90 + index, line: [] }]),
    // A deadline that has its own line comes after the first command.
    ...headLines(item, context).map((line, row) => ({ rank: (first ? 0 : 2 + late) + 1.7 * row, line })),
    ...wishesFor(
      wrap(item.reason, context.columns - 4, wrapBriefly).map((words): Line => [
        part('    '),
        part(words, { token: 'dim' }),
      ]),
      (first ? 5 : 9) + late,
    ),
  ];
  item.steps.forEach((step, number) => {
    const rank = (first ? (number === 0 ? 1 : 3) : number === 0 ? 4 : 6) + late;
    wishes.push(...wishesFor(stepLines(item, step.text, number, context), rank));
    if (step.run !== null)
      wishes.push(...wishesFor(commandLines(item, number, step.run, context), rank + 0.5));
  });
  const tell = wrap(item.tell ?? '', context.columns - 10, wrapBriefly).map((words, row): Line => [
    part(row === 0 ? '    tell  ' : '          ', { token: 'dim' }),
    part(words),
  ]);
  return [...wishes, ...wishesFor(tell, (first ? 4 : 7) + late)];
}

/** The deadline has a line of its own where the title leaves no room beside it. */
function headLines(item: DoItem, context: DoContext): readonly Line[] {
  const name = nameParts(item);
  const deadline = deadlineParts(item, context.at);
  if (deadline.length === 0 || lineColumns(name) + lineColumns(deadline) < context.columns)
    return [headLine(item, context)];
  return [name, [part('    '), ...deadline]];
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
  const mark: Part[] = isCopied(context.copied, item, step) ? [copyMark] : [];
  const line = [part('  '), part('$ ', { token: 'dim' }), part(run, commandStyle(item))];
  return justify(line, mark, context.columns);
}

function commandStyle(item: DoItem): Style {
  return { token: item.pending ? 'dim' : 'accent' };
}

/** A step's text takes as many lines as it needs, up to `wrapMax`, where it is open; a pending one has one. */
function stepLines(item: DoItem, text: string, number: number, { columns }: DoContext): readonly Line[] {
  const style: Style = item.pending ? { token: 'dim' } : {};
  return wrap(text, columns - 4, item.pending ? wrapBriefly : wrapMax).map((words, index) => [
    part(index === 0 ? `  ${number + 1} ` : '    ', { token: 'dim' }),
    part(words, style),
  ]);
}

/** The whole command, over several lines where it is long: it must be readable where nothing can be copied. */
function commandLines(item: DoItem, step: number, run: string, context: DoContext): readonly Line[] {
  const marked = isCopied(context.copied, item, step);
  return wrap(run, context.columns - (marked ? 10 : 6), item.pending ? wrapBriefly : wrapMax).map(
    (words, index) =>
      justify(
        [part(index === 0 ? '    $ ' : '      ', { token: 'dim' }), part(words, commandStyle(item))],
        marked && index === 0 ? [copyMark] : [],
        context.columns,
      ),
  );
}

/**
 * One to three lines: the first item with its first step, and what else there is. The command that the copy key takes is among
 * them from three lines on, even if it is another item's.
 */
function stripLines(items: readonly DoItem[], context: DoContext): readonly Line[] {
  const { columns, rows, at } = context;
  const [item, ...others] = items;
  if (item === undefined) return [];
  if (rows === 1) return [justify([...nameParts(item), part(' ')], deadlineParts(item, at), columns)];
  const act = stripStep(item, context);
  if (others.length === 0) return [headLine(item, context), act];
  if (rows === 2)
    return [
      justify(
        nameParts(item),
        [...deadlineParts(item, at), part(`  +${others.length} `), part('d', { bold: true })],
        columns,
      ),
      act,
    ];
  return [headLine(item, context), act, othersLine(others, context)];
}

/** Its first command, or its first step where it has none. */
function stripStep(item: DoItem, context: DoContext): Line {
  const step = item.steps.findIndex(({ run }) => run !== null);
  const run = item.steps[step]?.run ?? null;
  if (run !== null) return commandLine(item, step, run, context);
  const first = item.steps[0];
  return first === undefined ? [] : [part('  1 ', { token: 'dim' }), part(first.text)];
}

/** `ROLLBACK error rate 12.4% > 10% · SCALE UP (pending)      d all of it`, or `ROLLBACK $ kubectl …   [y]  +1 d`. */
function othersLine(others: readonly DoItem[], { columns, copied }: DoContext): Line {
  const copyable = others.find(({ id, kind }) => copied?.item.id === id && copied.item.kind === kind);
  if (copied !== null && copyable !== undefined)
    return justify(
      [
        part(copyable.label, { token: urgency(copyable), bold: true }),
        part(' $ ', { token: 'dim' }),
        part(copied.run, commandStyle(copyable)),
      ],
      [
        ...(others.length > 1 ? [part(`+${others.length - 1} `, { token: 'dim' })] : []),
        part('d', { bold: true }),
        part('  '),
        copyMark,
      ],
      columns,
    );
  const parts = others.flatMap((item, index) => [
    ...(index === 0 ? [] : [part(' · ', { token: 'dim' })]),
    part(item.label, item.pending ? { token: 'dim' } : { token: urgency(item), bold: true }),
    ...(item.pending
      ? [part(' (pending)', { token: 'amber' }), part(` ${item.title}`, { token: 'dim' })]
      : [part(` ${item.reason}`)]),
  ]);
  return justify(parts, [part('d', { bold: true }), part(' all of it', { token: 'dim' })], columns);
}

// The wall itself: the sheet with its problems, *do now* beside or above them, and the homes of all metrics.

import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Milliseconds } from '../../../domain/clock.ts';
import type { Plan } from '../../../rules/plan.ts';
import { doItems, commandsOf, pickedCommand } from '../do-now/items.ts';
import { doLines } from '../do-now/panel.ts';
import { latestLines } from '../log/lines.ts';
import { drawLine, justify, part, type Line, type Size } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';
import type { Theme } from '../../theme.ts';
import { PanelBoundary } from '../frame/boundary.tsx';
import { wholeNotice } from '../frame/newest.ts';
import type { ScreenProps } from '../../keys/view.ts';
import { homesLines, mapLines, Widths, type HomesView } from './homes.ts';
import type { WallLayout } from './layout.ts';
import { sheetLines, worstLines } from './sheet.ts';

export interface WallScreenProps extends ScreenProps {
  readonly layout: WallLayout;
}

/** All strips of the wall show this long. */
const stripSpan: Milliseconds = 15 * 60_000;
/** What *do now* may take of the sheet where it stands above the problems. */
const doShare = 0.5;
const latestRowsLeast = 4;
/** On a lower sheet a notice has its row in the head alone. */
const noticeFrom = 7;

export function WallScreen(props: WallScreenProps): ReactNode {
  const { size, layout } = props;
  const { columns } = size;
  const isBeside = layout.beside.columns > 0;
  const sheetRows = Math.min(size.rows, layout.sheet.rows);
  const doRows = isBeside ? sheetRows : Math.min(sheetRows, stackedDo(props).length);
  const problems: Size = {
    columns: isBeside ? layout.sheet.columns : columns,
    rows: isBeside ? sheetRows : sheetRows - doRows,
  };
  const doNow: Size = { columns: isBeside ? columns - problems.columns : columns, rows: doRows };
  const homes: Size = { columns, rows: size.rows - sheetRows };
  const told = (
    <Guarded {...props} name="The problems" area={problems} lines={() => problemRegion(props, problems)} />
  );
  const toDo = <Guarded {...props} name="Do now" area={doNow} lines={() => doRegion(props, doNow)} />;
  return (
    <Box flexDirection="column" width={columns} height={size.rows} overflow="hidden">
      <Box flexDirection={isBeside ? 'row' : 'column'} width={columns} height={sheetRows}>
        {isBeside ? told : toDo}
        {isBeside ? toDo : told}
      </Box>
      <Guarded {...props} name="The metrics" area={homes} lines={() => homesRegion(props)} />
    </Box>
  );
}

interface GuardedProps extends WallScreenProps {
  readonly name: string;
  readonly area: Size;
  readonly lines: () => readonly Line[];
}

function Guarded({ name, area, lines, snapshot, theme }: GuardedProps): ReactNode {
  if (area.rows <= 0) return null;
  return (
    <PanelBoundary name={name} size={area} theme={theme} attempt={snapshot}>
      <Region lines={lines} size={area} theme={theme} />
    </PanelBoundary>
  );
}

interface RegionProps {
  /** Made here: what fails in it leaves the other region standing. */
  readonly lines: () => readonly Line[];
  readonly size: Size;
  readonly theme: Theme;
}

function Region({ lines, size, theme }: RegionProps): ReactNode {
  const drawn = lines()
    .slice(0, size.rows)
    .map((line) => drawLine(line, size.columns, theme));
  return <DrawnLines lines={drawn} columns={size.columns} rows={size.rows} />;
}

/** The problems; without a rule above the homes the filter takes the last row. */
function problemRegion(props: WallScreenProps, { columns, rows }: Size): readonly Line[] {
  const { layout, view } = props;
  // Beside it *do now* may leave no room for what was last.
  const hasLatest = layout.beside.columns === 0 || roomForLatest(props) < latestRowsLeast;
  const lines = sheetLines(homesView(props), { columns: layout.sheet.columns, rows }, { hasLatest });
  if (layout.hasRule || view.filter === '') return lines;
  return [...Array.from({ length: rows - 1 }, (_, row) => lines[row] ?? []), filterLine(props, columns)];
}

/** What there is to do: beside the problems with what was last below it, above them in a few rows. */
function doRegion(props: WallScreenProps, { rows }: Size): readonly Line[] {
  if (props.layout.beside.columns === 0) return stackedDo(props);
  const lines = besideColumn(props, { columns: props.layout.beside.columns, rows });
  return Array.from({ length: rows }, (_, row): Line => [
    part(' │ ', { token: 'border' }),
    ...(lines[row] ?? []),
  ]);
}

/** All metrics, below the rule that says what their strips mean. */
function homesRegion(props: WallScreenProps): readonly Line[] {
  const { layout, size, view } = props;
  const rule = layout.hasRule ? [ruleLine(props, size.columns)] : [];
  if (layout.groups.length === 0 && view.filter !== '')
    return [...rule, [part(' No metric matches; Esc shows all of them.', { token: 'dim' })]];
  const homes =
    layout.homes.form === 'map'
      ? mapLines(layout.homes, homesView(props), size.columns)
      : homesLines(layout.homes, homesView(props), size.columns);
  return [...rule, ...homes];
}

function homesView({ layout, snapshot, view }: WallScreenProps): HomesView {
  const at = Date.parse(snapshot.board.at);
  return {
    snapshot,
    groups: layout.groups,
    widths: widthsOf(snapshot.plan),
    history(metric, cells) {
      // Parts that are aligned to the epoch: between two steps only the newest one changes.
      const part = Math.max(1, Math.round(stripSpan / Math.max(1, cells)));
      const to = Math.ceil(at / part) * part;
      return snapshot.history(metric, { from: to - part * cells, to }, cells);
    },
    selected: view.selected,
  };
}

/** A changed profile is another plan: its values are measured anew. */
const widths = new WeakMap<Plan, Widths>();

function widthsOf(plan: Plan): Widths {
  let known = widths.get(plan);
  if (!known) widths.set(plan, (known = new Widths()));
  return known;
}

function besideColumn(props: WallScreenProps, { columns, rows }: Size): readonly Line[] {
  const lines = besideDo(props);
  const left = rows - lines.length - 1;
  if (left < latestRowsLeast) return lines.slice(0, rows);
  const latest = latestLines(props.snapshot.transitions, columns, left - 1);
  return [...lines, [], [part('LATEST', { bold: true })], ...latest];
}

/** Rows that *do now* leaves at the right. */
function roomForLatest(props: WallScreenProps): number {
  return props.layout.beside.rows - besideDo(props).length - 1;
}

function besideDo(props: WallScreenProps): readonly Line[] {
  const { columns, rows } = props.layout.beside;
  const items = doItems(props.snapshot.board);
  const open = items.filter(({ pending }) => !pending).length;
  const head = justify(
    [part('DO NOW', { bold: true })],
    items.length === 0
      ? []
      : [part(`${open} open  `, { token: 'dim' }), part('d', { bold: true }), part(' all', { token: 'dim' })],
    columns,
  );
  const notice = wholeNotice(props.snapshot, props.size.columns, { columns, rows: Math.floor(rows / 2) });
  return [
    head,
    ...doNow(props, { columns, rows: rows - 1 }),
    ...(notice.length === 0 ? [] : [[], ...notice]),
  ];
}

/** *Do now* in a few rows above the problems, and a notice that is longer than its row. */
function stackedDo(props: WallScreenProps): readonly Line[] {
  const { columns } = props.layout.sheet;
  const notice = stackedNotice(props);
  const lines = doNow(props, { columns: columns - 1, rows: stackedRows(props) - notice.length });
  return [...lines.map((line): Line => [part(' '), ...line]), ...notice];
}

/** Rows that it may take there: by what there is to do, and no more than its share. */
function stackedRows(props: WallScreenProps): number {
  const { snapshot, layout } = props;
  const { rows } = layout.sheet;
  const items = doItems(snapshot.board);
  const isCalm = items.length === 0 && snapshot.board.verdict === 'green';
  const wanted = isCalm ? 1 : items.length === 0 ? 2 : items.length === 1 ? 3 : items.length + 1;
  return Math.max(1, Math.min(wanted, Math.floor(rows * doShare))) + stackedNotice(props).length;
}

/** A notice leaves the problems their rows, however long it is. */
function stackedNotice({ snapshot, layout, size }: WallScreenProps): readonly Line[] {
  const { columns, rows } = layout.sheet;
  return rows < noticeFrom ? [] : wholeNotice(snapshot, size.columns, { columns, rows: 2 });
}

function doNow({ snapshot, view }: ScreenProps, { columns, rows }: Size): readonly Line[] {
  const { board } = snapshot;
  const items = doItems(board);
  if (items.length === 0 && board.verdict !== 'green') {
    const worst = worstLines(snapshot, { columns, rows });
    if (worst.length > 0) return worst;
  }
  const copied = pickedCommand(commandsOf(board), view.command);
  return doLines(items, { at: board.at, columns, rows, copied, unknown: board.counts.unknown });
}

/** The lines of *Do now* that are to be seen. */
export function wallDoLines(props: WallScreenProps): readonly Line[] {
  const { beside } = props.layout;
  return beside.columns > 0
    ? doNow(props, { columns: beside.columns, rows: beside.rows - 1 })
    : stackedDo(props);
}

/** What stands in the homes, and what their strips mean; while a filter is set, what it shows. */
function ruleLine(props: WallScreenProps, columns: number): Line {
  const { snapshot, layout, view } = props;
  if (view.filter !== '') return filterLine(props, columns);
  const judged = layout.groups.reduce((sum, group) => sum + group.judged.length, 0);
  const readings = snapshot.board.metrics.filter(({ status }) => status === null).length;
  const left = `─ ${judged} judged${readings === 0 ? '' : `, ${readings} readings`} `;
  const meaning = ' strips: last 15m; ▁▂▃▄ in target ▅▆▇ missed █ alert · unseen ─';
  const room = columns - left.length - meaning.length;
  return [
    part(left, { token: 'dim' }),
    part('─'.repeat(Math.max(0, room < 0 ? columns - left.length : room)), { token: 'border' }),
    part(room < 0 ? '' : meaning, { token: 'dim' }),
  ];
}

function filterLine({ snapshot, layout, view }: WallScreenProps, columns: number): Line {
  const shown = layout.groups.reduce((sum, group) => sum + group.judged.length + group.readings, 0);
  return justify(
    [part(' filter ', { token: 'accent', bold: true, inverse: true }), part(` ${view.filter}`)],
    [part(`${shown} of ${snapshot.board.metrics.length} shown `, { token: 'amber' })],
    columns,
  );
}

// How the wall's screen is cut into panels for a size, a snapshot and a view: the screen draws by it, the keys move by it.

import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { doItems, type DoItem } from '../do-now/items.ts';
import { doRowsWanted } from '../do-now/panel.ts';
import { matching, worstFirst } from '../words/metric.ts';
import { reasonLinesWanted } from './rows.ts';
import { tileRowsWanted } from './tiles.ts';
import {
  besideColumns,
  layoutRows,
  layoutTiles,
  rowsWanted,
  shapeOf,
  type MetricsLayout,
} from '../spread.ts';
import type { ViewState } from '../../keys/view.ts';
import type { Size } from '../../text/line.ts';

export interface WallLayout {
  readonly shape: 'list' | 'tiles';
  /** 1 while a filter is set: the line that says what it hides. */
  readonly filterRows: number;
  readonly metrics: Size;
  readonly metricsLayout: MetricsLayout;
  readonly doNow: Size;
  /** No rows: there is no room for it. */
  readonly latest: Size;
  readonly items: readonly DoItem[];
}

const latestRowsMin = 6;
/** What *Do now* may take of a list's rows although healthy metrics go to another page for it. */
const stripShareMax = 0.3;

/** @param size the area between header and footer; `screen` the whole terminal, which decides the shape. */
export function wallLayout(snapshot: WallSnapshot, view: ViewState, size: Size, screen: Size): WallLayout {
  const items = doItems(snapshot.board);
  const filterRows = view.filter !== '' ? 1 : 0;
  const metrics = matching(worstFirst(snapshot.board.metrics), view.filter);
  if (shapeOf(screen) === 'tiles') {
    const beside = besideColumns(size.columns);
    const area = { columns: size.columns - beside - 1, rows: size.rows - filterRows };
    const doRows = Math.min(
      doRowsWanted(items, beside - 4, snapshot.board) + 2,
      size.rows - Math.max(latestRowsMin, Math.floor(size.rows * 0.25)),
    );
    return {
      shape: 'tiles',
      filterRows,
      metrics: area,
      metricsLayout: layoutTiles(metrics, area, view.selected, tileRowsWanted),
      doNow: { columns: beside, rows: doRows },
      latest: { columns: beside, rows: size.rows - doRows },
      items,
    };
  }
  const rule = size.rows >= 9 ? 1 : 0;
  const wanted = Math.max(1, rowsWanted(metrics, size.columns, reasonLinesWanted)) + filterRows;
  const doWanted = doRowsWanted(items, size.columns - 2, snapshot.board);
  // What there is to do is worth more than healthy rows, as long as all of it fits; else it is told in a few rows.
  const strip =
    items.length > 0 && doWanted <= size.rows * stripShareMax ? doWanted : stripRows(items, size.rows);
  const spare = Math.max(0, size.rows - strip - rule - wanted);
  const doRows = Math.min(strip + spare, Math.max(strip, doWanted));
  const left = size.rows - doRows - rule - wanted;
  const latestRows = left >= 3 ? left : 0;
  const area = { columns: size.columns, rows: size.rows - doRows - rule - latestRows - filterRows };
  return {
    shape: 'list',
    filterRows,
    metrics: area,
    metricsLayout: layoutRows(metrics, area, view.selected, reasonLinesWanted),
    doNow: { columns: size.columns, rows: doRows + rule },
    latest: { columns: size.columns, rows: latestRows },
    items,
  };
}

/** Rows that *Do now* keeps however long the list is. */
function stripRows(items: readonly DoItem[], rows: number): number {
  if (items.length === 0) return rows >= 9 ? 1 : 0;
  if (rows < 6) return 1;
  return items.length === 1 || rows < 14 ? 2 : 3;
}

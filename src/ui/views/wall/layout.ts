// How the wall is cut into its three regions for a size and a profile: the screen draws by it, the keys move by it. No status has a say.

import type { MetricState } from '../../../rules/board.ts';
import type { Size } from '../../text/line.ts';
import { homesOf, mapOf, type Homes, type MetricMap, type WallGroup } from './places.ts';

/** Rows around the regions: the head with its row for what is newest, and the keys. */
export const rowsAround = 4;
/** From here on *do now* stands beside the problems. */
const besideFrom: Size = { columns: 110, rows: 30 };
/** The group of metrics that name none. */
export const otherGroup = 'Other';

export interface WallLayout {
  readonly groups: readonly WallGroup[];
  readonly homes: Homes | MetricMap;
  readonly homesRows: number;
  /** The rule above the homes says what strips mean. */
  readonly hasRule: boolean;
  /** Where problems are told. */
  readonly sheet: Size;
  /** Beside the sheet; no columns: it stands above the problems. */
  readonly beside: Size;
  /** The ids as they lie on the screen, row by row, column by column; null: none lies there. */
  readonly grid: readonly (readonly (string | null)[])[];
}

/**
 * @param metrics those that have a home, in the profile's order. @param size of the whole terminal.
 * @param unfolded plain readings have homes too: what somebody looks for is found.
 */
export function wallLayout(
  metrics: readonly MetricState[],
  size: Size,
  { unfolded }: { readonly unfolded: boolean },
): WallLayout {
  const groups = groupsOf(metrics, unfolded);
  const body = Math.max(0, size.rows - rowsAround);
  const homes = homesOf(groups, size, body) ?? mapOf(groups, size.columns - 2, mapRows(size, body));
  const homesRows = homes.form === 'map' ? homes.rows.length : homes.rows;
  const hasRule = homes.form === 'strip' || homes.form === 'double';
  const rows = Math.max(0, body - homesRows - (hasRule ? 1 : 0));
  const isBeside = size.columns >= besideFrom.columns && size.rows >= besideFrom.rows;
  const left = isBeside ? Math.floor(size.columns * 0.6) - (size.columns < 180 ? 1 : 0) : size.columns - 1;
  return {
    groups,
    homes,
    homesRows,
    hasRule,
    sheet: { columns: left, rows },
    beside: isBeside ? { columns: size.columns - left - 4, rows } : { columns: 0, rows: 0 },
    grid: gridOf(homes),
  };
}

/** Two rows where there are few, half of them where there are many. */
function mapRows({ columns, rows }: Size, body: number): number {
  return columns < 80 || rows < 24 ? Math.max(1, Math.floor(body * 0.3)) : Math.floor(body * 0.5);
}

/** In the order in which the profile names them first. */
function groupsOf(metrics: readonly MetricState[], unfolded: boolean): readonly WallGroup[] {
  const groups = Map.groupBy(metrics, ({ group }) => group ?? otherGroup);
  return Array.from(groups, ([title, all]) => ({
    title,
    judged: all.flatMap(({ id, status }) => (status === null && !unfolded ? [] : [id])),
    readings: unfolded ? 0 : all.filter(({ status }) => status === null).length,
  }));
}

function gridOf(homes: Homes | MetricMap): WallLayout['grid'] {
  if (homes.form === 'map')
    return homes.rows
      .map((pieces) => pieces.flatMap((piece) => ('metrics' in piece ? piece.metrics.slice(0, 1) : [])))
      .filter((ids) => ids.length > 0);
  const each = homes.form === 'double' ? 2 : 1;
  const rows = Array.from({ length: homes.rows }, () => homes.columns.map((): string | null => null));
  for (const [column, blocks] of homes.columns.entries())
    for (const { row, metrics } of blocks)
      for (const [index, id] of metrics.entries()) {
        const cells = rows[row + 1 + index * each];
        if (cells) cells[column] = id;
      }
  return rows.filter((cells) => cells.some((id) => id !== null));
}

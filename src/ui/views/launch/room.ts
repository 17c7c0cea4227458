// How the timeline and the gate are cut: a list, and beside or below it what is picked out, whole.

import { besideColumns } from '../spread.ts';
import type { Size } from '../../text/line.ts';

export interface EntryLayout {
  /** The panels stand at the right of the list, framed; else below it, under a rule. */
  readonly beside: boolean;
  readonly list: Size;
  /** What is picked out, with its frame or rule; no rows where there is no room. */
  readonly detail: Size;
  /** A second panel below it; no rows where there is no room. */
  readonly aside: Size;
}

const besideFrom: Size = { columns: 100, rows: 20 };
/** Of all rows, whatever stands in them: an edge that followed its content would move with each key and each reading. */
const share = { detailBelow: 0.4, aside: 0.4 } as const;
const asideRowsMin = 4;
const listRowsMin = 3;

/** Cells inside the detail's frame, or under its rule. */
export function detailColumns(columns: number, rows: number): number {
  return isBeside(columns, rows) ? besideColumns(columns) - 4 : columns - 2;
}

export function entryLayout({ columns, rows }: Size, headRows: number): EntryLayout {
  const left = Math.max(0, rows - headRows);
  if (isBeside(columns, rows)) {
    const beside = besideColumns(columns);
    const asideRows = Math.min(left, Math.max(asideRowsMin, Math.floor(rows * share.aside)));
    return {
      beside: true,
      list: { columns: columns - beside - 1, rows: left },
      detail: { columns: beside, rows: left - asideRows },
      aside: { columns: beside, rows: asideRows },
    };
  }
  const detailRows = Math.max(0, Math.min(Math.floor(rows * share.detailBelow), left - listRowsMin));
  const shown = detailRows >= 2 ? detailRows : 0;
  return {
    beside: false,
    list: { columns, rows: left - shown },
    detail: { columns, rows: shown },
    aside: { columns, rows: 0 },
  };
}

function isBeside(columns: number, rows: number): boolean {
  return columns >= besideFrom.columns && rows >= besideFrom.rows;
}

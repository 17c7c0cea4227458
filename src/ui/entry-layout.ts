// How the timeline and the gate are cut: a list, and beside or below it what is picked out, whole.

import { besideColumns } from './layout.ts';
import type { Size } from './view.ts';

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
/** What the detail has at the least, and may have at the most, of the rows. Fixed as far as possible: nothing jumps about. */
const detailShare = { least: 0.34, most: 0.6 } as const;
const asideRowsMin = 4;
const listRowsMin = 3;

/** Cells inside the detail's frame, or under its rule. */
export function detailColumns(columns: number, rows: number): number {
  return isBeside(columns, rows) ? besideColumns(columns) - 4 : columns - 2;
}

/** @param wanted rows that the detail takes as a whole, without its frame. */
export function entryLayout({ columns, rows }: Size, headRows: number, wanted: number): EntryLayout {
  const left = Math.max(0, rows - headRows);
  if (isBeside(columns, rows)) {
    const beside = besideColumns(columns);
    const most = Math.max(0, left - asideRowsMin);
    const detailRows = Math.min(Math.max(wanted + 2, Math.floor(left * detailShare.least)), most);
    return {
      beside: true,
      list: { columns: columns - beside - 1, rows: left },
      detail: { columns: beside, rows: detailRows },
      aside: { columns: beside, rows: left - detailRows },
    };
  }
  const most = Math.max(0, Math.min(Math.floor(left * detailShare.most), left - listRowsMin));
  const detailRows = Math.min(Math.max(wanted + 1, Math.floor(left * detailShare.least)), most);
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

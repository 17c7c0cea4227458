// Where each judged metric has its home on the wall: told by the size and the profile alone, never by how anything stands.

import { columnsOf } from '../../text/columns.ts';
import { cutName } from '../../text/names.ts';
import type { Size } from '../../text/line.ts';

/** A group as the profile has it; what is not judged is only counted. */
export interface WallGroup {
  readonly title: string;
  /** Ids of its judged metrics. */
  readonly judged: readonly string[];
  readonly readings: number;
}

/** A glyph a metric; a row each; with its strip; with the strip over a second row. */
export type HomesForm = 'map' | 'rows' | 'strip' | 'double';

/** A group's part of one column. */
export interface HomeBlock {
  readonly group: number;
  /** The how-manieth part of the group: 1 for the first. */
  readonly part: number;
  /** Of its heading, from the top of the homes. */
  readonly row: number;
  readonly metrics: readonly string[];
}

export interface Homes {
  readonly form: Exclude<HomesForm, 'map'>;
  readonly rows: number;
  /** Cells of each column; they stand two cells apart, the first one in cell 1. */
  readonly width: number;
  readonly columns: readonly (readonly HomeBlock[])[];
}

interface Form {
  readonly form: Homes['form'];
  readonly from: Size;
  /** A column with its distance, at the least. */
  readonly pitch: number;
  readonly rowsEach: 1 | 2;
  /** What the homes may take of the rows between head and keys. */
  readonly share: number;
}

const forms: readonly Form[] = [
  { form: 'double', from: { columns: 180, rows: 50 }, pitch: 48, rowsEach: 2, share: 0.5 },
  { form: 'strip', from: { columns: 110, rows: 30 }, pitch: 39, rowsEach: 1, share: 0.5 },
  { form: 'rows', from: { columns: 80, rows: 24 }, pitch: 26, rowsEach: 1, share: 0.65 },
];

/** How much taller the homes may be than they must, for groups that are not torn and stand in the profile's order. */
const orderWorth = 1.2;

/** The homes in the richest form that leaves the sheet its share; null: only a map holds so many. */
export function homesOf(groups: readonly WallGroup[], size: Size, bodyRows: number): Homes | null {
  for (const { form, from, pitch, rowsEach, share } of forms) {
    if (size.columns < from.columns || size.rows < from.rows) continue;
    const count = Math.floor(size.columns / pitch);
    const width = Math.floor((size.columns + 1) / count) - 2;
    const packing = { groups, count, rowsEach, rowsMax: Math.floor(bodyRows * share) };
    const packed = wholeGroups(packing, 1) ?? wholeGroups(packing, 0) ?? flowing(packing);
    if (packed) return { form, width, ...packed };
  }
  return null;
}

interface Packing {
  readonly groups: readonly WallGroup[];
  /** Columns. */
  readonly count: number;
  readonly rowsEach: number;
  readonly rowsMax: number;
}

type Packed = Pick<Homes, 'rows' | 'columns'>;

/** The lowest homes that hold every group, `blank` rows between two; a little higher where then none is torn, or all stand in order. */
function wholeGroups(packing: Packing, blank: number): Packed | null {
  let best: (Packed & { readonly flaws: number }) | null = null;
  let most = packing.rowsMax;
  for (let rows = 1; rows <= most; rows++) {
    const columns = firstFit(packing, rows, blank);
    if (!columns) continue;
    if (!best) most = Math.min(most, Math.floor(rows * orderWorth));
    const blocks = columns.flat();
    const flaws = 2 * (blocks.length - packing.groups.length) + (inOrder(columns) ? 0 : 1);
    if (!best || flaws < best.flaws) best = { rows, columns, flaws };
  }
  return best && { rows: best.rows, columns: best.columns };
}

/** Each group in the first column that has room for it; one that is longer than a column goes on in the next ones. */
function firstFit(
  { groups, count, rowsEach }: Packing,
  rows: number,
  blank: number,
): Homes['columns'] | null {
  const columns: HomeBlock[][] = Array.from({ length: count }, () => []);
  const used = columns.map(() => 0);
  const place = (column: number, block: Omit<HomeBlock, 'row'>): void => {
    const row = roomFrom(used[column] ?? 0, blank);
    columns[column]?.push({ ...block, row });
    used[column] = row + 1 + block.metrics.length * rowsEach;
  };
  for (const [group, { judged }] of groups.entries()) {
    const height = 1 + judged.length * rowsEach;
    if (height <= rows) {
      const column = used.findIndex((taken) => roomFrom(taken, blank) + height <= rows);
      if (column < 0) return null;
      place(column, { group, part: 1, metrics: judged });
      continue;
    }
    let column = Math.max(
      0,
      used.findLastIndex((taken) => taken > 0),
    );
    if (roomFrom(used[column] ?? 0, blank) + 1 + rowsEach > rows) column++;
    for (let from = 0, part = 1; from < judged.length; column++, part++) {
      if (column >= count) return null;
      const room = Math.floor((rows - roomFrom(used[column] ?? 0, blank) - 1) / rowsEach);
      if (room < 1) return null;
      place(column, { group, part, metrics: judged.slice(from, from + room) });
      from += room;
    }
  }
  return columns;
}

function roomFrom(taken: number, blank: number): number {
  return taken === 0 ? 0 : taken + blank;
}

/** Read column by column, no group stands before an earlier one. */
function inOrder(columns: Homes['columns']): boolean {
  const order = columns.flat().map(({ group }) => group);
  return order.every((group, index) => index === 0 || group >= (order[index - 1] ?? 0));
}

/** Groups one after the other, each going on in the next column where its own one ends; null where not even that holds them. */
function flowing(packing: Packing): Packed | null {
  for (let rows = 1 + packing.rowsEach; rows <= packing.rowsMax; rows++) {
    const columns = flow(packing, rows);
    if (columns) return { rows, columns };
  }
  return null;
}

function flow({ groups, count, rowsEach }: Packing, rows: number): Homes['columns'] | null {
  const columns: HomeBlock[][] = [[]];
  let row = 0;
  for (const [group, { judged }] of groups.entries()) {
    let from = 0;
    for (let part = 1; part === 1 || from < judged.length; part++) {
      if (row + 1 + (judged.length === 0 ? 0 : rowsEach) > rows) {
        columns.push([]);
        row = 0;
      }
      const metrics = judged.slice(from, from + Math.floor((rows - row - 1) / rowsEach));
      columns.at(-1)?.push({ group, part, row, metrics });
      row += 1 + metrics.length * rowsEach;
      from += metrics.length;
    }
  }
  return columns.length <= count ? columns : null;
}

/** A piece of a map's row: a name or a blank, or a glyph for the worst of these metrics. */
export type MapPiece = { readonly text: string } | { readonly metrics: readonly string[] };

export interface MetricMap {
  readonly form: 'map';
  /** How many metrics a glyph stands for at the most. */
  readonly each: number;
  readonly rows: readonly (readonly MapPiece[])[];
}

/** What may be taken by how many a glyph stands for. */
const manyCells = 8;

/** How long names of groups may be, the roomiest first; 0: none. */
const nameCells = [Number.POSITIVE_INFINITY, 12, 8, 4, 2, 0];

/** One glyph a metric behind its group's name, or one for several of a group where there are too many; at most `rowsMax` rows. */
export function mapOf(groups: readonly WallGroup[], columns: number, rowsMax: number): MetricMap {
  const judged = groups.reduce((sum, group) => sum + group.judged.length, 0);
  for (let each = 1; each < 2 * Math.max(1, judged); each = each < 8 ? each + 1 : Math.ceil(each * 1.3))
    for (const cells of nameCells) {
      const rows = mapRows(groups, { columns, each, cells });
      if (rows.length <= rowsMax) return { form: 'map', each, rows };
    }
  // More groups than cells: neighbours of several groups share a glyph.
  const room = Math.max(1, columns * rowsMax - manyCells);
  const all = groups.flatMap((group) => group.judged);
  const each = Math.ceil(all.length / room);
  return {
    form: 'map',
    each,
    rows: mapRows([{ title: '', judged: all, readings: 0 }], { columns, each, cells: 0 }),
  };
}

interface MapShape {
  readonly columns: number;
  readonly each: number;
  readonly cells: number;
}

function mapRows(
  groups: readonly WallGroup[],
  { columns, each, cells }: MapShape,
): readonly (readonly MapPiece[])[] {
  const rows: MapPiece[][] = [[]];
  let used = 0;
  const put = (piece: MapPiece, width: number): void => {
    if (used + width > columns) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(piece);
    used += width;
  };
  for (const { title, judged } of groups) {
    if (judged.length === 0) continue;
    const many = each > 1 && judged.length > 1 ? `×${each}` : '';
    const name = `${cutName(title, Math.min(cells, columns - 1 - many.length))}${many}`;
    const whole = columnsOf(name) + Math.ceil(judged.length / each);
    const gap = used > 0 && name !== '' ? 1 : 0;
    // What fits into a row is not torn, and a name has a glyph of its own beside it.
    const least = whole <= columns ? whole : columnsOf(name) + 1;
    if (used + gap + least > columns) used = columns;
    else if (gap > 0) put({ text: ' ' }, 1);
    if (name !== '') put({ text: name }, columnsOf(name));
    for (let from = 0; from < judged.length; from += each)
      put({ metrics: judged.slice(from, from + each) }, 1);
  }
  return rows;
}

// Where things go for a size of terminal: which shape the wall has, how its panels share the room, and how metrics fill theirs.

import type { MetricState } from '../../rules/board.ts';
import { isProblem } from './words/metric.ts';
import type { Size } from '../text/line.ts';

/** `line`: too small for a wall, one line; `list`: rows; `tiles`: tiles with a column beside them. */
export type Shape = 'line' | 'list' | 'tiles';

export const smallest: Size = { columns: 40, rows: 10 };
const tilesFrom: Size = { columns: 100, rows: 30 };

export function shapeOf({ columns, rows }: Size): Shape {
  if (columns < smallest.columns || rows < smallest.rows) return 'line';
  return columns >= tilesFrom.columns && rows >= tilesFrom.rows ? 'tiles' : 'list';
}

/** Columns of the panel at the right (do now, latest) where there is one. */
export function besideColumns(columns: number): number {
  return columns <= 120 ? Math.floor(columns * 0.42) : 50 + Math.floor((columns - 120) / 5);
}

/** Some metrics beside each other, all as high as the band. */
export interface Band {
  readonly kind: 'tiles' | 'compact' | 'rows';
  readonly rows: number;
  /** How many could stand beside each other; the last band may hold fewer. */
  readonly across: number;
  readonly metrics: readonly MetricState[];
}

export interface MetricsLayout {
  /** All bands, for moving about. */
  readonly bands: readonly Band[];
  /** Those that are shown: one page of them. */
  readonly shown: readonly Band[];
  readonly page: number;
  readonly pages: number;
}

const tileColumnsMin = 28;
const tileColumnsMax = 72;
/** A compact cell with its bounds and a curve, and one with a title and a value only. */
const compactColumns = { roomy: 60, tight: 32 } as const;
const tileRowsFull = 6;
/** A frame, the value, and one line of its sentence: no problem wants less. */
const tileRowsLeast = 4;
/** What a problem's tile may have for its sentence. */
const problemRowsMax = 9;
/** Of the rows of a page, where there are several. */
const problemShareMax = 0.7;
/** How many rows a tile may grow beyond its full height: its curve becomes taller. */
const tileGrowthMax = 8;

/** How high the tiles are, or that the healthy ones are compact lines. */
interface Density {
  /** A problem's tile has what its sentence takes, up to this. */
  readonly problem: number;
  readonly healthy: 4 | 3 | 'roomy' | 'tight';
}

/** To try, the roomiest first: the healthy ones shrink before a problem's sentence is cut. */
const densities: readonly Density[] = [
  { problem: problemRowsMax, healthy: 4 },
  { problem: problemRowsMax, healthy: 3 },
  { problem: problemRowsMax, healthy: 'roomy' },
  { problem: problemRowsMax, healthy: 'tight' },
  { problem: tileRowsFull, healthy: 'tight' },
  { problem: 5, healthy: 'tight' },
  { problem: 4, healthy: 'tight' },
  { problem: 3, healthy: 'tight' },
];

/** Rows that a problem takes in so many columns for its whole sentence; the same from second to second. */
type RowsWanted = (metric: MetricState, columns: number) => number;

/** Tiles for an area; `metrics` stand in the order in which they are to be shown. */
export function layoutTiles(
  metrics: readonly MetricState[],
  area: Size,
  selected: string | null,
  wanted: RowsWanted,
): MetricsLayout {
  const across = tilesAcross(metrics.length, area);
  for (const density of densities) {
    if (leastRows(metrics, area, across, density) > area.rows) continue;
    const bands = bandsOf(metrics, area, across, density, wanted);
    const used = rowsOf(bands);
    if (used <= area.rows) return whole(grown(bands, area.rows - used));
  }
  // Not even the densest shows all: then the problems have room for what they have to say, as far as they leave some for others.
  const problemBands = Math.ceil(metrics.filter(isProblem).length / across);
  const problem =
    [problemRowsMax, tileRowsFull, 5].find((rows) => problemBands * rows <= area.rows * problemShareMax) ?? 4;
  return paged(bandsOf(metrics, area, across, { problem, healthy: 'tight' }, wanted), area.rows, selected);
}

/**
 * By the number of metrics and the area alone: a change of status never changes how many tiles stand beside each other.
 */
function tilesAcross(count: number, { columns, rows }: Size): number {
  const most = Math.max(1, Math.floor(columns / tileColumnsMin));
  const least = Math.min(most, Math.ceil(columns / tileColumnsMax));
  let across = least;
  while (across < most && Math.ceil(count / across) * tileRowsFull > rows) across++;
  // A few metrics share the whole width.
  return Math.max(1, Math.min(across, count));
}

/** What `bandsOf` takes at the least, without asking any problem how long its sentence is: many do not fit anyhow. */
function leastRows(
  metrics: readonly MetricState[],
  area: Size,
  across: number,
  { problem, healthy }: Density,
): number {
  if (typeof healthy === 'number') return Math.ceil(metrics.length / across) * healthy;
  const problems = metrics.filter(isProblem).length;
  return (
    Math.ceil(problems / across) * Math.min(problem, tileRowsLeast) +
    Math.ceil((metrics.length - problems) / compactAcrossOf(area, healthy))
  );
}

function compactAcrossOf({ columns }: Size, kind: 'roomy' | 'tight'): number {
  return Math.max(1, Math.floor(columns / compactColumns[kind]));
}

function bandsOf(
  metrics: readonly MetricState[],
  area: Size,
  across: number,
  { problem, healthy: healthyRows }: Density,
  wanted: RowsWanted,
): readonly Band[] {
  const columns = Math.floor(area.columns / across);
  const problemRows = (chunk: readonly MetricState[]): number =>
    problem <= tileRowsLeast
      ? problem
      : Math.min(problem, Math.max(...chunk.filter(isProblem).map((metric) => wanted(metric, columns))));
  if (typeof healthyRows === 'number')
    return chunks(metrics, across).map((chunk) => ({
      kind: 'tiles',
      rows: chunk.some(isProblem) ? Math.max(healthyRows, problemRows(chunk)) : healthyRows,
      across,
      metrics: chunk,
    }));
  const compactAcross = compactAcrossOf(area, healthyRows);
  const problems = metrics.filter(isProblem);
  const healthy = metrics.filter((metric) => !isProblem(metric));
  return [
    ...chunks(problems, across).map((chunk): Band => ({
      kind: 'tiles',
      rows: problemRows(chunk),
      across,
      metrics: chunk,
    })),
    ...chunks(healthy, compactAcross).map((chunk): Band => ({
      kind: 'compact',
      rows: 1,
      across: compactAcross,
      metrics: chunk,
    })),
  ];
}

/** The rows left over, shared among the bands of tiles; the upper ones, with the worst in them, get what does not divide. */
function grown(bands: readonly Band[], spare: number): readonly Band[] {
  const tiles = bands.filter(({ kind }) => kind === 'tiles').length;
  if (tiles === 0) return bands;
  const each = Math.floor(spare / tiles);
  const rest = spare - each * tiles;
  // Tiles stand before compact lines.
  return bands.map((band, index) =>
    band.kind === 'tiles'
      ? { ...band, rows: band.rows + Math.min(tileGrowthMax, each + (index < rest ? 1 : 0)) }
      : band,
  );
}

/** From here on a reason fits into its own column of the list. */
const reasonInlineFrom = 120;

/**
 * Rows of a list. On a narrow one the worst get a line for their reason, then a second one where it is long, as far as there
 * are rows, even where healthy ones have to go to another page for it.
 */
export function layoutRows(
  metrics: readonly MetricState[],
  area: Size,
  selected: string | null,
  reasonLines: RowsWanted,
): MetricsLayout {
  const problems = metrics.filter(isProblem).length;
  const free = area.rows - metrics.length;
  // One row is the page line's, once there are pages.
  let spare =
    area.columns < reasonInlineFrom
      ? Math.max(free, area.rows - problems - 1, Math.floor(area.rows / 3))
      : free;
  const wanted = metrics.map((metric) => reasonLines(metric, area.columns));
  const given = metrics.map(() => 1);
  for (const round of [1, 2])
    for (const [index, lines] of wanted.entries())
      if (lines >= round && spare > 0) {
        given[index] = 1 + round;
        spare--;
      }
  const bands = metrics.map((metric, index): Band => {
    const rows = given[index] ?? 1;
    return { kind: 'rows', rows, across: 1, metrics: [metric] };
  });
  return rowsOf(bands) <= area.rows ? whole(bands) : paged(bands, area.rows, selected);
}

/** Rows that the list would use if each reason were shown. */
export function rowsWanted(
  metrics: readonly MetricState[],
  columns: number,
  reasonLines: RowsWanted,
): number {
  return metrics.reduce((rows, metric) => rows + 1 + reasonLines(metric, columns), 0);
}

function whole(bands: readonly Band[]): MetricsLayout {
  return { bands, shown: bands, page: 0, pages: 1 };
}

/** Pages of bands, one row of each kept for saying what is on the others; the page with the selected metric is shown. */
function paged(bands: readonly Band[], rows: number, selected: string | null): MetricsLayout {
  const pages: Band[][] = [[]];
  let used = 0;
  for (const band of bands) {
    const page = pages.at(-1);
    if (page !== undefined && (page.length === 0 || used + band.rows <= rows - 1)) {
      page.push(band);
      used += band.rows;
    } else {
      pages.push([band]);
      used = band.rows;
    }
  }
  const found = pages.findIndex((page) =>
    page.some((band) => band.metrics.some(({ id }) => id === selected)),
  );
  const page = Math.max(0, found);
  return { bands, shown: pages[page] ?? [], page, pages: pages.length };
}

function rowsOf(bands: readonly Band[]): number {
  return bands.reduce((sum, { rows }) => sum + rows, 0);
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

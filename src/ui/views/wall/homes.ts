// The homes: each judged metric in its own place, row and column, whatever its status. Lines of exactly the cells that there are.

import { severity, statusGlyph, type Status } from '../../../domain/status.ts';
import type { Bucket, WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import { statusToken, type Style } from '../../theme.ts';
import { clip, columnsOf, fit, fitRight } from '../../text/columns.ts';
import { lineColumns, part, type Line } from '../../text/line.ts';
import { cutName, tellingName } from '../../text/names.ts';
import { stripLine } from '../../text/strip.ts';
import { otherGroup } from './layout.ts';
import type { HomeBlock, Homes, MetricMap, WallGroup } from './places.ts';

/** What the wall remembers of a profile while it is shown: values that have become wider take their cells from their own name only. */
export class Widths {
  readonly #cells = new Map<string, number>();

  /** The cells of the widest value that this metric has had. */
  of(metric: MetricState): number {
    const now = metric.display === null ? 0 : columnsOf(metric.display);
    const widest = Math.max(valueLeast, now, this.#cells.get(metric.id) ?? 0);
    this.#cells.set(metric.id, widest);
    return widest;
  }
}

/** A value may always have so many cells: the usual ones cut no name anew. */
const valueLeast = 4;
/** A name with less says nothing: the strip goes first. */
const nameLeast = 12;
const stripCells = 8;
/** What stands behind a value in the form of two rows. */
const doubleCells = { value: 12, bound: 12 } as const;

export interface HomesView {
  readonly snapshot: WallSnapshot;
  readonly groups: readonly WallGroup[];
  readonly widths: Widths;
  /** The buckets of a strip of so many cells. */
  history(metric: string, cells: number): readonly Bucket[];
  readonly selected: string | null;
}

/** All rows of the homes. */
export function homesLines(homes: Homes, view: HomesView, columns: number): readonly Line[] {
  const byId = new Map(view.snapshot.board.metrics.map((metric) => [metric.id, metric]));
  const grid = homes.columns.map((blocks) => columnRows(blocks, homes, view, byId));
  return Array.from({ length: homes.rows }, (_, row) => {
    const line: Line[] = [];
    let used = 0;
    for (const [column, rows] of grid.entries()) {
      const cell = rows[row];
      if (!cell) continue;
      const from = column * (homes.width + 2);
      line.push([part(' '.repeat(Math.max(0, from - used)))], cell);
      used = from + lineColumns(cell);
    }
    return [...line.flat(), part(' '.repeat(Math.max(0, columns - used)))];
  });
}

/** The rows of one column, each with its cell for the cursor before it: `homes.width + 1` cells. */
function columnRows(
  blocks: readonly HomeBlock[],
  homes: Homes,
  view: HomesView,
  byId: ReadonlyMap<string, MetricState>,
): readonly (Line | undefined)[] {
  const rows: (Line | undefined)[] = [];
  for (const { group, part: nth, row, metrics } of blocks) {
    const { title = '', readings = 0, judged = [] } = view.groups[group] ?? {};
    const name = nth === 1 ? title : `${title} (${nth})`;
    const counted = nth === 1 ? readings : 0;
    rows[row] = [part(' '), ...headingLine(name, counted, view, group, homes.width)];
    for (const [index, id] of metrics.entries()) {
      const metric = byId.get(id);
      if (!metric) continue;
      const siblings = judged.map((other) => byId.get(other)?.title ?? '');
      const at = row + 1 + index * (homes.form === 'double' ? 2 : 1);
      const mark = part(view.selected === id ? '▸' : ' ', { token: 'accent', bold: true });
      rows[at] = [mark, ...homeRow(metric, homes, view, siblings)];
      if (homes.form === 'double')
        rows[at + 1] = [part('   '), ...filledStrip(metric.id, view, homes.width - 2)];
    }
  }
  return rows;
}

/** `Money ──────── +1 reading`; where readings are old or missing, how many. */
function headingLine(title: string, readings: number, view: HomesView, group: number, columns: number): Line {
  const old = readings === 0 ? 0 : oldReadings(view, group);
  const tail = readings === 0 ? '' : `+${readings} reading${readings === 1 ? '' : 's'}`;
  const trouble = old === 0 ? '' : `, ${old} old`;
  const tailCells = columnsOf(tail) + columnsOf(trouble);
  const name = cutName(title, Math.max(1, columns - tailCells - (tailCells > 0 ? 2 : 0)));
  const room = columns - columnsOf(name) - tailCells;
  const rule =
    tailCells === 0
      ? room < 2
        ? ' '.repeat(room)
        : ` ${'─'.repeat(room - 1)}`
      : room < 3
        ? ' '.repeat(room)
        : ` ${'─'.repeat(room - 2)} `;
  return [
    part(name, { bold: true }),
    part(rule, { token: 'border' }),
    part(tail, { token: 'dim' }),
    part(trouble, { token: 'amber' }),
  ];
}

/** Folded readings of the group that are missing, or older than they may be. */
function oldReadings({ snapshot, groups }: HomesView, group: number): number {
  const title = groups[group]?.title;
  return snapshot.board.metrics.filter(
    ({ status, group: own, detail, gap, display }) =>
      status === null &&
      (own ?? otherGroup) === title &&
      (detail === 'stale' || (display === null && gap !== null)),
  ).length;
}

function homeRow(
  metric: MetricState,
  { form, width }: Homes,
  view: HomesView,
  siblings: readonly string[],
): Line {
  const cells = view.widths.of(metric);
  const glyph = glyphParts(metric);
  if (form === 'double') {
    const value = Math.min(Math.max(doubleCells.value, cells), width - 5 - doubleCells.bound - nameLeast);
    const name = Math.max(1, width - 2 - 1 - value - 2 - doubleCells.bound);
    return [
      ...glyph,
      part(fit(tellingName(metric.title, siblings, name), name)),
      part(' '),
      valuePart(metric, value, { worded: true }),
      part('  '),
      part(fit(boundOf(metric), doubleCells.bound), { token: 'dim' }),
    ];
  }
  const rest = width - 2 - 1 - Math.min(cells, Math.floor((width - 3) / 2));
  const value = width - 2 - 1 - rest;
  const hasStrip =
    form === 'strip' &&
    (rest - stripCells - 1 >= nameLeast || rest - stripCells - 1 >= columnsOf(metric.title));
  const name = hasStrip ? rest - stripCells - 1 : rest;
  const strip: Line = hasStrip ? [part(' '), ...filledStrip(metric.id, view, stripCells)] : [];
  return [
    ...glyph,
    part(fit(tellingName(metric.title, siblings, name), name)),
    part(' '),
    valuePart(metric, value),
    ...strip,
  ];
}

/** How it stands, and what people have said of it: muted, or acknowledged. */
function glyphParts({ status, mute, ack }: MetricState): Line {
  const said = part(mute !== null ? '▽' : ack !== null ? '◇' : ' ', { token: 'accent' });
  if (status === null) return [part('·', { token: 'dim' }), said];
  return [part(statusGlyph[status], { token: statusToken(status), bold: status === 'red' }), said];
}

/** The value at its right edge; the last one, faint, while it is unknown: where there is room, in so many words. */
function valuePart(
  { display, status }: MetricState,
  columns: number,
  { worded }: { readonly worded?: boolean } = {},
): Line[number] {
  const value = display ?? '—';
  if (status === 'unknown' || display === null) {
    const said = worded && display !== null ? `was ${display}` : value;
    return part(fitRight(columnsOf(said) > columns ? value : said, columns), { token: 'dim' });
  }
  const style: Style =
    status === 'red' || status === 'amber' ? { token: statusToken(status), bold: true } : { bold: true };
  return part(fitRight(value, columns), style);
}

/** What it is held to: the same words however it stands. */
function boundOf({ target, alert }: MetricState): string {
  const bound = target ?? alert ?? '';
  return columnsOf(bound) <= doubleCells.bound ? bound : clip(bound, doubleCells.bound);
}

/** A metric's strip in exactly so many cells; blank where nothing is known of its past. */
export function filledStrip(id: string, view: HomesView, cells: number): Line {
  const strip = stripLine(view.history(id, cells), view.snapshot.approach(id));
  return [...strip, part(' '.repeat(Math.max(0, cells - lineColumns(strip))))];
}

/** The worst of several, in the verdict's order. */
export function worstOf(metrics: readonly (MetricState | undefined)[]): Status | null {
  let worst: MetricState | null = null;
  for (const metric of metrics)
    if (metric && (worst === null || severity(metric.status, metric.was) < severity(worst.status, worst.was)))
      worst = metric;
  return worst?.status ?? null;
}

/** The rows of a map: a glyph for the worst of what it stands for. */
export function mapLines(map: MetricMap, view: HomesView, columns: number): readonly Line[] {
  const byId = new Map(view.snapshot.board.metrics.map((metric) => [metric.id, metric]));
  return map.rows.map((pieces) => {
    const line: Line = [
      part(' '),
      ...pieces.map((piece) => {
        if ('text' in piece) return part(piece.text, { token: 'dim' });
        const status = worstOf(piece.metrics.map((id) => byId.get(id)));
        const isPicked = view.selected !== null && piece.metrics.includes(view.selected);
        return part(status === null ? '·' : statusGlyph[status], {
          token: status === null ? 'dim' : statusToken(status),
          bold: status === 'red',
          inverse: isPicked,
        });
      }),
    ];
    return [...line, part(' '.repeat(Math.max(0, columns - lineColumns(line))))];
  });
}

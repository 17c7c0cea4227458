// Long lists: which of their lines are on the screen, so that the entry that is picked out is seen whole; what lies below is counted
// rather than silently missing.

import { part, type Line } from './line.ts';

/** One thing that can be picked out. */
export interface EntryBlock {
  readonly id: string;
  readonly open: boolean;
  /** As it is drawn when it is picked out, and when it is not. */
  lines(picked: boolean): readonly Line[];
}

export interface EntrySection {
  readonly heading: Line;
  readonly blocks: readonly EntryBlock[];
}

interface PlacedEntry {
  readonly id: string;
  readonly open: boolean;
  readonly section: number;
  /** Its lines in the list: the first one, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export interface EntryList {
  readonly lines: readonly Line[];
  /** Of each section, the line of its heading. */
  readonly headings: readonly number[];
  readonly entries: readonly PlacedEntry[];
  readonly picked: PlacedEntry | null;
}

/**
 * @param picked the id of the entry that is picked out; one that is not there picks out `begin`, else the first one.
 * @param options `airy`: a blank line before each heading but the first.
 */
export function entryList(
  sections: readonly EntrySection[],
  picked: string | null,
  begin: string | null,
  { airy }: { readonly airy: boolean },
): EntryList {
  const ids = sections.flatMap(({ blocks }) => blocks.map(({ id }) => id));
  const marked = [picked, begin, ids[0]].find((id) => id !== null && id !== undefined && ids.includes(id));
  const lines: Line[] = [];
  const headings: number[] = [];
  const entries: PlacedEntry[] = [];
  for (const [section, { heading, blocks }] of sections.entries()) {
    if (airy && section > 0) lines.push([]);
    headings.push(lines.length);
    lines.push(heading);
    for (const block of blocks) {
      const { id, open } = block;
      const from = lines.length;
      lines.push(...block.lines(id === marked));
      entries.push({ id, open, section, from, to: lines.length });
    }
  }
  return { lines, headings, entries, picked: entries.find(({ id }) => id === marked) ?? null };
}

/**
 * The first line to show, as near to `wished` as the picked entry allows: with a line above it, which is a heading's, and
 * one below it, which says how much follows.
 */
export function firstLine({ lines, picked }: EntryList, wished: number, rows: number): number {
  const last = lastFirst(lines, rows);
  if (picked === null) return Math.min(wished, last);
  const lowest = picked.to - rows + (picked.to < lines.length ? 1 : 0);
  return Math.max(0, Math.min(Math.min(Math.max(wished, lowest), picked.from - 1), last));
}

/**
 * From this line on, as many as there is room for. The heading of what is seen stays at the top; of an entry that begins above
 * no rest is shown. How much is not seen is said below.
 */
export function listLines(list: EntryList, first: number, rows: number): readonly Line[] {
  const { lines, entries } = list;
  const shown = lines.slice(first, first + rows);
  const top = entries.find(({ from, to }) => from <= first && first < to);
  const heading = lines[list.headings[top?.section ?? -1] ?? -1];
  if (top !== undefined && heading !== undefined && rows > 2) shown[0] = heading;
  const rest = Math.min((top?.to ?? first) - first, shown.length);
  for (let row = 1; row < rest; row++) shown[row] = [];
  const below = lines.length - first - rows;
  if (below > 0 && rows > 3) {
    const above = first > 0 ? `, ↑ ${first} above` : '';
    shown[shown.length - 1] = [part(` ↓ ${below + 1} more rows${above}`, { token: 'accent' })];
  }
  return shown;
}

/** Entries that are seen whole at a time, for page keys. */
export function pageOf({ entries }: EntryList, first: number, rows: number): number {
  return Math.max(1, entries.filter(({ from, to }) => from > first && to < first + rows).length - 1);
}

/** Below so many rows the count would take the place of what it counts. */
const countFromRows = 4;

/** The greatest useful first line. */
export function lastFirst(lines: readonly Line[], rows: number): number {
  return Math.max(0, lines.length - rows);
}

/** `rows` lines from `first` on, as far down as there is something to see; the last one says how much is below. */
export function scrolled(lines: readonly Line[], first: number, rows: number): readonly Line[] {
  const from = Math.min(first, lastFirst(lines, rows));
  const shown = lines.slice(from, from + rows);
  const below = lines.length - from - rows;
  if (below <= 0 || rows < countFromRows) return shown;
  const count = part(` ↓ ${below + 1} more rows, PgDn`, { token: 'accent' });
  return [...shown.slice(0, -1), [count]];
}

// The part of a long list that is on the screen; what lies below is counted rather than silently missing.

import { part, type Line } from './line.ts';

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

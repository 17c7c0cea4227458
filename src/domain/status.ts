// The four statuses, how they are ordered, and how each is shown: colour is never the only carrier.

/** green meets its target; amber does not, or its alert is pending; red's alert has held; unknown has nothing fresh to judge by. */
export type Status = 'green' | 'amber' | 'red' | 'unknown';

export type StatusDetail = 'pending' | 'recovering' | 'warming' | 'stale' | 'muted' | 'flapping';

export const statuses: readonly Status[] = ['green', 'amber', 'red', 'unknown'];

/** A glyph and a word for each status; the glyphs are one column wide everywhere. */
export const statusGlyph: Readonly<Record<Status, string>> = {
  green: '●',
  amber: '▲',
  red: '✖',
  unknown: '◌',
};

/**
 * How bad it is, worst first: red, unknown that was red, unknown, amber, green (docs/judgement.md §8.7).
 * A metric without status ranks behind green.
 */
export function severity(status: Status | null, was: Status | null): number {
  switch (status) {
    case 'red':
      return 0;
    case 'unknown':
      return was === 'red' ? 1 : 2;
    case 'amber':
      return 3;
    case 'green':
      return 4;
    case null:
      return 5;
  }
}

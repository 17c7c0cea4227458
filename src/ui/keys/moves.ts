// The steps that a key can take through what is on the screen: by one, by a page, by a phase, to the next item or criterion that is open.

export const moves = [
  'up',
  'down',
  'left',
  'right',
  'next',
  'previous',
  'top',
  'bottom',
  'pageUp',
  'pageDown',
] as const;

export type Move = (typeof moves)[number];

/** What is picked out, and what else could be. */
export interface EntryBounds {
  readonly entries: readonly {
    readonly id: string;
    /** The phase, or the part of the gate, that it stands in: each has its own number. */
    readonly section: number;
    /** Something is still to be done about it. */
    readonly open: boolean;
  }[];
  /** The id of what is picked out now. */
  readonly picked: string | null;
  /** The list's line at the top of the screen now. */
  readonly first: number;
  /** Entries that a page key moves by; at least 1. */
  readonly page: number;
}

/** What is picked out after the step. The list stays where it is as far as that is to be seen there. */
export function movedEntry(
  bounds: EntryBounds,
  step: Move,
): { readonly entry: string | null; readonly scroll: number } {
  const { entries, picked, first } = bounds;
  const index = Math.max(
    0,
    entries.findIndex(({ id }) => id === picked),
  );
  const target = entries[Math.max(0, Math.min(entries.length - 1, stepTo(bounds, index, step)))];
  return { entry: target?.id ?? picked, scroll: first };
}

function stepTo({ entries, page }: EntryBounds, index: number, step: Move): number {
  switch (step) {
    case 'up':
      return index - 1;
    case 'down':
      return index + 1;
    case 'pageUp':
      return index - page;
    case 'pageDown':
      return index + page;
    case 'top':
      return 0;
    case 'bottom':
      return entries.length - 1;
    case 'left': {
      const own = sectionStart(entries, index);
      return own < index ? own : sectionStart(entries, index - 1);
    }
    case 'right': {
      const next = entries.findIndex(
        ({ section }, place) => place > index && section !== entries[index]?.section,
      );
      return next < 0 ? index : next;
    }
    case 'next': {
      const next = entries.findIndex(({ open }, place) => open && place > index);
      return next < 0 ? index : next;
    }
    case 'previous': {
      const before = entries.findLastIndex(({ open }, place) => open && place < index);
      return before < 0 ? index : before;
    }
  }
}

function sectionStart(entries: EntryBounds['entries'], index: number): number {
  const section = entries[index]?.section;
  return entries.findIndex((entry) => entry.section === section);
}

// Where the person looks, as one pure reducer: every key that moves, opens or closes something ends here.

import { movedEntry, type EntryBounds, type Move } from './moves.ts';
import type { Field, Prompt } from './prompt.ts';
import { initialView, type ScreenName, type ViewMessage, type ViewState } from './view.ts';

/** What there is to move in, at the moment of the key. */
export interface Bounds {
  /** The metrics as they lie on the wall, row by row, column by column; null: none lies there. */
  readonly grid: readonly (readonly (string | null)[])[];
  /** The metric that is worst; null: none is a problem. */
  readonly first: string | null;
  /** Rows that a page key moves by; at least 1. */
  readonly page: number;
  /** The greatest useful `scroll` of the screen that is shown. */
  readonly scrollMax: number;
  /** Lines of the picker that is shown. */
  readonly picks: number;
  /** The keys of the commands that could be copied, the most urgent first. */
  readonly commands: readonly string[];
  /** The command that the copy key would take stands on the screen whole: half a command must not be copied for a whole one. */
  readonly showsCommand: boolean;
  /** What can be picked out on the timeline or the gate; null on other screens. */
  readonly entries: EntryBounds | null;
}

export type ViewAction =
  | { readonly type: 'move'; readonly move: Move; readonly bounds: Bounds }
  | {
      readonly type: 'show';
      readonly screen: ScreenName;
      /** The line of a picker, and the command of *do now*, that are picked out at first. */
      readonly cursor?: number;
      readonly command?: string | null;
    }
  /** Picks out a line of the picker that is shown. */
  | { readonly type: 'pick'; readonly cursor: number }
  /** Picks out an item of the timeline, or a criterion of the gate. */
  | { readonly type: 'entry'; readonly entry: string; readonly scroll: number }
  /** Picks out a metric of the wall. */
  | { readonly type: 'select'; readonly metric: string }
  /** Asks something, or (null) asks no more. */
  | { readonly type: 'ask'; readonly prompt: Prompt | null }
  /** What is typed as the answer so far. */
  | { readonly type: 'answer'; readonly field: Field }
  /** Opens the selected metric, or the first one. */
  | { readonly type: 'open'; readonly bounds: Bounds }
  | { readonly type: 'back' }
  | {
      readonly type: 'filter';
      readonly edit: 'start' | 'keep' | 'clear' | 'erase' | { readonly type: string };
    }
  | { readonly type: 'say'; readonly message: ViewMessage | null }
  /** Another profile is watched: nothing of the old one is looked at any more. */
  | { readonly type: 'reset' };

/** Longest filter that can be typed, in characters. */
export const filterMax = 60;

export function navigate(view: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'move':
      return move({ ...view, message: null }, action.move, action.bounds);
    case 'show':
      return {
        ...view,
        screen: action.screen,
        scroll: 0,
        cursor: action.cursor ?? 0,
        // The picker is narrowed as one types, and by its own words.
        filter: action.screen === 'profiles' || view.screen === 'profiles' ? '' : view.filter,
        filtering: action.screen === 'profiles',
        // What is picked out is held, whatever opens above it; on the wall it is always the most urgent.
        command: action.screen === 'do' ? (action.command ?? null) : null,
        entry: null,
        message: null,
      };
    case 'pick':
      return { ...view, cursor: action.cursor };
    case 'entry':
      return { ...view, entry: action.entry, scroll: action.scroll };
    case 'select':
      return { ...view, selected: action.metric };
    case 'ask':
      return view.prompt === action.prompt ? view : { ...view, prompt: action.prompt, message: null };
    case 'answer':
      return view.prompt === null
        ? view
        : { ...view, prompt: { ...view.prompt, ...action.field, problem: null } };
    case 'open': {
      const shown = shownOf(action.bounds);
      const selected =
        view.selected !== null && shown.includes(view.selected)
          ? view.selected
          : (action.bounds.first ?? shown[0] ?? null);
      return selected === null ? view : { ...view, screen: 'metric', selected, scroll: 0, message: null };
    }
    case 'back':
      return view.screen === 'wall'
        ? { ...view, filter: '', message: null }
        : {
            ...view,
            screen: 'wall',
            scroll: 0,
            cursor: 0,
            filter: view.screen === 'profiles' ? '' : view.filter,
            filtering: false,
            command: null,
            entry: null,
            message: null,
          };
    case 'filter':
      return filtered(view, action.edit);
    case 'say':
      return view.message === action.message ? view : { ...view, message: action.message };
    case 'reset':
      return { ...initialView, message: view.message };
  }
}

type FilterEdit = Extract<ViewAction, { type: 'filter' }>['edit'];

/** Other words list other lines: the picker's cursor begins at their first one. */
function filtered(view: ViewState, edit: FilterEdit): ViewState {
  if (typeof edit === 'object')
    return { ...view, filter: (view.filter + edit.type).slice(0, filterMax), cursor: 0, message: null };
  switch (edit) {
    case 'start':
      return { ...view, filtering: true, message: null };
    case 'keep':
      return { ...view, filtering: false };
    case 'clear':
      return { ...view, filtering: view.screen === 'profiles', filter: '', cursor: 0 };
    case 'erase':
      return { ...view, filter: Array.from(view.filter).slice(0, -1).join(''), cursor: 0, message: null };
  }
}

function move(view: ViewState, step: Move, bounds: Bounds): ViewState {
  switch (view.screen) {
    case 'wall':
      return { ...view, selected: moved(view.selected, step, bounds) };
    case 'metric':
      if (step === 'up' || step === 'down' || step === 'pageUp' || step === 'pageDown')
        return { ...view, scroll: stepped(view.scroll, step, bounds.page, bounds.scrollMax) };
      return { ...view, selected: moved(view.selected, sideways(step), bounds), scroll: 0 };
    case 'profiles':
    case 'faults':
      return { ...view, cursor: stepped(view.cursor, step, bounds.page, bounds.picks - 1) };
    case 'do': {
      if (step === 'pageUp' || step === 'pageDown')
        return { ...view, scroll: stepped(view.scroll, step, bounds.page, bounds.scrollMax) };
      // The arrows go from command to command, and on past the last one through the text.
      const { commands } = bounds;
      const index = Math.max(0, view.command === null ? 0 : commands.indexOf(view.command));
      const next = stepped(index, step, bounds.page, commands.length - 1);
      return next === index
        ? { ...view, scroll: stepped(view.scroll, step, bounds.page, bounds.scrollMax) }
        : { ...view, command: commands[next] ?? null, scroll: 0 };
    }
    case 'timeline':
    case 'gate':
      return bounds.entries === null ? view : { ...view, ...movedEntry(bounds.entries, step) };
    case 'help':
    case 'sources':
      return { ...view, scroll: stepped(view.scroll, step, bounds.page, bounds.scrollMax) };
  }
}

function sideways(step: Move): Move {
  if (step === 'left') return 'previous';
  return step === 'right' ? 'next' : step;
}

/** A position in 0…last after the step. */
function stepped(position: number, step: Move, page: number, last: number): number {
  const by: Readonly<Record<Move, number>> = {
    up: -1,
    left: -1,
    previous: -1,
    down: 1,
    right: 1,
    next: 1,
    pageUp: -page,
    pageDown: page,
    top: Number.NEGATIVE_INFINITY,
    bottom: Number.POSITIVE_INFINITY,
  };
  return Math.max(0, Math.min(Math.max(0, last), position + by[step]));
}

/** The metric that lies one step away; the first one when none was selected or the selected one is gone. */
/** The metrics that are to be seen, in the order in which they are read. */
export function shownOf({ grid }: Pick<Bounds, 'grid'>): readonly string[] {
  return grid.flat().filter((id) => id !== null);
}

function moved(selected: string | null, step: Move, bounds: Bounds): string | null {
  const { grid, page } = bounds;
  const order = shownOf(bounds);
  const first = order[0];
  if (first === undefined) return selected;
  if (step === 'top') return first;
  if (step === 'bottom') return order.at(-1) ?? first;
  const row = grid.findIndex((ids) => selected !== null && ids.includes(selected));
  const ids = grid[row];
  if (selected === null || ids === undefined) return first;
  if (step === 'left' || step === 'right' || step === 'next' || step === 'previous')
    return order[stepped(order.indexOf(selected), step, page, order.length - 1)] ?? selected;
  const targetRow = stepped(row, step, page, grid.length - 1);
  const column = ids.indexOf(selected);
  // Columns go on below a heading.
  const onward = targetRow < row ? grid.slice(0, targetRow + 1).toReversed() : grid.slice(targetRow);
  if (onward.every((one) => one.length === ids.length))
    return targetRow === row
      ? selected
      : (onward.map((one) => one[column] ?? null).find((id) => id !== null) ?? selected);
  const target = grid[targetRow] ?? ids;
  // Rows of a map are of different lengths: keep the place across, not the count.
  const across = (column + 0.5) / ids.length;
  return targetRow === row
    ? selected
    : (target[Math.floor(across * target.length)] ?? target.at(-1) ?? selected);
}

// What a line of the key table is, on which screens keys work together, and what a key has to work with: what is seen, where one looks,
// and whom to ask.

import type { Move } from './moves.ts';
import { screenNames, type ScreenName, type ViewState } from './view.ts';
import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { ProfileChoice, WallControls } from '../controls.ts';
import type { Bounds, ViewAction } from './navigation.ts';

/** What a key asks for; a move is for the reducer alone. */
export type KeyAction =
  | Move
  | 'quit'
  | 'help'
  | 'open'
  | 'back'
  | 'filter'
  | 'do'
  | 'copy'
  | 'timeline'
  | 'gate'
  | 'tick'
  | 'note'
  | 'skip'
  | 'takeBack'
  | 't0'
  | 'ack'
  | 'unack'
  | 'mute'
  | 'unmute'
  | 'suspend'
  | 'snapshot'
  | 'profiles'
  | 'sources'
  | 'faults'
  | 'pause';

export interface KeyBinding {
  /** As people read it: `↑ k`. */
  readonly key: string;
  /** What `strokesOf` (input.ts) calls the keys: a character, or a name such as `up`, `enter`, `ctrl-c`. */
  readonly strokes: readonly string[];
  readonly action: KeyAction;
  /** A sentence for the help screen. */
  readonly title: string;
  readonly screens: readonly ScreenName[];
  /** Its place in the footer; the highest rank is left out first. Null: only on the help screen. */
  readonly hint: { readonly key: string; readonly word: string; readonly rank: number } | null;
}

export const everywhere: readonly ScreenName[] = screenNames;
/** The screens of a metric. */
export const metrics = ['wall', 'metric'] as const;
/** The screens with something to tick or to sign. */
export const lists = ['timeline', 'gate'] as const;

export const hint = (key: string, word: string, rank: number): KeyBinding['hint'] => ({ key, word, rank });

export interface KeyContext {
  readonly controls: WallControls;
  readonly snapshot: () => WallSnapshot | null;
  readonly view: () => ViewState;
  readonly bounds: () => Bounds;
  readonly choices: () => readonly ProfileChoice[] | null;
  /** Applies an action; `view()` answers with its outcome at once. */
  readonly send: (action: ViewAction) => void;
  readonly loadChoices: () => void;
  readonly exit: () => void;
  /** Gives the terminal back and stops the program until it is told to go on. */
  readonly suspend: () => void;
}

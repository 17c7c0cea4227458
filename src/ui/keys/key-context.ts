// What a key has to work with: what is seen, where one looks, and whom to ask.

import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { ProfileChoice, WallControls } from '../controls.ts';
import type { Bounds, ViewAction } from './navigation.ts';
import type { ViewState } from './view.ts';

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

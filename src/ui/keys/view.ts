// Where the person looks: the shared types of the wall's screens. Facts stay in the snapshot.

import type { Size } from '../text/line.ts';
import type { WallSnapshot } from '../../engine/snapshot.ts';
import type { ProfileChoice } from '../controls.ts';
import type { Prompt } from './prompt.ts';
import type { Theme } from '../theme.ts';

export const screenNames = [
  'wall',
  'metric',
  'help',
  'profiles',
  'sources',
  'do',
  'timeline',
  'gate',
  'faults',
] as const;
export type ScreenName = (typeof screenNames)[number];

export interface ViewMessage {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

export interface ViewState {
  readonly screen: ScreenName;
  /** The metric that is picked out on the wall, and shown on the metric screen. */
  readonly selected: string | null;
  /** What titles, ids, groups and sources must contain; empty shows all. */
  readonly filter: string;
  /** The filter is being typed: keys are text. */
  readonly filtering: boolean;
  /** The first line shown on a screen whose content is taller than its area. A screen clamps it to its own end. */
  readonly scroll: number;
  /** The line that is picked out in a picker (profiles, faults). */
  readonly cursor: number;
  /** The key of the command that was picked out on the do-now screen (format/do-items.ts); null for the most urgent one. */
  readonly command: string | null;
  /** The item of the timeline, or the criterion of the gate, that is picked out; null for the one with which the screen begins. */
  readonly entry: string | null;
  /** A question that waits for its answer: keys are text. */
  readonly prompt: Prompt | null;
  /** The answer to the last key (`snapshot written to …`); gone with the next key. */
  readonly message: ViewMessage | null;
}

export const initialView: ViewState = {
  screen: 'wall',
  selected: null,
  filter: '',
  filtering: false,
  scroll: 0,
  cursor: 0,
  command: null,
  entry: null,
  prompt: null,
  message: null,
};

/** A screen is pure: the same properties draw the same cells. */
export interface ScreenProps {
  readonly snapshot: WallSnapshot;
  readonly view: ViewState;
  readonly size: Size;
  readonly theme: Theme;
}

/** The picker draws without a snapshot, since the running profile may not have one yet. */
export interface ProfilesScreenProps extends Omit<ScreenProps, 'snapshot'> {
  /** Null while they are being looked for. */
  readonly choices: readonly ProfileChoice[] | null;
  /** There may be more of them. */
  readonly looking: boolean;
  /** The name of the profile that is watched now. */
  readonly current: string;
}

/**
 * A screen with more lines than its area exports, beside its component, a function of this type
 * (`doScrollMax`, `helpScrollMax`, …): the greatest useful `view.scroll`, 0 when all fits.
 */
export type ScrollMax = (props: ScreenProps) => number;

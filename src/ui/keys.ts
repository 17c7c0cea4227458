// The one table of keys: handlers, the footer and the help screen are made from it.

import { screenNames, type ScreenName } from './view.ts';

export type KeyAction =
  | 'quit'
  | 'help'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'next'
  | 'previous'
  | 'top'
  | 'bottom'
  | 'pageUp'
  | 'pageDown'
  | 'open'
  | 'back'
  | 'filter'
  | 'do'
  | 'copy'
  | 'gate'
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

const everywhere = screenNames;
const beside = screenNames.filter((name) => name !== 'wall');
/** In the picker of profiles letters narrow it. */
const withLetters = screenNames.filter((name) => name !== 'profiles');
const pickers = ['profiles', 'faults'] as const;
const facts = ['wall', 'metric', 'sources', 'do', 'gate'] as const;

const hint = (key: string, word: string, rank: number): KeyBinding['hint'] => ({ key, word, rank });

export const keyTable: readonly KeyBinding[] = [
  {
    key: 'Esc',
    strokes: ['escape'],
    action: 'back',
    title: 'Back to the wall',
    screens: beside,
    hint: hint('Esc', 'back', 1),
  },
  {
    key: 'Esc',
    strokes: ['escape'],
    action: 'back',
    title: 'Clear the filter',
    screens: ['wall'],
    hint: null,
  },
  {
    key: '↑ k',
    strokes: ['up', 'k'],
    action: 'up',
    title: 'One up; on other screens, scroll',
    screens: everywhere,
    hint: hint('↑↓', 'move', 6),
  },
  { key: '↓ j', strokes: ['down', 'j'], action: 'down', title: 'One down', screens: everywhere, hint: null },
  {
    key: '← h',
    strokes: ['left', 'h'],
    action: 'left',
    title: 'To the left; on a metric, the metric before',
    screens: ['wall', 'metric'],
    hint: null,
  },
  {
    key: '→ l',
    strokes: ['right', 'l'],
    action: 'right',
    title: 'To the right; on a metric, the next metric',
    screens: ['wall', 'metric'],
    hint: null,
  },
  { key: 'Tab', strokes: ['tab'], action: 'next', title: 'The next one', screens: everywhere, hint: null },
  {
    key: 'Shift+Tab',
    strokes: ['shift-tab'],
    action: 'previous',
    title: 'The one before',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'g Home',
    strokes: ['g', 'home'],
    action: 'top',
    title: 'To the top',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'G End',
    strokes: ['G', 'end'],
    action: 'bottom',
    title: 'To the bottom',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'PgUp',
    strokes: ['pageup', 'ctrl-b'],
    action: 'pageUp',
    title: 'A page up',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'PgDn',
    strokes: ['pagedown', 'ctrl-f'],
    action: 'pageDown',
    title: 'A page down',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'Enter',
    strokes: ['enter'],
    action: 'open',
    title: 'Open the metric: its chart, samples, reason and source',
    screens: ['wall'],
    hint: hint('Enter', 'open', 5),
  },
  {
    key: 'Enter',
    strokes: ['enter'],
    action: 'open',
    title: 'Take what is picked: watch that profile, switch that fault',
    screens: pickers,
    hint: hint('Enter', 'take', 2),
  },
  {
    key: 'd',
    strokes: ['d'],
    action: 'do',
    title: 'Everything there is to do now, with every step',
    screens: withLetters,
    hint: hint('d', 'do now', 3),
  },
  {
    key: 'y',
    strokes: ['y'],
    action: 'copy',
    title: 'Copy the marked command; it is never run from here',
    screens: ['wall', 'do'],
    hint: hint('y', 'copy', 4),
  },
  {
    key: 'v',
    strokes: ['v'],
    action: 'gate',
    title: 'The gate: why it is a go or not, and the checklist of this phase and the next',
    screens: withLetters,
    hint: hint('v', 'gate', 8),
  },
  {
    key: '/',
    strokes: ['/'],
    action: 'filter',
    title: 'Filter by title, id, group or source: type, Enter keeps, Esc clears',
    screens: ['wall'],
    hint: hint('/', 'filter', 9),
  },
  {
    key: 'o',
    strokes: ['o'],
    action: 'sources',
    title: "The sources' health",
    screens: withLetters,
    hint: hint('o', 'sources', 11),
  },
  {
    key: 's',
    strokes: ['s'],
    action: 'snapshot',
    title: 'Write a snapshot report',
    screens: facts,
    hint: hint('s', 'snapshot', 7),
  },
  {
    key: 'p',
    strokes: ['p'],
    action: 'profiles',
    title: 'Watch another profile',
    screens: withLetters,
    hint: hint('p', 'profile', 10),
  },
  {
    key: 'Space',
    strokes: [' '],
    action: 'pause',
    title: 'Pause and resume polling; a paused wall grows stale',
    screens: facts,
    hint: hint('Space', 'pause', 13),
  },
  {
    key: 'f',
    strokes: ['f'],
    action: 'faults',
    title: 'Faults that this drill can inject',
    screens: withLetters,
    hint: hint('f', 'faults', 12),
  },
  {
    key: '?',
    strokes: ['?'],
    action: 'help',
    title: 'This page',
    screens: withLetters,
    hint: hint('?', 'help', 2),
  },
  {
    key: 'Ctrl-Z',
    strokes: ['ctrl-z'],
    action: 'suspend',
    title: 'Stop the program and give the terminal back; `fg` goes on',
    screens: everywhere,
    hint: null,
  },
  {
    key: 'q Ctrl-C',
    strokes: ['q', 'ctrl-c'],
    action: 'quit',
    title: 'Quit',
    screens: everywhere,
    hint: hint('q', 'quit', 0),
  },
];

/** The keys that do something on this screen; `faults` are there only in a drill that has some. */
export function keysOn(screen: ScreenName, hasFaults: boolean): readonly KeyBinding[] {
  return keyTable.filter(
    ({ action, screens }) => screens.includes(screen) && (action !== 'faults' || hasFaults),
  );
}

/** What this stroke does on this screen, or null. */
export function actionFor(stroke: string, screen: ScreenName, hasFaults: boolean): KeyAction | null {
  return keysOn(screen, hasFaults).find(({ strokes }) => strokes.includes(stroke))?.action ?? null;
}

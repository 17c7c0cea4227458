// The one table of keys: handlers, the footer and the help screen are made from it.

import { everywhere, hint, type KeyAction, type KeyBinding } from './binding.ts';
import { markKeys } from './mark-keys.ts';
import { moveKeys } from './move-keys.ts';
import { screenNames, type ScreenName } from './view.ts';

const beside = screenNames.filter((name) => name !== 'wall');
/** In the picker of profiles letters narrow it. */
const withLetters = screenNames.filter((name) => name !== 'profiles');
const pickers = ['profiles', 'faults'] as const;
const facts = ['wall', 'metric', 'sources', 'do', 'timeline', 'gate'] as const;
/** On the others the space bar ticks and signs. */
const pausable = ['wall', 'metric', 'sources', 'do'] as const;

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
  ...moveKeys,
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
    key: 't',
    strokes: ['t'],
    action: 'timeline',
    title: 'The timeline: phases and their checklist, what is due and what is overdue',
    screens: withLetters,
    hint: hint('t', 'timeline', 7),
  },
  {
    key: 'v',
    strokes: ['v'],
    action: 'gate',
    title: 'The gate: whether it is a go, what is missing in which order, and who signed',
    screens: withLetters,
    hint: hint('v', 'gate', 8),
  },
  ...markKeys,
  {
    key: '/',
    strokes: ['/'],
    action: 'filter',
    title: 'Filter by title, id, group or source: type, Enter keeps, Esc clears',
    screens: ['wall'],
    hint: hint('/', 'filter', 12),
  },
  {
    key: 'o',
    strokes: ['o'],
    action: 'sources',
    title: "The sources' health",
    screens: withLetters,
    hint: hint('o', 'sources', 14),
  },
  {
    key: 's',
    strokes: ['s'],
    action: 'snapshot',
    title: 'Write a snapshot report',
    screens: facts,
    hint: hint('s', 'snapshot', 11),
  },
  {
    key: 'p',
    strokes: ['p'],
    action: 'profiles',
    title: 'Watch another profile',
    screens: withLetters,
    hint: hint('p', 'profile', 13),
  },
  {
    key: 'Space',
    strokes: [' '],
    action: 'pause',
    title: 'Pause and resume polling; a paused wall grows stale',
    screens: pausable,
    hint: hint('Space', 'pause', 16),
  },
  {
    key: 'f',
    strokes: ['f'],
    action: 'faults',
    title: 'Faults that this drill can inject',
    screens: withLetters,
    hint: hint('f', 'faults', 9),
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

/** What is there only now and then, and has a key. */
export interface Present {
  readonly hasFaults: boolean;
}

/** The keys that do something on this screen; `faults` are there only in a drill that has some. */
export function keysOn(screen: ScreenName, { hasFaults }: Present): readonly KeyBinding[] {
  return keyTable.filter(
    ({ action, screens }) => screens.includes(screen) && (action !== 'faults' || hasFaults),
  );
}

/** What this stroke does on this screen, or null. */
export function actionFor(stroke: string, screen: ScreenName, present: Present): KeyAction | null {
  return keysOn(screen, present).find(({ strokes }) => strokes.includes(stroke))?.action ?? null;
}

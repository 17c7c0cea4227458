// The keys that move: the reducer alone answers them.

import { everywhere, hint, lists, metrics, type KeyBinding } from './binding.ts';

export const moveKeys: readonly KeyBinding[] = [
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
    title: 'To the left; on a metric, the metric before; on the timeline, the phase before',
    screens: [...metrics, ...lists],
    hint: null,
  },
  {
    key: '→ l',
    strokes: ['right', 'l'],
    action: 'right',
    title: 'To the right; on a metric, the next metric; on the timeline, the next phase',
    screens: [...metrics, ...lists],
    hint: null,
  },
  {
    key: 'Tab',
    strokes: ['tab'],
    action: 'next',
    title: 'The next one; in a checklist, the next open one',
    screens: everywhere,
    hint: null,
  },
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
];

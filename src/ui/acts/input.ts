// From what Ink hands over for a key to the strokes that the key table knows.

import type { Key } from 'ink';

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/**
 * The strokes in one piece of input, in order. Keys that were typed while the program was busy arrive as one piece,
 * so a piece of several characters is several strokes.
 */
export function strokesOf(input: string, key: Key): readonly string[] {
  if (key.eventType === 'release') return [];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  for (const [property, name] of named) if (key[property]) return [name];
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input}`];
  if (key.meta) return [];
  return Array.from(input, (character) =>
    character === '\r' || character === '\n' ? 'enter' : character === '\t' ? 'tab' : character,
  ).filter((stroke) => stroke.length > 1 || !/\p{Control}/u.test(stroke));
}

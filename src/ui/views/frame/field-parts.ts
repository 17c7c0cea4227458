// A line of text that is being typed, with its cursor: as much of it as there is room for, around the cursor.

import type { Field } from '../../keys/prompt.ts';
import { columnsOf, drawable } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';

/** At most `columns` cells, the cursor always among them; `…` stands for what is cut at the left. */
export function fieldParts({ text, cursor }: Field, columns: number): Line {
  const characters = Array.from(text);
  let before = characters.slice(0, cursor).map(drawable);
  const under = drawable(characters[cursor] ?? ' ');
  const after = characters.slice(cursor + 1).map(drawable);
  const room = Math.max(1, columns - Math.max(1, columnsOf(under)));
  let left = before.join('');
  if (columnsOf(left) > room) {
    while (before.length > 0 && columnsOf(before.join('')) > room - 1) before = before.slice(1);
    left = `…${before.join('')}`;
  }
  let right = '';
  for (const character of after) {
    if (columnsOf(left) + columnsOf(right) + columnsOf(character) > room) break;
    right += character;
  }
  return [part(left), part(under === '' ? ' ' : under, { inverse: true }), part(right)];
}

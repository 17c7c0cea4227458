// A name in fewer cells than it takes: cut in the middle, since names of one kind begin alike and differ at their end.

import { clip, columnsOf, headOf, tailOf } from './columns.ts';

/** What whole words at the end of a name may take of its room, and what is left of its end where the last word is longer. */
const tailShare = { words: 0.45, letters: 0.3 } as const;

/** At most `columns` cells: the name, or its beginning and its end with `…` between them. */
export function cutName(name: string, columns: number): string {
  if (columnsOf(name) <= columns) return name;
  if (columns < 5) return clip(name, columns);
  const tail = tailWords(name, columns) || tailOf(name, Math.round(columns * tailShare.letters)).trimStart();
  return `${headOf(name, columns - 1 - columnsOf(tail)).trimEnd()}…${tail}`;
}

/** The whole words at the end that fit into their share; empty where not even the last one does. */
function tailWords(name: string, columns: number): string {
  const words = name.split(' ');
  let tail = '';
  for (const word of words.slice(1).toReversed()) {
    const longer = tail === '' ? word : `${word} ${tail}`;
    if (columnsOf(longer) > columns * tailShare.words) break;
    tail = longer;
  }
  return tail;
}

/**
 * The name in `columns` cells so that none of `others` reads alike in as many: where one would, from the word in which they differ.
 * It depends on this one's room alone: a wider value beside another name changes nothing here.
 */
export function tellingName(name: string, others: readonly string[], columns: number): string {
  const cut = cutName(name, columns);
  if (cut === name) return name;
  const alike = others.filter((other) => other !== name && cutName(other, columns) === cut);
  if (alike.length === 0) return cut;
  const from = Math.max(...alike.map((other) => differingWord(name, other)));
  return from === 0 ? clip(name, columns) : `…${clip(name.slice(from), columns - 1)}`;
}

/** Where the first word begins in which the two differ. */
function differingWord(name: string, other: string): number {
  let at = 0;
  while (at < name.length && name[at] === other[at]) at++;
  return name.lastIndexOf(' ', at - 1) + 1;
}

// How many cells of a terminal a text takes: by string-width, by which Ink lays out, and by nothing else but where it is known better.

import stringWidth from 'string-width';
import { isLoneText, isOneCellText } from './one-cell.ts';

/** Vowels and finals of Hangul letters: drawn into the cells of the letter that leads them. */
const led = /[\u1160-\u11FF\uD7B0-\uD7FB]/u;

let segmenter: Intl.Segmenter | undefined;

/** What is drawn as one: a character with its marks, a syllable, a flag. */
export function clustersOf(text: string): Iterable<string> {
  if (isLoneText(text)) return text;
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Cells that a plain text takes. */
export function columnsOf(text: string): number {
  if (isOneCellText(text)) return text.length;
  if (isLoneText(text)) return stringWidth(text);
  let columns = 0;
  for (const cluster of clustersOf(text)) columns += Math.max(stringWidth(cluster), lettersOf(cluster));
  return columns;
}

// Of the letters of one cluster (क्ष, two letters that are no country's flag) string-width counts the first. Terminals draw all of
// them, and a row with one cell too many breaks the frame, where one with a cell too few has a gap.
function lettersOf(cluster: string): number {
  let columns = 0;
  for (const character of cluster)
    if (!led.test(character) && !character.includes('\u200D')) columns += stringWidth(character);
  return columns;
}

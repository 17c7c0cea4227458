// How many cells a text takes, and texts that take exactly as many as there are. Plain text only: styles come afterwards.
// What is laid out by a sentence with numbers and ages in it takes the room of such numbers, so that it does not jump each second.

import { clustersOf, columnsOf as cellsOf } from '../../domain/cells.ts';
import { isOneCellText } from '../../domain/one-cell.ts';
import { cleanLine } from '../../domain/text.ts';
import { remembered } from '../ink/frame-memory.ts';

// What terminals and libraries measure differently: joiners, variation selectors, skin tones, keycaps, lone surrogates, newer
// marks (U+0487 among them), what is not assigned. Here string-width is no help: of most it knows what the newest terminals
// draw, and others draw one cell more or less, after which the whole row stands shifted. So it is not drawn at all.
const disputed =
  /[\p{Default_Ignorable_Code_Point}\p{Format}\p{Surrogate}]|\u0487|\u20E3|\p{Emoji_Modifier}|\p{Unassigned}|(?=[\u{10000}-\u{10FFFF}])\p{Mark}/gu;

/** Marks without a character before them: no cell for string-width, one for Ink, and a terminal draws them over the cell of a neighbour. */
const marksAtStart = /^[\p{Nonspacing_Mark}\p{Enclosing_Mark}]+/u;

/** Thai and Lao AM: terminals give it a cell of its own, string-width none behind a letter; of its two parts both say the same, and it looks the same. */
const inTwo = (am: string): string => am.normalize('NFKD');

/** The text on one line, without what terminals disagree about. Everything that is drawn has gone through here. */
export function drawable(text: string): string {
  if (isOneCellText(text)) return text;
  return cleanLine(text.replace(disputed, ''))
    .replace(/[\u0E33\u0EB3]/g, inTwo)
    .replace(marksAtStart, '');
}

const measured = remembered(cellsOf);

/** Cells that a drawable text takes. */
export function columnsOf(text: string): number {
  return isOneCellText(text) ? text.length : measured(text);
}

/** At most `columns` cells of the text; `…` stands for what was cut. */
export function clip(text: string, columns: number): string {
  const line = drawable(text);
  if (columnsOf(line) <= columns) return line;
  if (columns <= 0) return '';
  return `${headOf(line, columns - 1).trimEnd()}…`;
}

/** The longest beginning that takes at most `columns` cells; no cluster is cut. */
export function headOf(line: string, columns: number): string {
  if (isOneCellText(line)) return line.slice(0, columns);
  let used = 0;
  let text = '';
  for (const cluster of clustersOf(line)) {
    used += columnsOf(cluster);
    if (used > columns) break;
    text += cluster;
  }
  return text;
}

/** The longest end that takes at most `columns` cells; no cluster is cut. */
export function tailOf(line: string, columns: number): string {
  if (isOneCellText(line)) return columns <= 0 ? '' : line.slice(-columns);
  let used = 0;
  let text = '';
  for (const cluster of Array.from(clustersOf(line)).toReversed()) {
    used += columnsOf(cluster);
    if (used > columns) break;
    text = cluster + text;
  }
  return drawable(text);
}

/** Exactly `columns` cells: clipped, or filled with blanks after the text. */
export function fit(text: string, columns: number): string {
  const line = clip(text, columns);
  return line + ' '.repeat(Math.max(0, columns - columnsOf(line)));
}

/** Exactly `columns` cells, the text at the right: for numbers. */
export function fitRight(text: string, columns: number): string {
  const line = clip(text, columns);
  return ' '.repeat(Math.max(0, columns - columnsOf(line))) + line;
}

/** The text broken between words into at most `linesMax` lines of at most `columns` cells; the last one is clipped with `…`. */
export function wrap(text: string, columns: number, linesMax: number): readonly string[] {
  if (columns <= 0) return [];
  const lines: string[] = [];
  // A blank that goes may have carried a mark, here and below.
  let rest = drawable(drawable(text).trim());
  while (rest !== '' && lines.length < linesMax) {
    if (lines.length === linesMax - 1 || columnsOf(rest) <= columns) {
      lines.push(clip(rest, columns));
      break;
    }
    const fitting = headOf(rest, columns);
    if (fitting === '') break;
    const blank = rest[fitting.length] === ' ' ? fitting.length : fitting.lastIndexOf(' ');
    const word = rest.slice(blank + 1).split(' ', 1)[0] ?? '';
    // Only a word that is longer than a whole line is broken: half a version or half a path is easily misread.
    const cut = blank > 0 && columnsOf(word) <= columns ? blank : fitting.length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = drawable(rest.slice(cut).trimStart());
  }
  return lines;
}

/** A time of day; an age or a span; any other number. */
const changing = /\d\d:\d\d:\d\d|(?:\d+[dhms])+|\d[\d.,]*/g;
const clockLength = 8;
const spanLength = 6;
const numberLength = 4;

function longest(token: string): string {
  const length = /:/.test(token) ? clockLength : /[dhms]$/.test(token) ? spanLength : numberLength;
  return token.padEnd(length, '0');
}

/** Lines that the sentence takes once its numbers and ages are as long as they usually become; at most `linesMax`. */
export function steadyLines(text: string, columns: number, linesMax: number): number {
  return wrap(text.replace(changing, longest), columns, linesMax).length;
}

/** The text in as many lines as `steadyLines` says, empty ones at the end; the last one is clipped with `…`. */
export function wrapSteadily(text: string, columns: number, linesMax: number): readonly string[] {
  const lines = wrap(text, columns, linesMax);
  const missing = Math.max(0, steadyLines(text, columns, linesMax) - lines.length);
  return [...lines, ...Array.from({ length: missing }, () => '')];
}

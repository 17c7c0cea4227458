// How many cells a text takes, and texts that take exactly as many as there are. Plain text only: styles come afterwards.
// What is laid out by a sentence with numbers and ages in it takes the room of such numbers, so that it does not jump each second.

import { cleanLine } from '../../domain/text.ts';

/** Where every UTF-16 unit is one cell: Latin, arrows, boxes, blocks, shapes, braille. All of our own glyphs lie in it. */
const oneCellEach =
  /^[\x20-\x7E\xA1-\xAC\xAE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2500-\u25FC\u2713-\u2717\u2800-\u28FF]*$/;

/** What terminals and libraries measure differently: joiners, variation selectors, skin tones, keycaps, lone surrogates, newer marks (U+0487 among them), what is not assigned. */
const disputed =
  /[\p{Default_Ignorable_Code_Point}\p{Format}\p{Surrogate}]|\u0487|\u20E3|\p{Emoji_Modifier}|\p{Unassigned}|(?=[\u{10000}-\u{10FFFF}])\p{Mark}/gu;
const zeroWidth = /[\p{Nonspacing_Mark}\p{Enclosing_Mark}\u1160-\u11FF\uD7B0-\uD7FB]/u;

// Unicode 17's East Asian Width W and F, with unassigned code points between two ranges joined to them. First and last, in turn.
const wideRanges = (
  '1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2630-2637 2648-2653 267f 268a-268f 2693 26a1 ' +
  '26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2705 270a-270b 2728 274c 274e 2753-2755 2757 ' +
  '2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-303e 3041-3247 3250-a4c6 a960-a97c ac00-d7a3 f900-faff fe10-fe6b ' +
  'ff01-ff60 ffe0-ffe6 16fe0-1b2fb 1d300-1d376 1f004 1f0cf 1f18e 1f191-1f19a 1f1ae 1f200-1f320 1f32d-1f335 1f337-1f37c ' +
  '1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e ' +
  '1f550-1f567 1f57a 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6df 1f6eb-1f6ec 1f6f4-1f6fc ' +
  '1f7da-1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fafa 20000-3fffd'
)
  .split(' ')
  .map((range) => range.split('-').map((end) => Number.parseInt(end, 16)))
  .map(([first = 0, last = first]) => ({ first, last }));

/** The text on one line, without what terminals disagree about. Everything that is drawn has gone through here. */
export function drawable(text: string): string {
  return oneCellEach.test(text) ? text : cleanLine(text.replace(disputed, ''));
}

function cellsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (zeroWidth.test(character)) return 0;
  return wideRanges.some(({ first, last }) => point >= first && point <= last) ? 2 : 1;
}

/** Cells that a drawable text takes. */
export function columnsOf(text: string): number {
  if (oneCellEach.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += cellsOf(character);
  return columns;
}

/** At most `columns` cells of the text; `…` stands for what was cut. */
export function clip(text: string, columns: number): string {
  const line = drawable(text);
  if (columnsOf(line) <= columns) return line;
  if (columns <= 0) return '';
  return `${headOf(line, columns - 1).trimEnd()}…`;
}

/** The longest beginning that takes at most `columns` cells. */
export function headOf(line: string, columns: number): string {
  if (oneCellEach.test(line)) return line.slice(0, columns);
  let used = 0;
  let text = '';
  for (const character of line) {
    used += cellsOf(character);
    if (used > columns) break;
    text += character;
  }
  return text;
}

/** The longest end that takes at most `columns` cells, and begins with a character that stands by itself. */
export function tailOf(line: string, columns: number): string {
  if (oneCellEach.test(line)) return columns <= 0 ? '' : line.slice(-columns);
  const characters = [...line];
  let used = 0;
  let from = characters.length;
  for (let at = characters.length - 1; at >= 0; at--) {
    const cells = cellsOf(characters[at] ?? '');
    used += cells;
    if (used > columns) break;
    if (cells > 0) from = at;
  }
  return characters.slice(from).join('');
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
  let rest = drawable(text).trim();
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
    rest = rest.slice(cut).trimStart();
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

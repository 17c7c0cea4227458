// Sizes that do not jump: a sentence with numbers and ages in it changes its length each second, and what is laid out by it must not. Only room is measured here, no text is changed.

import { wrap } from './columns.ts';

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

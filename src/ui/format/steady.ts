// Sizes that do not jump: a sentence with numbers and ages in it changes its length each second, and what is laid out by it must not.

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

/** ` for 7m12s` and `since 15:31:02 (7m12s)`, at the seconds. */
const runningSpan = /(\bfor |\bsince \S+ \()((?:\d+d)?(?:\d+h)?(?:\d+m)?)\d+s\b/g;

/** The sentence with `for 7m` in place of `for 7m12s`: for lists, of which not every row must be new each second. */
export function withoutSeconds(text: string): string {
  return text.replace(runningSpan, (_, lead: string, span: string) => lead + (span === '' ? '<1m' : span));
}

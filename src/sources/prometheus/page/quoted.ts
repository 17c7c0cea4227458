// Quoted text on a page: label values, and names in UTF-8.

import { PageFault } from './fault.ts';

const quote = 34;
const backslash = 92;

/**
 * The offset of the quote that ends the text which begins at `from`.
 * @throws PageFault when it does not end before `limit`.
 */
export function closingQuote(text: string, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  throw new PageFault(from, 'a quoted text does not end');
}

/**
 * What a text with escapes means: `\\`, `\"` and `\n`. An unknown escape stays as it is written.
 * @throws PageFault for an unknown escape where `strict`.
 */
export function unescaped(text: string, from: number, end: number, strict: boolean): string {
  const written = text.slice(from, end);
  return written.replace(/\\(.)/gs, (all, letter: string) => {
    if (letter === 'n') return '\n';
    if (letter === '\\' || letter === '"') return letter;
    if (strict) throw new PageFault(from, `"\\${letter}" is no escape: there are \\\\, \\" and \\n`);
    return all;
  });
}

// The width of a text in cells: counted where it can be told at a glance, asked of the real string-width everywhere else.
// The build puts this in front of string-width wherever Ink and its parts import it (scripts/cures.ts).

import { eastAsianWidth } from 'get-east-asian-width';
import { isLoneText, isOneCellText } from '../../domain/one-cell.ts';

export interface WidthOptions {
  readonly ambiguousIsNarrow?: boolean;
  readonly countAnsiEscapeCodes?: boolean;
}

export type StringWidth = (text: string, options?: WidthOptions) => number;

/** Colours and styles as Ink writes them; numbers of more than four digits are not taken off by the real one either. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const styleSequence = /\u001b\[(?:\d{1,4}(?:;\d{0,4})*)?m/g;

/** A string-width with the same answers as `real`. */
export function fastWidth(real: StringWidth): StringWidth {
  return (text, options) => {
    // Callers in plain JavaScript hand in whatever they have; the real one knows what to do with it.
    if (typeof text !== 'string' || options?.ambiguousIsNarrow === false) return real(text, options);
    const plain =
      text.includes('\u001b') && options?.countAnsiEscapeCodes !== true
        ? text.replace(styleSequence, '')
        : text;
    if (isOneCellText(plain)) return plain.length;
    return isLoneText(plain) ? widthOfLone(plain) : real(text, options);
  };
}

/** By the table of string-width itself. */
function widthOfLone(text: string): number {
  let width = 0;
  for (const character of text) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  return width;
}

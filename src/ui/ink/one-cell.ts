// Which characters are certain to fill one cell each and to stand alone, so that no table of Unicode is needed to measure them.
//
// Asking those tables costs a start-up 24 to 35 ms (the first Intl.Segmenter, and the expression for emoji), and every
// frame some 12 % of its time. What the wall draws itself stays inside this range: test/ui/ink/one-cell.test.ts.

/**
 * Printable, one cell wide, and each its own grapheme cluster whatever other character of the range stands beside it:
 * ASCII, Latin up to U+02FF without the soft hyphen, general punctuation without joiners and marks, currency signs, arrows,
 * mathematical operators, the return symbol, box drawing, blocks, geometric shapes (two of them are two cells wide),
 * check marks and crosses, braille.
 */
const oneCell =
  ' -~\\u00a1-\\u00ac\\u00ae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf\\u2190-\\u22ff\\u23ce' +
  '\\u2500-\\u25fc\\u25ff\\u2713-\\u2717\\u2800-\\u28ff';

const oneCellText = new RegExp(`^[${oneCell}]*$`);

/** Control characters stand alone too, although they have no width; CR does not, since CR LF is one cluster. */
const standingAloneText = new RegExp(`^[\\u0000-\\u000c\\u000e-\\u001f\\u007f${oneCell}]*$`);

/** Every UTF-16 unit of the text is one character of one cell. */
export function isOneCellText(text: string): boolean {
  return oneCellText.test(text);
}

/** Every UTF-16 unit of the text is one grapheme cluster. */
export function isStandingAloneText(text: string): boolean {
  return standingAloneText.test(text);
}

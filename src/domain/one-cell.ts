// Which characters are certain to stand alone, and which of them to fill one cell each, so that no table of Unicode is needed to measure them.
//
// Asking those tables costs a start-up 24 to 35 ms (the first Intl.Segmenter, and the expression for emoji), and every
// frame some 12 % of its time. What the wall draws itself stays inside this range: test/domain/one-cell.test.ts.

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

/**
 * More of what is a cluster of its own beside any other of these, but of one cell or two: Greek, Cyrillic, kana, ideographs,
 * Hangul syllables, full-width forms, and most pictures (no skin tones, and no letters of flags).
 */
const loneText = new RegExp(
  `^[${oneCell}\\u0370-\\u0377\\u0391-\\u03a1\\u03a3-\\u0482\\u048a-\\u052f\\u2600-\\u27bf\\u3001-\\u3029` +
    '\\u3041-\\u3096\\u309b-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff60' +
    '\\u{1f300}-\\u{1f3fa}\\u{1f400}-\\u{1f64f}\\u{1f680}-\\u{1f6c5}\\u{20000}-\\u{2a6df}]*$',
  'u',
);

/** Every UTF-16 unit of the text is one character of one cell. */
export function isOneCellText(text: string): boolean {
  return oneCellText.test(text);
}

/** Every UTF-16 unit of the text is one grapheme cluster. */
export function isStandingAloneText(text: string): boolean {
  return standingAloneText.test(text);
}

/** Every code point of the text is a visible character, and one grapheme cluster. */
export function isLoneText(text: string): boolean {
  return loneText.test(text);
}

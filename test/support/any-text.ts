// Texts as they come from profiles and remote ends, after control characters were taken out.

import * as fc from 'fast-check';
import { plainText } from '../../src/domain/text.ts';

const unusualTexts = [
  '世界の監視',
  '한국어 상태',
  'مرحبا بالعالم',
  'नमस्ते',
  '🚀',
  '👩‍👩‍👧‍👦',
  '🇨🇭',
  '1\uFE0F\u20E3',
  'Zalgo\u0301\u0302\u0303',
  'ﾊﾞﾝｸ',
  'ｆｕｌｌ',
  '—“quoted”…',
  'a/very-long/path/without-any-blank/that-goes-on-and-on-and-on/and-on-and-on-and-on-and-on-and-on',
];

/** Gaps within a script are not assigned: Unicode's versions, and with them terminals, differ on their width. */
const unassigned = /\p{Unassigned}/u;

const range = (first: number, last: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: first, max: last })
    .map((point) => String.fromCodePoint(point))
    .filter((character) => !unassigned.test(character));

// Scripts on whose widths terminals agree. Rarer ones (marks of the supplementary planes, say) xterm's tables do not know.
const scripts = [
  range(0x00, 0xff),
  range(0x0370, 0x052f), // Greek, Cyrillic
  range(0x05d0, 0x05ea), // Hebrew
  range(0x0620, 0x064a), // Arabic
  range(0x0300, 0x036f), // marks that combine
  range(0x2500, 0x25ff),
  range(0x2800, 0x28ff),
  range(0x3041, 0x30ff), // kana
  range(0x4e00, 0x9fff),
  range(0xac00, 0xd7a3), // Hangul
  range(0xd800, 0xdfff), // halves of a pair
  range(0xff01, 0xff60), // full-width forms
  range(0x1f300, 0x1f64f),
  range(0x20000, 0x2a6df),
];

/** Any one line: words, unusual scripts, arbitrary code points, long ones. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...unusualTexts), fc.string({ maxLength: 12 })), { maxLength: 8 })
      .map((parts) => parts.join(' ')),
    fc.string({ unit: fc.oneof(...scripts), maxLength: 40 }),
  )
  .map((text) => plainText(text));

/** What the tuned string-width measures without Unicode's tables: every glyph that we draw must match (docs/performance.md). */
export const narrowText =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2500-\u25FC\u2713-\u2717\u2800-\u28FF]*$/;

/** Without marks and joined letters, of which the terminal of the tests and Ink measure some differently; render.test.tsx has those. */
export const oldText = anyText.map((text) =>
  text.replace(/[\p{M}--[\u0300-\u036F]]|\p{Grapheme_Extend}|[\u1100-\u11FF]/gv, ''),
);

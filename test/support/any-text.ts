// Texts as they come from profiles and remote ends, after control characters were taken out.

import * as fc from 'fast-check';
import { plainText } from '../../src/domain/text.ts';

export const unusualTexts = [
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

/** Any one line: words, unusual scripts, arbitrary code points, long ones. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...unusualTexts), fc.string({ maxLength: 12 })), { maxLength: 8 })
      .map((parts) => parts.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  .map((text) => plainText(text));

/** What the tuned string-width measures without Unicode's tables: every glyph that we draw must match (PERFORMANCE.md §3). */
export const narrowText =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2500-\u25FC\u2713-\u2717\u2800-\u28FF]*$/;

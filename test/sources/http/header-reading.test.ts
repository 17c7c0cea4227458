// Directives of any header: what was put in is what is read, and no text is too strange to be read.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactText } from '../../../src/domain/value.ts';
import { directiveValue, hasDirective } from '../../../src/sources/http/header-reading.ts';

const word = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
const directives = fc.uniqueArray(
  fc.tuple(word, fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })),
  {
    selector: ([name]) => name,
    minLength: 1,
  },
);
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

test('quoted values are read back, whatever separates them', () => {
  fc.assert(
    fc.property(
      directives,
      fc.constantFrom('; ', ',', ' ,  ', ';'),
      fc.constantFrom('=', ' = '),
      (all, between, is) => {
        const field = all.map(([name, value]) => `${name}${is}${quoted(`v${value}v`)}`).join(between);
        for (const [name, value] of all) {
          expect(hasDirective(field, name.toUpperCase())).toBe(true);
          const read = directiveValue(field, 'x', name);
          expect(read).toEqual({ value: `v${value}v`.replace(/\s+/g, ' ') });
        }
      },
    ),
  );
});

test('numbers are exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (seconds) => {
      const read = directiveValue(`public, max-age=${seconds}; x`, 'cache-control', 'max-age');
      expect(read.gap ? read : exactText(read.value)).toBe(String(seconds));
    }),
  );
});

test('any text is read without a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), word, (field, name) => {
      expect(hasDirective(field, name)).toBeTypeOf('boolean');
      expect(directiveValue(field, 'x', name)).toBeDefined();
    }),
  );
}, 60_000);

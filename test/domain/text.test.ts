// Text from outside: no control character survives, whatever a remote end sends.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestWord } from '../../src/domain/nearest.ts';
import { cleanLine, cleanLines, escapedJson, plainText, remoteTextMax } from '../../src/domain/text.ts';
import { hostileScalar, leaksIn } from '../support/hostile-text.ts';

it.each([
  ['\u001B[31mred\u001B[0m', '[31mred [0m'],
  ['two\r\nlines\tand\u0000more', 'two lines and more'],
  ['right\u202Eleft', 'right left'],
  ['  blanks   within  ', 'blanks within'],
  ['ÄÖ 漢字 ✖', 'ÄÖ 漢字 ✖'],
])('%j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it('is one line of bounded length without a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const plain = plainText(text);
      expect(plain.length).toBeLessThanOrEqual(remoteTextMax);
      // oxlint-disable-next-line no-control-regex -- the test looks for them
      expect(plain).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
    }),
  );
}, 60_000);

it('leaves nothing of any class, whichever way it is cleaned', () => {
  expect(leaksIn(hostileScalar)).not.toEqual([]);
  expect(leaksIn(cleanLine(hostileScalar))).toEqual([]);
  expect(leaksIn(cleanLines(hostileScalar.replaceAll('\n', ' ')))).toEqual([]);
  expect(leaksIn(plainText(hostileScalar, 5_000))).toEqual([]);
  expect(leaksIn(escapedJson(JSON.stringify({ [hostileScalar]: [hostileScalar] })))).toEqual([]);
});

it('takes away whatever Unicode calls a control, a format character, half a pair or a separator', () => {
  const kept = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter(
    (character) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character) && cleanLine(character) !== ' ',
  );
  expect(kept).toEqual([]);
});

it.each([
  ['漢字 かな 한국어', 'wide'],
  ['e\u0301 a\u0323\u0302 ש\u05c1\u05bc\u05b8\u0591', 'marks, of which Hebrew has four on a letter'],
  ['नमस्ते กำลัง ကြွေး', 'vowels that stand around their consonant'],
  ['⚠\ufe0f 1\ufe0f\u20e3 🚀 🇨🇭', 'emoji with a selector, a keycap, a flag'],
  ['مرحبا بالعالم שלום', 'right to left by its letters alone'],
  ['ﾊﾞﾝｸ ｆｕｌｌ', 'half and full width'],
])('%s stays as it is: %s', (text) => {
  expect(cleanLine(text)).toBe(text);
});

it('is as long as before, but for the marks that are too many', () => {
  expect(cleanLine('a\u001b[2J\u202eb\u{e0041}c')).toBe('a [2J b c');
  expect(cleanLine(`e${'\u0301'.repeat(100)}f`)).toBe(`e${'\u0301'.repeat(4)}f`);
  expect(cleanLine(`\u1100${'\u1161'.repeat(100)}`)).toBe(`\u1100${'\u1161'.repeat(4)}`);
  expect(cleanLine('one\ntwo')).toBe('one two');
  expect(cleanLines('one\n\u0007two')).toBe('one\n two');
});

it('is never cut within a pair', () => {
  expect(plainText('🚀🚀', 3)).toBe('🚀…');
});

it('JSON means the same when it is escaped', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (json, indent) => {
      const value: unknown = JSON.parse(json);
      const escaped = escapedJson(JSON.stringify(value, null, indent));
      expect(JSON.parse(escaped)).toEqual(value);
      expect(leaksIn(escaped)).toEqual([]);
      expect(cleanLines(escaped)).toBe(escaped);
    }),
  );
});

it.each([
  ['quue-depth', 'queue-depth'],
  ['Queue-Depth', 'queue-depth'],
  ['api-cup', 'api-cpu'],
  ['ledger', null],
])('the word nearest to %s', (word, nearest) => {
  expect(nearestWord(word, ['queue-depth', 'api-cpu', 'relayer-balance'])).toBe(nearest);
});

// Text from outside: no control character survives, whatever a remote end sends.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestWord } from '../../src/domain/nearest.ts';
import { plainText, remoteTextMax } from '../../src/domain/text.ts';

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
});

it.each([
  ['quue-depth', 'queue-depth'],
  ['Queue-Depth', 'queue-depth'],
  ['api-cup', 'api-cpu'],
  ['ledger', null],
])('the word nearest to %s', (word, nearest) => {
  expect(nearestWord(word, ['queue-depth', 'api-cpu', 'relayer-balance'])).toBe(nearest);
});

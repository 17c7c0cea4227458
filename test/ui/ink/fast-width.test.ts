// The fast width and the lazy segmenter answer as the real ones do, for any text.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fastWidth } from '../../../src/ui/ink/fast-width.ts';
import { LazySegmenter } from '../../../src/ui/ink/lazy-segmenter.ts';
import { terminalText } from '../../support/terminal-text.ts';
import { realStringWidth } from '../../support/real-width.ts';

describe('fastWidth', () => {
  const width = fastWidth(realStringWidth);

  test('is the real width of any text, with any options', () => {
    const options = fc.record(
      { ambiguousIsNarrow: fc.boolean(), countAnsiEscapeCodes: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(terminalText, fc.option(options, { nil: undefined }), (text, chosen) => {
        expect(width(text, chosen)).toBe(realStringWidth(text, chosen));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    '',
    '\u001b[31mred\u001b[39m',
    '\u001b[12345m',
    '\u001b[1;12345m',
    '\u001b[\u001b[0mm',
    '\u009b1m',
    'a\u00adb',
  ])('is the real width of %j', (text) => {
    expect(width(text)).toBe(realStringWidth(text));
  });

  test('does not ask the real one for what the wall draws', () => {
    const real = vi.fn(realStringWidth);
    expect(fastWidth(real)('\u001b[38;2;10;20;30m● ▁▂▃ 0.4 ETH → … ⏎\u001b[39m')).toBe(19);
    expect(real).not.toHaveBeenCalled();
  });
});

describe('LazySegmenter', () => {
  const lazy = new LazySegmenter(undefined, { granularity: 'grapheme' });
  const real = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

  test('splits any text as the real one does, as a whole and at an index', () => {
    fc.assert(
      fc.property(terminalText, fc.double({ min: -3, max: 60 }), (text, index) => {
        expect([...lazy.segment(text)]).toEqual([...real.segment(text)]);
        expect(lazy.segment(text).containing(index)).toEqual(real.segment(text).containing(index));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([undefined, Number.NaN, -0.5, 0.9, 1, 2.99, 3, Number.POSITIVE_INFINITY, -1])(
    'finds the segment at %s as the real one does',
    (index) => {
      expect(lazy.segment('abc').containing(index)).toEqual(real.segment('abc').containing(index));
    },
  );

  test('leaves words and sentences to the real one', () => {
    const words = { granularity: 'word' } as const;
    expect([...new LazySegmenter('en', words).segment('two words')]).toEqual([
      ...new Intl.Segmenter('en', words).segment('two words'),
    ]);
    expect(new LazySegmenter('en', words).resolvedOptions().granularity).toBe('word');
  });
});

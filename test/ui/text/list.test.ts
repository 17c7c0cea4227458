// A list in which one entry is picked out: it is always seen, whatever the list and wherever it stood.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryList, firstLine, listLines, pageOf } from '../../../src/ui/text/list.ts';
import { part, type Line } from '../../../src/ui/text/line.ts';

/** Sections with so many entries of so many lines each. */
function sections(heights: readonly (readonly number[])[]) {
  return heights.map((blocks, section) => ({
    heading: [part(`section ${section}`)],
    blocks: blocks.map((rows, index) => ({
      id: `${section}/${index}`,
      open: true,
      lines: (picked: boolean): readonly Line[] =>
        Array.from({ length: rows }, (_, row) => [part(`${picked ? '▸' : ''}${section}/${index} ${row}`)]),
    })),
  }));
}

const anyHeights = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 }), { maxLength: 6 });

test('the picked entry is seen whole, in exactly the rows there are, and never beyond the ends', () => {
  fc.assert(
    fc.property(
      anyHeights,
      fc.nat(),
      fc.nat({ max: 300 }),
      fc.integer({ min: 6, max: 60 }),
      fc.boolean(),
      (heights, choice, wished, rows, airy) => {
        const all = sections(heights);
        const ids = all.flatMap(({ blocks }) => blocks.map(({ id }) => id));
        const picked = ids[choice % Math.max(1, ids.length)] ?? null;
        const list = entryList(all, picked, null, { airy });
        const first = firstLine(list, wished, rows);
        const shown = listLines(list, first, rows).map((line) => line.map(({ text }) => text).join(''));
        expect(shown.length).toBe(Math.min(rows, list.lines.length - first));
        expect(first).toBeLessThanOrEqual(Math.max(0, list.lines.length - rows));
        expect(pageOf(list, first, rows)).toBeGreaterThanOrEqual(1);
        if (picked === null) return;
        const height = heights.flat()[ids.indexOf(picked)] ?? 0;
        expect(shown.filter((text) => text.startsWith('▸'))).toHaveLength(height);
      },
    ),
  );
});

test('the heading of what is seen stays at the top, and what is below is counted', () => {
  const list = entryList(sections([Array.from({ length: 30 }, () => 1)]), '0/20', null, { airy: false });
  const shown = listLines(list, firstLine(list, 0, 6), 6).map((line) => line[0]?.text);
  expect(shown).toEqual(['section 0', '0/17 0', '0/18 0', '0/19 0', '▸0/20 0', ' ↓ 9 more rows, ↑ 17 above']);
});

test('what is no longer there gives way to what the list begins with', () => {
  const all = sections([[1, 1], [1]]);
  expect(entryList(all, 'gone', '1/0', { airy: false }).picked?.id).toBe('1/0');
  expect(entryList(all, null, null, { airy: false }).picked?.id).toBe('0/0');
  expect(entryList([], 'gone', null, { airy: true }).picked).toBeNull();
});

test('of an entry that begins above nothing is shown, as if it were the next one', () => {
  const list = entryList(sections([[3, 1, 1, 1, 1, 1]]), '0/1', null, { airy: false });
  const shown = listLines(list, 2, 5).map((line) => line[0]?.text ?? '');
  expect(shown).toEqual(['section 0', '', '▸0/1 0', '0/2 0', ' ↓ 3 more rows, ↑ 2 above']);
});

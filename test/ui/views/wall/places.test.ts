// Homes of the wall: the contract's pictures, and the laws that hold for every size and profile.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homesOf, mapOf, type WallGroup } from '../../../../src/ui/views/wall/places.ts';

/** The launch of the pictures: how many metrics and readings each group has. */
const sge: readonly WallGroup[] = [
  ['API', 5, 0],
  ['Intents', 3, 1],
  ['Money', 3, 1],
  ['Workers', 2, 1],
  ['Base', 4, 0],
  ['Security', 0, 5],
  ['Surroundings', 12, 9],
].map(([title, count, readings]) => ({
  title: String(title),
  judged: Array.from({ length: Number(count) }, (_, index) => `${title} ${index + 1}`),
  readings: Number(readings),
}));

function drawn(groups: readonly WallGroup[], columns: number, rows: number): unknown {
  const homes = homesOf(groups, { columns, rows }, rows - 4);
  return (
    homes && {
      form: homes.form,
      rows: homes.rows,
      width: homes.width,
      columns: homes.columns.map((blocks) =>
        blocks.map(
          ({ group, part, row, metrics }) => `${row} ${groups[group]?.title} (${part}) ${metrics.length}`,
        ),
      ),
    }
  );
}

describe('the homes of the pictures', () => {
  it.each([
    [
      80,
      24,
      {
        form: 'rows',
        rows: 13,
        width: 25,
        columns: [
          ['0 API (1) 5', '6 Intents (1) 3', '10 Workers (1) 2'],
          ['0 Money (1) 3', '4 Base (1) 4', '9 Security (1) 0'],
          ['0 Surroundings (1) 12'],
        ],
      },
    ],
    [
      120,
      36,
      {
        form: 'strip',
        rows: 16,
        width: 38,
        columns: [
          ['0 API (1) 5', '7 Intents (1) 3', '12 Money (1) 3'],
          ['0 Workers (1) 2', '4 Base (1) 4', '10 Security (1) 0'],
          ['0 Surroundings (1) 12'],
        ],
      },
    ],
    [
      200,
      60,
      {
        form: 'double',
        rows: 19,
        width: 48,
        columns: [
          ['0 API (1) 5', '12 Intents (1) 3'],
          ['0 Money (1) 3', '8 Workers (1) 2', '14 Security (1) 0'],
          ['0 Base (1) 4', '10 Surroundings (1) 4'],
          ['0 Surroundings (2) 8'],
        ],
      },
    ],
    [40, 12, null],
  ])('at %i×%i', (columns, rows, wanted) => {
    expect(drawn(sge, columns, rows)).toEqual(wanted);
  });

  it('as a map at 40×12', () => {
    const { each, rows } = mapOf(sge, 38, 2);
    expect(each).toBe(1);
    const text = rows.map((row) => row.map((piece) => ('text' in piece ? piece.text : '●')).join(''));
    expect(text).toEqual(['API●●●●● Intents●●● Money●●● Workers●●', 'Base●●●● Surroundings●●●●●●●●●●●●']);
  });
});

const groups: fc.Arbitrary<readonly WallGroup[]> = fc
  .array(
    fc.record({
      title: fc.string({ maxLength: 30, unit: 'grapheme' }),
      count: fc.integer({ min: 0, max: 300 }),
      readings: fc.nat(5),
    }),
    {
      maxLength: 30,
    },
  )
  .map((all) =>
    all.map(({ title, count, readings }, group) => ({
      title,
      judged: Array.from({ length: count }, (_, index) => `${group}.${index}`),
      readings,
    })),
  );
const size = fc.record({
  columns: fc.integer({ min: 40, max: 300 }),
  rows: fc.integer({ min: 12, max: 100 }),
});

describe('for every profile and size', () => {
  it('each judged metric has one home, within the rows, over no other', () => {
    fc.assert(
      fc.property(groups, size, (all, { columns, rows }) => {
        const homes = homesOf(all, { columns, rows }, rows - 4);
        if (!homes) return;
        const each = homes.form === 'double' ? 2 : 1;
        const ids = homes.columns.flat().flatMap(({ metrics }) => metrics);
        expect([...ids].sort()).toEqual(all.flatMap(({ judged }) => judged).sort());
        expect(homes.rows).toBeLessThanOrEqual(Math.floor((rows - 4) * 0.65));
        expect(1 + homes.columns.length * (homes.width + 2) - 2).toBeLessThanOrEqual(columns);
        for (const blocks of homes.columns) {
          let free = 0;
          for (const { row, metrics } of blocks) {
            expect(row).toBeGreaterThanOrEqual(free);
            free = row + 1 + metrics.length * each;
          }
          expect(free).toBeLessThanOrEqual(homes.rows);
        }
      }),
    );
  });

  it('a map says for how many a glyph stands', () => {
    const map = mapOf(
      [{ title: 'API', judged: Array.from({ length: 200 }, (_, id) => `m${id}`), readings: 0 }],
      60,
      1,
    );
    expect(map.each).toBeGreaterThan(1);
    expect(map.rows[0]?.[0]).toEqual({ text: `API×${map.each}` });
  });

  it('a map holds each judged metric once, within its rows and columns', () => {
    fc.assert(
      fc.property(
        groups,
        fc.integer({ min: 10, max: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (all, columns, rowsMax) => {
          const map = mapOf(all, columns, rowsMax);
          expect(map.rows.length).toBeLessThanOrEqual(rowsMax);
          const ids = map.rows.flat().flatMap((piece) => ('metrics' in piece ? piece.metrics : []));
          expect(ids).toEqual(all.flatMap(({ judged }) => judged));
        },
      ),
    );
  });
});

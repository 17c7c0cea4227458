// How the timeline and the gate are cut: the same for whatever is picked out, and never more than there is.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryLayout } from '../../../../src/ui/views/launch/room.ts';

const sizes = fc.record({
  columns: fc.integer({ min: 1, max: 320 }),
  rows: fc.integer({ min: 1, max: 90 }),
});

test('the panels fill the rows below the head, and no more', () => {
  fc.assert(
    fc.property(sizes, fc.nat(12), (size, head) => {
      const { beside, list, detail, aside } = entryLayout(size, Math.min(head, size.rows));
      const left = size.rows - Math.min(head, size.rows);
      const right = detail.rows + aside.rows;
      expect(beside ? right : list.rows + right).toBe(left);
      expect(beside ? list.columns + 1 + detail.columns : list.columns).toBe(size.columns);
      expect(Math.min(list.rows, detail.rows, aside.rows)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a head of another height moves no edge below it', () => {
  fc.assert(
    fc.property(sizes, fc.nat(3), (size, head) => {
      fc.pre(size.rows >= 18);
      const [low, high] = [entryLayout(size, 1), entryLayout(size, 1 + head)];
      const lowerEdge = ({ beside, detail, aside }: typeof low) => (beside ? aside.rows : detail.rows);
      expect(lowerEdge(high)).toBe(lowerEdge(low));
    }),
  );
});

test.each([
  [80, 20, 1],
  [120, 33, 3],
  [200, 57, 3],
])('what is picked out has room at %i×%i', (columns, rows, head) => {
  const { list, detail } = entryLayout({ columns, rows }, head);
  expect(detail.rows).toBeGreaterThanOrEqual(8);
  expect(list.rows).toBeGreaterThanOrEqual(10);
});

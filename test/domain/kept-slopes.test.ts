// Slopes that are kept while points come and go are those that all points together have.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptSlopes, sortedSlopes, type TrendPoint } from '../../src/domain/kept-slopes.ts';

it('says what sorting all of them anew says, wherever the points are cut', () => {
  const step = fc.record({
    come: fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 3 }),
    gone: fc.nat(3),
    cuts: fc.oneof(fc.constant(null), fc.array(fc.nat(20), { maxLength: 3 })),
    onlyLast: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const kept = new KeptSlopes();
      let points: TrendPoint[] = [];
      let cuts: readonly number[] = [];
      let at = 0;
      for (const { come, gone, cuts: other, onlyLast } of steps) {
        points = [...points.slice(gone), ...come.map((value) => ({ at: (at += 1 + (value & 3)), value }))];
        cuts = other ?? cuts.map((cut) => cut - gone);
        const places = [
          ...new Set([0, ...cuts.filter((cut) => cut > 0 && cut < points.length), points.length]),
        ];
        places.sort((left, right) => left - right);
        const all = places.slice(1).map((end, index) => points.slice(places[index], end));
        const parts = onlyLast ? all.slice(-1) : all;
        expect([...kept.of(parts)]).toEqual([...sortedSlopes(parts)]);
      }
    }),
    { numRuns: 500 },
  );
});

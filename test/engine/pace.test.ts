// When a source is polled next: once an interval, whatever its jitter.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextOnGrid } from '../../src/engine/pace.ts';

test('each poll is about an interval after the one before: never twice in a round, never a round left out', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.integer({ min: 100, max: 3_600_000 }),
      fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
      (id, every, start) => {
        let at = nextOnGrid(id, every, start);
        expect(at).toBeGreaterThan(start);
        expect(at - start).toBeLessThanOrEqual(every * 1.1 + 1);
        for (let polls = 0; polls < 20; polls++) {
          const next = nextOnGrid(id, every, at);
          // Two jitters of 5 % each, and rounding.
          expect(next - at).toBeGreaterThanOrEqual(every * 0.9 - 1);
          expect(next - at).toBeLessThanOrEqual(every * 1.1 + 1);
          at = next;
        }
      },
    ),
  );
});

// How many polls may begin together, and in which order the others follow, under a clock that is moved by hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StartGuard } from '../../src/engine/start-guard.ts';
import { handClock } from '../support/hand-clock.ts';
import { start } from './support.ts';

const slot = 10;

function guardOf(sources: number, every = 1_000) {
  const clock = handClock(start);
  const guard = new StartGuard(clock);
  guard.expect(Array.from({ length: sources }, () => every));
  const begun: { readonly name: number; readonly slot: number }[] = [];
  let admitted = 0;
  return {
    clock,
    begun,
    /** So many more polls are due now. */
    due: (count: number): void => {
      for (let one = 0; one < count; one++) {
        const name = admitted++;
        guard.admit(() => begun.push({ name, slot: Math.floor((clock.now() - start) / slot) }));
      }
    },
  };
}

function mostInSlot(begun: readonly { readonly slot: number }[]): number {
  const counts = new Map<number, number>();
  for (const one of begun) counts.set(one.slot, (counts.get(one.slot) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

const inOrder = (count: number): number[] => Array.from({ length: count }, (_, name) => name);

describe('polls that are due together', () => {
  test('begin at once while they are few', () => {
    const { begun, due } = guardOf(10);
    due(10);
    expect(begun).toHaveLength(10);
  });

  test.each([
    [500, 10],
    [2_000, 40],
  ])('of %i sources a second, no more than %i in a slot of 10 ms, in their order', async (sources, most) => {
    const { clock, begun, due } = guardOf(sources);
    due(sources / 4);
    expect(begun).toHaveLength(most);
    await clock.pass(300);
    expect(begun.map(({ name }) => name)).toEqual(inOrder(sources / 4));
    expect(mostInSlot(begun)).toBe(most);
  });

  test('are more in a slot after a quarter of a second: none is left out on a machine that gives us few turns', async () => {
    const { clock, begun, due } = guardOf(500);
    due(1_000);
    await clock.pass(245);
    expect(mostInSlot(begun)).toBe(10);
    await clock.pass(250);
    expect(mostInSlot(begun)).toBe(20);
    await clock.pass(250);
    expect(begun.map(({ name }) => name)).toEqual(inOrder(1_000));
  });

  test('never more than may begin in a slot, none lost, none overtaken, whatever comes when', async () => {
    const bursts = fc.array(fc.record({ after: fc.nat(40), count: fc.nat(40) }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(bursts, async (drawn) => {
        const { clock, begun, due } = guardOf(1_000);
        for (const { after, count } of drawn) {
          await clock.pass(after);
          due(count);
        }
        await clock.pass(2_000);
        expect(begun.map(({ name }) => name)).toEqual(
          inOrder(drawn.reduce((sum, { count }) => sum + count, 0)),
        );
        expect(mostInSlot(begun)).toBeLessThanOrEqual(20);
      }),
      { numRuns: 100 },
    );
  });
});

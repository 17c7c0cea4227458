// How many polls may begin together, and in which order the others follow, under a clock that is moved by hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Agenda } from '../../src/engine/agenda.ts';
import { StartGuard } from '../../src/engine/start-guard.ts';
import { handClock } from '../support/hand-clock.ts';
import { start } from './support.ts';

const slot = 10;

function guardOf(sources: number, every = 1_000) {
  const clock = handClock(start);
  const guard = new StartGuard(clock, new Agenda(clock));
  guard.expect(Array.from({ length: sources }, () => every));
  const begun: { readonly name: number; readonly slot: number }[] = [];
  const admit = (name: number): void =>
    guard.admit(() => begun.push({ name, slot: Math.floor((clock.now() - start) / slot) }));
  return { clock, begun, admit };
}

describe('polls that are due together', () => {
  test('begin at once while they are few', () => {
    const { begun, admit } = guardOf(10);
    for (let name = 0; name < 10; name++) admit(name);
    expect(begun).toHaveLength(10);
  });

  test.each([
    [500, 10],
    [2_000, 40],
  ])(
    'of %i sources polled each second, %i in a slot of 10 ms, and all of them in their order',
    async (sources, most) => {
      const { clock, begun, admit } = guardOf(sources);
      for (let name = 0; name < sources; name++) admit(name);
      expect(begun).toHaveLength(most);
      await clock.pass(1_000);
      expect(begun.map(({ name }) => name)).toEqual(Array.from({ length: sources }, (_, name) => name));
      expect(Math.max(...perSlot(begun))).toBe(most);
    },
  );

  test('never more than may begin in a slot, none lost, none overtaken, whatever comes when', async () => {
    const bursts = fc.array(fc.record({ after: fc.nat(40), count: fc.nat(80) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(bursts, async (drawn) => {
        const { clock, begun, admit } = guardOf(1_000);
        let name = 0;
        for (const { after, count } of drawn) {
          await clock.pass(after);
          for (let one = 0; one < count; one++) admit(name++);
        }
        await clock.pass(2_000);
        expect(begun.map((one) => one.name)).toEqual(Array.from({ length: name }, (_, index) => index));
        expect(Math.max(0, ...perSlot(begun))).toBeLessThanOrEqual(20);
      }),
      { numRuns: 100 },
    );
  });
});

function perSlot(begun: readonly { readonly slot: number }[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const one of begun) counts.set(one.slot, (counts.get(one.slot) ?? 0) + 1);
  return [...counts.values()];
}

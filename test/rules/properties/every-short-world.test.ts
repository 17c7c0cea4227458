// Every short sequence of a good value, a bad one and a gap, over every form of alert: a red ends only with a sample that is new.
import { expect, test } from 'vitest';
import { Judge } from '../../../src/rules/judge.ts';
import { alertForms, start, walkWorld, worldPlan, type Look } from '../../support/judged-world.ts';

const looks: readonly Look[] = [0, 501, null];

function* sequences(length: number): Generator<readonly Look[]> {
  for (let code = 0; code < looks.length ** length; code++)
    yield Array.from(
      { length },
      (_, index) => looks[Math.floor(code / looks.length ** index) % looks.length] ?? null,
    );
}

/** The sequences after which a red has ended without a value. */
function endedByNothing(alert: string, hold: string, aligned: boolean, length: number): readonly string[] {
  return [...sequences(length)]
    .filter((values) => {
      const world = {
        target: '< 100',
        alert,
        rule: 'm > 500',
        hold,
        aligned,
        looks: values.map((value) => [value, null] as const),
      };
      let red = false;
      return walkWorld(world, new Judge(worldPlan(world), start)).some(({ board }, index) => {
        const [state] = board.metrics;
        const was = red;
        red = state?.status === 'red' || state?.was === 'red';
        return was && !red && values[index] === null;
      });
    })
    .map(String);
}

const forms = alertForms.flatMap((alert) =>
  ['0s', '20s'].flatMap((hold) => [true, false].map((aligned) => ({ alert, hold, aligned }))),
);

test.each(forms)('$alert, hold $hold, aligned $aligned', ({ alert, hold, aligned }) => {
  expect(endedByNothing(alert, hold, aligned, 5)).toEqual([]);
});

test('longer ones where periods are counted', () => {
  expect(endedByNothing('> 500 for 2 of 3 samples', '20s', true, 8)).toEqual([]);
}, 120_000);

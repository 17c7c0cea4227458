// Bytes from outside, changed in any way: each reader answers, and nothing else happens. `npm run fuzz` goes on for as long as one likes.
import { expect, onTestFinished, test } from 'vitest';
import { failureText, inputOf, tried } from './runner.ts';
import { targetNames } from './target-names.ts';
import { targets } from './targets.ts';

const seed = 1;

test.each(targets)(
  '$name: $cases inputs',
  async (fuzzed) => {
    const { name, cases } = fuzzed;
    const target = await fuzzed.open();
    onTestFinished(() => target.close());
    const came = new Set<string>();
    for (let number = 0; number < cases; number++) {
      const input = inputOf(target, seed, number);
      const outcome = await tried(target, input);
      if ('problem' in outcome)
        expect.fail(failureText({ target: name, seed, number, input, problem: outcome.problem }));
      came.add(outcome.came);
    }
    // An answer of one sort alone would say that nothing gets past the first step.
    expect(came.size).toBeGreaterThan(1);
  },
  120_000,
);

test('each is known by its name', () => {
  expect(targets.map(({ name }) => name)).toEqual(targetNames);
});

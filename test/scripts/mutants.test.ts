// Each mutant still stands where it is said to: one that fits no more proves nothing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mutants } from '../../scripts/mutants.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(mutants)('$name', ({ patches }) => {
  const places = patches.map(({ file, search }) => [
    file,
    readFileSync(`${root}${file}`, 'utf8').split(search).length - 1,
  ]);
  expect(places).toEqual(patches.map(({ file }) => [file, 1]));
});

test('there are at least twenty', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
});

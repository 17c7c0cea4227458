// A wait ends before the test that waits does, whatever that test's limit is.
import { beforeAll, expect, test } from 'vitest';
import { patienceMs } from './patience.ts';

let inHook = 0;
beforeAll(() => {
  inHook = patienceMs();
}, 60_000);

test('in a test as any other', () => {
  expect(patienceMs()).toBe(15_000);
});

test('in a slow one, and in a hook', () => {
  expect(patienceMs()).toBe(45_000);
  expect(inHook).toBe(40_000);
}, 60_000);

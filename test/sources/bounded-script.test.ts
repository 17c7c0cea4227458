// What has had its time is broken off; what the machine kept from running is not. Nothing here depends on how busy the machine is.
import { createContext, Script } from 'node:vm';
import { expect, test } from 'vitest';
import { runBounded } from '../../src/sources/bounded-script.ts';

const cpuMs = 50;
/** Stands still for far longer than the bound, and uses no processor: what a crowded machine makes of any script. */
const standStill = 'Atomics.wait(never, 0, 0, 60_000);';

function run(code: string): { readonly result: unknown; readonly begun: number } {
  const context = createContext({ begun: 0, never: new Int32Array(new SharedArrayBuffer(4)), Atomics });
  const result = runBounded(new Script(`begun++; ${code}`), context, cpuMs);
  return { result, begun: Number(context['begun']) };
}

test('what ends is given', () => {
  expect(run('6 * 7').result).toEqual({ given: 42 });
});

test('what never ends is broken off, after its time and not after many attempts', () => {
  const { result, begun } = run('for (;;);');
  expect(result).toBe('slow');
  expect(begun).toBeLessThanOrEqual(20);
});

test('what was kept from running begins anew', () => {
  const { result, begun } = run(`if (begun < 3) ${standStill} 'done'`);
  expect(result).toEqual({ given: 'done' });
  expect(begun).toBeGreaterThanOrEqual(3);
});

test('what never comes to run is given up', () => {
  const { result, begun } = run(standStill);
  expect(result).toBe('slow');
  expect(begun).toBeGreaterThan(1);
  expect(begun).toBeLessThanOrEqual(20);
});

test('what it throws is thrown', () => {
  expect(() => run('null.x')).toThrow(/null/);
});

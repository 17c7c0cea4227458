// The tests of views draw with the Ink that ships: all its cures are at work, and whatever else draws here draws with the same.
import { Table } from 'ink-table';
import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { allCured, cellsLookedAt, probed } from '../support/cure-probes.ts';

test('Ink is cured', async () => {
  const { probes } = await probed(async () => ({ ...(await import('ink')), ...(await import('react')) }));
  expect(probes).toEqual(allCured);
}, 60_000);

test('ink-testing-library and ink-table draw with it', async () => {
  let frame: string | undefined;
  const looked = await cellsLookedAt(/[qwz]/, () => {
    frame = render(<Table data={[{ name: 'qwz' }]} />).lastFrame();
  });
  expect(frame).toContain('qwz');
  expect(looked).toBe(0);
}, 60_000);

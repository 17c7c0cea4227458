// The picker within the app: typing narrows it, and what is taken is what is marked.

import { expect, test } from 'vitest';
import { openApp } from '../../support/app-screen.tsx';
import { keys } from '../../support/render-screen.tsx';
import { wallControls } from '../../support/wall-fixture.ts';

test('typing narrows the profiles, and Enter takes the marked one of those that are left', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('p');
  await screen.until('▸ sge/production');
  await screen.press('stag');
  await screen.until('▸ sge/staging');
  expect(screen.screen()).not.toContain('vault/production');
  await screen.press(keys.enter);
  await screen.until('now watching sge/staging');
  expect(controls.asked).toEqual(['switch sge/staging']);
  screen.assertFits();
});

test('the filter of the wall is not the filter of the picker', async () => {
  const screen = await openApp(wallControls());
  await screen.press('/');
  await screen.press('queue');
  await screen.press(keys.enter);
  await screen.press('p');
  await screen.until('vault/production');
  await screen.press('qzz');
  await screen.until('No profile matches "qzz".');
  expect(screen.screen()).not.toContain('sge/staging');
  await screen.press(keys.escape);
  await screen.until('q quit');
});

test('the profile that is watched is marked at first, and why another cannot be watched is said in full', async () => {
  const problem =
    'VAULT_URL is not set, and neither is VAULT_RPC_URL, which is where the relayer of the vault is asked; export both first';
  const choices = [
    { name: 'vault/production', title: 'Vault', environment: 'production', problem },
    { name: 'sge/production', title: 'SGE production', environment: 'production', problem: null },
  ];
  const controls = wallControls({ profiles: () => Promise.resolve(choices) });
  const screen = await openApp(controls);
  await screen.press('p');
  await screen.until('▸ sge/production');
  await screen.press(keys.up);
  await screen.until('▸ vault/production');
  expect(screen.screen().replaceAll(/\s+/g, ' ')).toContain(problem);
  await screen.press(keys.enter);
  expect(controls.asked).toEqual([]);
  expect(screen.screen()).toContain('▸ vault/production');
  screen.assertFits();
});

test('what has been found can be taken while others are looked for', async () => {
  const first = { name: 'sge/production', title: 'SGE production', environment: 'production', problem: null };
  const second = { name: 'sge/staging', title: 'SGE staging', environment: 'staging', problem: null };
  const { promise, resolve } = Promise.withResolvers<readonly (typeof first)[]>();
  const controls = wallControls({
    profiles: (found) => {
      found?.([first]);
      return promise;
    },
  });
  const screen = await openApp(controls);
  await screen.press('p');
  await screen.until('looking for more …');
  expect(screen.screen()).toContain('▸ sge/production');
  resolve([first, second]);
  await screen.until('sge/staging');
  expect(screen.screen()).not.toContain('looking for more');
  screen.assertFits();
});

// The picker of profiles, alone and within the app: typing narrows it, and what is taken is what is marked.

import { expect, test } from 'vitest';
import { initialView } from '../../../../src/ui/keys/view.ts';
import { createTheme } from '../../../../src/ui/theme.ts';
import { matchingProfiles, ProfilesScreen } from '../../../../src/ui/views/profiles/screen.tsx';
import { openApp } from '../../../support/app-screen.tsx';
import { keys, renderScreen } from '../../../support/render-screen.tsx';
import { wallControls } from '../../../support/wall-fixture.ts';

const theme = createTheme({ colours: true });
const choices = [
  { name: 'sge/production', title: 'SGE production', environment: 'production', problem: null },
  { name: 'sge/staging', title: 'SGE staging', environment: 'staging', problem: null },
  { name: 'vault/production', title: 'Vault', environment: 'production', problem: 'VAULT_URL is not set' },
];

function profiles(
  overrides: Partial<Parameters<typeof ProfilesScreen>[0]>,
  size = { columns: 80, rows: 12 },
) {
  return renderScreen(
    <ProfilesScreen
      choices={choices}
      looking={false}
      current="sge/production"
      view={initialView}
      size={size}
      theme={theme}
      {...overrides}
    />,
    size,
  );
}

test('the picker marks what is watched, where the cursor is, and what cannot be watched', async () => {
  const screen = await profiles({ view: { ...initialView, cursor: 1 } });
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
     Watch another profile   the running one is let go when the new one has loaded

       sge/production     production    ● watched now  SGE production
     ▸ sge/staging        staging       SGE staging
       vault/production   production    ✖ VAULT_URL is not set"
  `);
  expect(screen.cellOf('sge/staging')).toMatchObject({ inverse: true, bold: true });
  expect(screen.cellOf('staging       SGE')).toMatchObject({ fg: 'ansi:214' });
  await screen.close();
});

test('the picker keeps the cursor in sight', async () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    name: `system-${index}/staging`,
    title: `System ${index}`,
    environment: 'staging',
    problem: null,
  }));
  const screen = await profiles({ choices: many, view: { ...initialView, cursor: 44 } });
  expect(screen.screen()).toContain('▸ system-44/staging');
  expect(screen.screen()).toContain('45 of 50');
  await screen.close();
});

test('the picker while it looks, and when it found none', async () => {
  const loading = await profiles({ choices: null });
  expect(loading.screen()).toContain('Looking for profiles …');
  await loading.close();
  const none = await profiles({ choices: [], view: { ...initialView, filtering: true, filter: 'zzz' } });
  expect(none.screen()).toContain('No profile matches "zzz".');
  await none.close();
});

test('typing narrows the profiles by name, title and environment', () => {
  expect(matchingProfiles(choices, 'STAG').map(({ name }) => name)).toEqual(['sge/staging']);
  expect(matchingProfiles(choices, 'vault').map(({ name }) => name)).toEqual(['vault/production']);
  expect(matchingProfiles(choices, ' ')).toEqual(choices);
});

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

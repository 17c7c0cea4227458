// The picker within the app: typing narrows it, and what is taken is what is marked.

import { expect, test } from 'vitest';
import { App } from '../../../src/ui/app.tsx';
import { createTheme } from '../../../src/ui/theme.ts';
import { keys, renderScreen } from '../../support/render-screen.tsx';
import { wallControls } from '../../support/wall-fixture.ts';

test('typing narrows the profiles, and Enter takes the marked one of those that are left', async () => {
  const controls = wallControls();
  const screen = await renderScreen(<App controls={controls} theme={createTheme({ colours: false })} />);
  await screen.press('p');
  await screen.until('▸ sge/production');
  await screen.press('/');
  await screen.press('stag');
  await screen.until('▸ sge/staging');
  expect(screen.screen()).not.toContain('vault/production');
  await screen.press(keys.enter);
  await screen.press(keys.enter);
  await screen.until('now watching sge/staging');
  expect(controls.asked).toEqual(['switch sge/staging']);
  screen.assertFits();
  await screen.close();
});

test('the filter of the wall is not the filter of the picker', async () => {
  const screen = await renderScreen(
    <App controls={wallControls()} theme={createTheme({ colours: false })} />,
  );
  await screen.press('/');
  await screen.press('queue');
  await screen.press(keys.enter);
  await screen.press('p');
  await screen.until('vault/production');
  await screen.press('/');
  await screen.press('zzz');
  await screen.until('No profile matches "zzz".');
  expect(screen.screen()).not.toContain('sge/staging');
  await screen.close();
});

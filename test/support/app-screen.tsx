// The whole app on a real cell buffer, for the running test.

import { onTestFinished } from 'vitest';
import { App } from '../../src/ui/app.tsx';
import { createTheme } from '../../src/ui/theme.ts';
import { renderScreen, type Screen } from './render-screen.tsx';
import { wallControls, type FixtureControls } from './wall-fixture.ts';

/** It closes with the test, unless the test has closed it. */
export async function openApp(
  controls: FixtureControls = wallControls(),
  columns = 80,
  rows = 24,
  colours = true,
): Promise<Screen> {
  const theme = createTheme({ colours });
  const screen = await renderScreen(<App controls={controls} theme={theme} />, { columns, rows });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await screen.close();
    open = false;
  };
  onTestFinished(close);
  return { ...screen, close };
}

/** What is said, whichever way it was wrapped. */
export function words(screen: Screen): string {
  return screen.screen().replace(/\s+/g, ' ');
}

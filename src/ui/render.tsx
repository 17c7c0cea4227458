// Starts the wall on a terminal and ends when it is closed. Everything it shows and asks for goes through the controls.

import { render } from 'ink';
import { App } from './app.tsx';
import type { WallControls } from './controls.ts';
import { normalScreen, pasteOff, wrapOff, wrapOn } from './terminal/modes.ts';
import { createTheme } from './theme.ts';

/** More frames than anybody sees; what matters is that a key is answered within one of them. */
const framesPerSecondMax = 60;

export interface WallOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** False where NO_COLOR or the terminal says so: glyphs, words, bold and inverse remain. */
  readonly colours: boolean;
  /** `dark`, `light` or `colour-blind`. */
  readonly themeName?: string | undefined;
  /** Closes the wall from outside: a signal that ends the program. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves once the wall is closed and the terminal is as it was.
 * @throws what a component outside the panels threw, after the alternate screen has been left.
 */
export async function runWall(controls: WallControls, options: WallOptions): Promise<void> {
  const { stdin, stdout, colours, themeName, signal } = options;
  if (signal?.aborted) return;
  // A Windows console scrolls when the last cell of the last row is written.
  const rowsFree = process.platform === 'win32' ? 1 : 0;
  const restore = (): void => void stdout.write(wrapOn + pasteOff);
  // For an end that passes by the `finally` below: a fault that ends the process, perhaps in Ink's own unmounting.
  const leave = (): void => void stdout.write(wrapOn + pasteOff + normalScreen);
  process.once('exit', leave);
  // Before the first frame: Ink takes them after it, and what is typed in between would be echoed, or stop us as a signal.
  if (stdin.isTTY) stdin.setRawMode(true);
  stdout.write(wrapOff);
  const wall = render(
    <App controls={controls} theme={createTheme({ colours, name: themeName })} rowsFree={rowsFree} />,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      maxFps: framesPerSecondMax,
      patchConsole: false,
      exitOnCtrlC: false,
    },
  );
  const close = (): void => wall.unmount();
  signal?.addEventListener('abort', close, { once: true });
  try {
    await wall.waitUntilExit();
  } finally {
    signal?.removeEventListener('abort', close);
    process.removeListener('exit', leave);
    // Where the first frame itself failed, Ink has never taken the keys, and does not give them back.
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.unref();
    restore();
  }
}

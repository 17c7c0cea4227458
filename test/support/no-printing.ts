// A source says what it has to say in its answers: whatever it prints is a failure of the test.

import { afterEach, beforeEach, vi } from 'vitest';

/** For every test of the file that calls it. */
export function forbidPrinting(): void {
  beforeEach(() => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...args) => {
        throw new Error(`printed: ${args.join(' ')}`);
      });
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
      throw new Error(`warned: ${String(warning)}`);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}

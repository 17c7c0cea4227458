// What libraries would print, and Node itself: it is no result, and goes through the writer like everything else.

import { format } from 'node:util';

const methods = ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'dirxml', 'table'] as const;

/** @param print a line on stderr. */
export function catchStrayOutput(print: (line: string) => void): void {
  const line = (...given: readonly unknown[]): void => print(`launchwall: ${format(...given)}`);
  Object.assign(globalThis.console, Object.fromEntries(methods.map((method) => [method, line])));
  // With --no-warnings nobody listens.
  if (process.listenerCount('warning') === 0) return;
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => line('%s: %s', name, message));
}

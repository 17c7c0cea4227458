// The signals that end the program: each one asks for a clean stop, a second one ends it at once.

import { constants } from 'node:os';

/** What has ended the program: an exit code of 128 + n, as shells expect; 0 where the person asked for it. */
export interface StopSignal {
  readonly signal: AbortSignal;
  readonly exitCode: number;
  stop(): void;
  dispose(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let exitCode = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = name === 'SIGINT' ? 0 : 128 + (constants.signals[name] ?? 0);
    // The second one means it: whatever hangs is left behind.
    if (controller.signal.aborted) process.exit(code === 0 ? 130 : code);
    exitCode = code;
    controller.abort();
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop: () => controller.abort(),
    dispose: () => {
      for (const name of signals) process.removeListener(name, onSignal);
    },
  };
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

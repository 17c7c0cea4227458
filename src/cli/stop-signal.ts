// What ends the program: a signal, the person, a reader of our output that has gone, a fault of our own. Each asks for a clean
// stop; a second signal ends it at once.

import type { Cancel, Clock, Milliseconds } from '../domain/clock.ts';
import type { Context } from './context.ts';
import { exitCodes, signalExitCode } from './exit-codes.ts';
import { reportFailure } from './failure.ts';

export interface StopSignal {
  readonly signal: AbortSignal;
  /** Of a watch: 0 where somebody asked for its end (SIGINT, SIGTERM); 128 + n, as shells expect, where its terminal went away. */
  readonly exitCode: number;
  /** The same for a command that has a result, and was kept from it; null when no signal came. */
  readonly interrupted: number | null;
  /** The fault of our own that has ended it. */
  readonly fault: { readonly error: unknown } | null;
  stop(): void;
  /** Ends it because of a fault. */
  fail(error: unknown): void;
  dispose(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** After a fault nothing is certain any more, and a reader may stand still: an orderly end is waited for this long, in real milliseconds. */
const orderlyEndMax: Milliseconds = 5_000;

export function listenForStop(context: Context, clock: Clock): StopSignal {
  const controller = new AbortController();
  let caught: NodeJS.Signals | null = null;
  let fault: StopSignal['fault'] = null;
  let endDeadline: Cancel = () => undefined;
  let hungUp = false;
  const onSignal = (name: NodeJS.Signals): void => {
    // The signal about the terminal that we know to be gone is no second one.
    if (hungUp && name === 'SIGHUP') return void (hungUp = false);
    // The second one means it: whatever hangs is left behind.
    if (controller.signal.aborted) process.exit(signalExitCode(name));
    caught = name;
    controller.abort();
  };
  const fail = (error: unknown): void => {
    if (fault !== null) return;
    fault = { error };
    controller.abort();
    endDeadline = clock.after(orderlyEndMax * clock.scale, () => {
      // Told last: a wall that could not close leaves its screen on the way out, and what stands on that is lost.
      process.once('exit', () => (process.exitCode = reportFailure(context, error)));
      process.exit(exitCodes.internal);
    });
  };
  const stop = (): void => controller.abort();
  /** A terminal that is gone is told by a signal too, which may come later or (to our shell alone) never. */
  const onOutputGone = (): void => {
    if (context.stdout.isTTY && !controller.signal.aborted) {
      caught = 'SIGHUP';
      hungUp = true;
    }
    stop();
  };
  const endGuard = context.faults.handle(fail);
  for (const name of signals) process.on(name, onSignal);
  const endWatch = context.stdout.onGone(onOutputGone);
  return {
    signal: controller.signal,
    get exitCode() {
      return caught === 'SIGHUP' ? signalExitCode(caught) : 0;
    },
    get interrupted() {
      return caught === null ? null : signalExitCode(caught);
    },
    get fault() {
      return fault;
    },
    stop,
    fail,
    dispose: () => {
      endGuard();
      endDeadline();
      endWatch();
      for (const name of signals) process.removeListener(name, onSignal);
    },
  };
}

/** Waits until what was written has been read, but not for ever: who stands still and stays keeps no watch from its end. */
export async function untilRead(stop: StopSignal, clock: Clock, { stdout }: Context): Promise<void> {
  // A fault has a deadline of its own.
  if (stop.fault !== null) return;
  const cancel = clock.after(orderlyEndMax * clock.scale, () => process.exit(stop.exitCode));
  await stdout.taken();
  cancel();
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

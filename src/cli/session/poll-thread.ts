// Begins the polling thread.

import { extname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { processMs } from '../../engine/clocks.ts';
import type { LocalPollerSetup } from '../../engine/local-poller.ts';
import type { Ask, PollThreadData, Told } from '../../engine/poll-messages.ts';
import type { Poller } from '../../engine/poller.ts';
import { RemotePoller, type PollThread, type PollThreadEvents } from '../../engine/remote-poller.ts';
import type { Clock } from '../../domain/clock.ts';
import { messageOf } from '../../domain/thrown.ts';

/** Megabytes. Thousands of polls that are under way at once would outlive the small young generation of the wall. */
const semiSpaceMb = 16;

/** @param secrets what must be taken out of messages, as of now. */
export function pollThread({ clock, events }: LocalPollerSetup, secrets: () => readonly string[]): Poller {
  return new RemotePoller({
    clock,
    events,
    secrets,
    begin: (threadEvents) => beginPollThread(clock, threadEvents),
  });
}

function beginPollThread(clock: Clock, events: PollThreadEvents): PollThread {
  const workerData: PollThreadData = { origin: clock.now() - processMs() };
  // Its file lies beside this one: in the source, and in the bundle.
  const file = new URL(`./poll-worker${extname(import.meta.url)}`, import.meta.url);
  // The executable's own flag holds for every thread, whatever its limits say; this one for those that begin from now on.
  setFlagsFromString(`--max-semi-space-size=${semiSpaceMb}`);
  const worker = new Worker(file, { workerData });
  let why: string | null = null;
  let wanted = true;
  worker.on('message', (told: Told) => events.told(told));
  worker.on('error', (error) => {
    why = messageOf(error);
  });
  worker.on('exit', (code) => {
    if (wanted) events.ended(why ?? `exit code ${code}`);
  });
  // It must not keep the program from ending.
  worker.unref();
  return {
    tell: (ask: Ask) => worker.postMessage(ask),
    async end() {
      wanted = false;
      await worker.terminate();
    },
  };
}
